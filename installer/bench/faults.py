"""Processes are killed (SIGKILL) while terminals register: what the centre acknowledged is there, once, and nothing else.

Terminals do what real ones do: whoever hears no answer sends the same registration under the same key again. Some send
what they kept for months, so that limits run out, and are told of, all the while.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from installer.bench.load import Measured, User
    from installer.bench.served import Served

_PROCESSES = 3
#: processes killed over a whole run, about; each at another moment of the registrations under way
_KILLS = 40
#: every third one kills the worker
_WORKER_EVERY = 3
#: seconds between two looks at how far the terminals are, and the longest wait for one answer
_LOOK, _ANSWER = 0.01, 30
#: after the time is up, what is under way may end within so many seconds
_GRACE = 60
#: so long ago that limits have run out, and every which registration is that old
_LONG_AGO, _OLD_EVERY = timedelta(days=70), 4


@click.command()
@click.option(
    "--registrations", default=2_000, show_default=True, type=click.IntRange(1), help="登记数 · Registrations"
)
@click.option("--users", default=16, show_default=True, type=click.IntRange(1, 50), help="同时登记 · At once")
@click.option("--seconds", default=360, show_default=True, type=click.IntRange(5), help="最长时间 · At most so long")
@click.option("--only", default="postgresql", type=click.Choice(["sqlite", "postgresql"]), help="数据库 · Database")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def faults(registrations: int, users: int, seconds: int, only: str, as_json: bool) -> None:
    """登记时不断杀掉网页进程和后台进程：一件不少、一件不多 · Web processes and worker killed while registering."""
    from installer.bench import cluster

    with cluster.postgresql() if only == "postgresql" else nullcontext("") as address:
        figures = {"database": only, "asked": registrations, **measure(address, registrations, users, seconds)}
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
    else:
        for name, value in figures.items():
            click.echo(f"{name:24} {value}")
    if figures["trouble"]:
        raise SystemExit(1)


def measure(database: str, registrations: int, users: int, seconds: float) -> dict[str, Any]:
    """Register at most so many matters in at most so many seconds on this empty database while processes die; return
    what became of it. `trouble` holds a sentence for whatever is not as it must be."""
    from installer.bench.faultless import account, live_trouble
    from installer.bench.served import served

    with served(database, _PROCESSES) as centre:
        run = _Run(centre, registrations, time.monotonic() + seconds)
        looked = asyncio.run(run.all(users, lambda: live_trouble(centre.centre)))
        centre.process.terminate()
        centre.process.wait(20)
        found = account(centre.centre, set(run.measured.registered))
    return {
        "acknowledged": len(set(run.measured.registered)),
        "killed_web": run.killed_web,
        "killed_worker": run.killed_worker,
        "repeated": len(run.measured.errors),
        "seconds": round(run.took, 1),
        **found,
        "trouble": looked + found["trouble"],
    }


@dataclass
class _Run:
    centre: Served
    registrations: int
    #: of `time.monotonic`
    until: float
    measured: Measured = field(init=False)
    killed_web: int = 0
    killed_worker: int = 0
    took: float = 0.0

    def __post_init__(self) -> None:
        from installer.bench.load import Measured

        self.measured = Measured()
        self._left, self._done = count(), asyncio.Event()

    async def all(self, users: int, look: Any) -> list[str]:
        """Register and kill; return what `look` said of the centre in the middle of it."""
        from installer.bench.load import User, people

        began, everybody = time.monotonic(), people(secrets.randbelow(10**6))
        plan = self.centre.plan(only_register=True)
        longest = self.until - began + _GRACE
        working = asyncio.gather(
            *(self._terminal(User(plan, number, everybody, self.measured)) for number in range(users))
        )
        working.add_done_callback(lambda _: self._done.set())
        async with asyncio.timeout(longest):
            _, _, looked = await asyncio.gather(working, self._kill(), self._look(look))
        self.took = time.monotonic() - began
        return list(looked)

    async def _terminal(self, user: User) -> None:
        from installer.bench.load import Refused

        while (number := next(self._left)) < self.registrations and time.monotonic() < self.until:
            key = secrets.token_hex(16)
            body = user.registration(_LONG_AGO if number % _OLD_EVERY == 0 else timedelta(0))
            while True:
                try:
                    async with asyncio.timeout(_ANSWER):
                        await user.register(key, body)
                    break
                except (OSError, asyncio.IncompleteReadError, Refused) as error:
                    self.measured.errors.append(f"{type(error).__name__}: {error}"[:200])
                    await user.again()
        await user.leave()

    async def _kill(self) -> None:
        with _worker(self.centre) as worker:
            for turn in count(1):
                if not await self._further(max(3, self.registrations // _KILLS) + random.randrange(3)):
                    return
                # at any step of what is under way
                await asyncio.sleep(random.random() * 4 * _LOOK)
                if turn % _WORKER_EVERY == 0:
                    worker.kill()
                    self.killed_worker += 1
                else:
                    self.killed_web += _kill_one(self.centre.process.pid)

    async def _look(self, look: Any) -> Any:
        await self._further(self.registrations // 2)
        return await asyncio.to_thread(look)

    async def _further(self, many: int) -> bool:
        """Wait until so many more are acknowledged; False when the terminals are done before."""
        wanted = len(self.measured.registered) + many
        while len(self.measured.registered) < wanted and not self._done.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._done.wait(), _LOOK)
        return not self._done.is_set()


class _Worker:
    """The background worker, started anew when it was killed."""

    def __init__(self, centre: Served) -> None:
        settings = centre.centre.settings
        self._command = [sys.executable, "-m", "installer.command", "worker", "--data", str(settings.data)]
        self._command += ["--database", settings.database_url]
        self.process = self._start()

    def kill(self) -> None:
        self.stop()
        self.process = self._start()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def _worker(centre: Served) -> Iterator[_Worker]:
    worker = _Worker(centre)
    try:
        yield worker
    finally:
        worker.stop()


def _kill_one(first: int) -> int:
    """Kill one of the web processes that `first` keeps; it starts another one. Return how many died."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            below.setdefault(parent, []).append(int(entry.name))
    # its children prepare what the web processes are made of: those are one step further down
    web = [process for child in below.get(first, ()) for process in below.get(child, ())]
    if not web:
        return 0
    with suppress(ProcessLookupError):
        os.kill(random.choice(web), signal.SIGKILL)
    return 1
