"""Processes are killed (SIGKILL) while terminals register: what the centre acknowledged is there, once, and nothing else.

Terminals do what real ones do: whoever hears no answer sends the same registration under the same key again.
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
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from installer.bench.load import Measured, User
    from installer.bench.served import Served

#: processes killed over a whole run, about; each at another moment of the registrations under way
_KILLS = 40
#: seconds between two looks at how far the terminals are
_LOOK = 0.01
_LONGEST = 900


@click.command()
@click.option(
    "--registrations", default=2_000, show_default=True, type=click.IntRange(1), help="登记数 · Registrations"
)
@click.option("--users", default=16, show_default=True, type=click.IntRange(1, 50), help="同时登记 · At once")
@click.option("--only", default="postgresql", type=click.Choice(["sqlite", "postgresql"]), help="数据库 · Database")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def faults(registrations: int, users: int, only: str, as_json: bool) -> None:
    """登记时不断杀掉网页进程和后台进程：一件不少、一件不多 · Web processes and worker killed while registering."""
    from installer.bench import cluster
    from installer.bench.served import served

    with (
        cluster.postgresql() if only == "postgresql" else nullcontext("") as address,
        served(address, 3) as centre,
    ):
        figures = {"database": only, **asyncio.run(_break(centre, registrations, users)), **_account(centre)}
    if as_json:
        click.echo(json.dumps(figures))
    else:
        for name, value in figures.items():
            click.echo(f"{name:24} {value}")
    if figures["trouble"] or figures["cases"] != figures["acknowledged"]:
        raise SystemExit(1)


async def _break(centre: Served, registrations: int, users: int) -> dict[str, Any]:
    """Register so many matters while processes die; return how many were acknowledged and how many processes died."""
    from installer.bench.load import Measured, User, people

    plan, measured, everybody = centre.plan(only_register=True), Measured(), people(secrets.randbelow(10**6))
    left, began = count(), time.monotonic()
    done = asyncio.Event()

    async def terminal(user: User) -> None:
        while next(left) < registrations:
            await _until_heard(user, measured)

    async def killer() -> int:
        killed = 0
        with _worker(centre) as worker:
            while not done.is_set():
                wanted = len(measured.registered) + max(3, registrations // _KILLS) + random.randrange(3)
                while len(measured.registered) < wanted and not done.is_set():
                    with suppress(TimeoutError):
                        await asyncio.wait_for(done.wait(), _LOOK)
                if not done.is_set():
                    killed += worker.kill() if killed % 3 == 2 else _kill_one(centre.process.pid)
        return killed

    async def all_of_them() -> None:
        try:
            await asyncio.gather(*(terminal(User(plan, n, everybody, measured)) for n in range(users)))
        finally:
            done.set()

    killed, _ = await asyncio.wait_for(asyncio.gather(killer(), all_of_them()), _LONGEST)
    return {
        "acknowledged": len(set(measured.registered)),
        "killed": killed,
        "repeated": len(measured.errors),
        "seconds": round(time.monotonic() - began, 1),
    }


async def _until_heard(user: User, measured: Measured) -> None:
    """Send one registration until the centre answers."""
    from installer.bench.load import Refused

    key, body = secrets.token_hex(16), user.registration()
    while True:
        try:
            await user.register(key, body)
        except (OSError, asyncio.IncompleteReadError, Refused) as error:
            measured.errors.append(str(error)[:200])
            await user.again()
        else:
            return


class _Worker:
    """The background worker, started anew when it was killed."""

    def __init__(self, centre: Served) -> None:
        settings = centre.centre.settings
        self._command = [sys.executable, "-m", "installer.command", "worker", "--data", str(settings.data)]
        self._command += ["--database", settings.database_url]
        self.process = self._start()

    def kill(self) -> int:
        self.stop()
        self.process = self._start()
        return 1

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


def _kill_one(parent: int) -> int:
    """Kill one of the web processes; who started them starts another one."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            below = int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent
            if below and b"spawn_main" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    if not found:
        return 0
    with suppress(ProcessLookupError):
        os.kill(random.choice(found), signal.SIGKILL)
    return 1


def _account(centre: Served) -> dict[str, Any]:
    """Compare what is stored with what was told."""
    from sqlmodel import col, func, select

    from server.cases.rules import EventType
    from server.cases.tables import CaseEvent, PetitionCase
    from server.core.database import transaction
    from server.core.work import Work
    from server.invariants.every import failures
    from server.worker import sweep_round

    inside = centre.centre
    sweep_round(inside)
    with transaction(inside.engine, inside.domain) as session:
        work = Work(session, inside, inside.clock(), "system:bench")
        cases = session.exec(select(func.count()).select_from(PetitionCase)).one()
        of_clocks = select(func.count()).select_from(CaseEvent).where(CaseEvent.type == EventType.CLOCK_EXPIRED)
        fired = session.exec(of_clocks).one()
        trouble = [str(failure) for failure in failures(work)]
        twice = session.exec(
            select(PetitionCase.number).group_by(col(PetitionCase.number)).having(func.count() > 1)
        ).all()
    return {"cases": cases, "clocks_fired": fired, "numbers_twice": len(twice), "trouble": trouble[:5]}
