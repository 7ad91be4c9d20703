"""From a registration to the open pages of the unit, the leader and the convenor, with many pages open over two web
processes on PostgreSQL. The aim is a second at p99 with 1,000 pages."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count as count_up
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kiosk.uplink.client import CentreClient

AIM_MS = 1_000
_SECONDS = 60.0
_IDLE_SECONDS = 5.0
#: the last notice may still be under way
_LAST_SECONDS = 3.0
#: everybody signs in from this one address here, and nobody has a telephone with codes
_ENVIRONMENT = {
    "HALL_SERVER_SECOND_FACTOR": "offered",
    "HALL_SERVER_SIGN_IN_PER_MINUTE": "10000",
    "HALL_SERVER_KIOSK_PER_MINUTE": "10000",
    "HALL_SERVER_LOG_LEVEL": "WARNING",
}
#: files beside the pages': the connections to the database, pipes, libraries
_SPARE_FILES = 500


@click.command()
@click.option(
    "--pages", "count", default=1_000, show_default=True, type=click.IntRange(3), help="打开的页面 · Open pages"
)
@click.option(
    "--registrations", default=100, show_default=True, type=click.IntRange(1), help="登记件数 · Registrations"
)
@click.option("--rate", default=4.0, show_default=True, type=click.FloatRange(0.1), help="每秒登记 · A second")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def push(count: int, registrations: int, rate: float, as_json: bool) -> None:
    """登记到三方页面收到通知的时间 · From a registration to the three phones' pages."""
    _room_for(count)
    found = _measure(count, registrations, rate)
    if as_json:
        click.echo(json.dumps(found))
        return
    click.echo(
        f"{found['pages']} 个页面、2 个进程，{found['registrations']} 件登记 · pages over two processes, registrations\n"
        f"  页面收到 a page has it       p50 {found['p50_ms']:.0f} ms  p95 {found['p95_ms']:.0f}  "
        f"p99 {found['p99_ms']:.0f}（目标 aim {AIM_MS}）  max {found['max_ms']:.0f}\n"
        f"  三方全部 all of the three    p99 {found['all_three_p99_ms']:.0f} ms\n"
        f"  其中登记应答 registering     p50 {found['register_p50_ms']:.0f} ms  p99 {found['register_p99_ms']:.0f}\n"
        f"  每进程 CPU a process         {found['cpu_percent']} %，空闲 idle {found['idle_cpu_percent']} %\n"
        f"  缺失 missing {found['missing']}，重复 twice {found['twice']}，断开 broken {found['broken']}"
    )


def _room_for(count: int) -> None:
    """Let this process and its children open enough files; raise ClickException when the machine does not allow it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + _SPARE_FILES
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise click.ClickException(f"每进程文件数上限 {hard}，需要 {wanted}：ulimit -Hn · too few files a process")
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _measure(count: int, registrations: int, rate: float) -> dict[str, Any]:
    from installer.bench import cluster
    from installer.demo.processes import Child

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hall-push")))
        database = stack.enter_context(cluster.postgresql())
        where = ("--data", str(folder / "data"), "--database", database)
        servers, urls = [], []
        for number in range(2):
            words = ("server", "--port", "0", "--demo", *where)
            log, name = folder / f"server{number}.log", f"server{number}"
            child = Child(name, "installer.command", *words, log=log, environment=_ENVIRONMENT)
            servers.append(stack.enter_context(child))
            urls.append(str(child.wait(lambda line: "url" in line, seconds=_SECONDS, what="url")["url"]))
        kiosks = [_kiosk(folder / f"kiosk{number}.json", url, where) for number, url in enumerate(urls)]
        cookies = _sign_in(urls[0], database)
        pages = [
            (url, cookie, account)
            for (account, cookie), url in islice(zip(cycle(cookies), _alternating(urls, len(cookies))), count)
        ]
        given, out = folder / "pages.json", folder / "heard.json"
        given.write_text(json.dumps({"pages": pages, "out": str(out)}), "utf-8")
        pids = [server.pid for server in servers]
        with _listeners(given) as listeners:
            before = _cpu_seconds(pids)
            _waited(_IDLE_SECONDS)
            idle = _shares(before, _cpu_seconds(pids), _IDLE_SECONDS)
            before, began = _cpu_seconds(pids), time.monotonic()
            sent = _register(kiosks, registrations, rate)
            busy = _shares(before, _cpu_seconds(pids), time.monotonic() - began)
            listeners.communicate(timeout=_SECONDS)
        heard = json.loads(out.read_text("utf-8"))
    told = Counter(account for _, _, account in pages)
    return _figures(sent, heard, told) | {"cpu_percent": busy, "idle_cpu_percent": idle, "pages": count}


def _alternating(urls: Sequence[str], people: int) -> Iterator[str]:
    """Yield an address for each page; a person's pages come to both processes, however many people there are."""
    for number in count_up():
        yield urls[(number + number // people) % len(urls)]


@contextmanager
def _listeners(given: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "installer.bench.listeners", str(given)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        if not process.stdout.readline():
            raise click.ClickException("页面打不开 · the pages did not open")
        yield process
    finally:
        process.kill()
        process.wait()


def _kiosk(key_file: Path, url: str, where: Sequence[str]) -> CentreClient:
    from installer.demo.processes import run
    from kiosk.uplink.client import CentreClient, open_http
    from kiosk.uplink.key import KioskKey
    from server.core.time import wall_clock

    words = ("admin", "kiosk", "enrol", "--name", key_file.stem, "--region", "130406", "--server", url)
    run("kiosk", *words, "--out", str(key_file), *where)
    return CentreClient(open_http(url), KioskKey.load(key_file), wall_clock)


def _sign_in(url: str, database: str) -> list[tuple[str, str]]:
    """Return (account, cookie) of everybody in the demo county."""
    import psycopg

    from kiosk.uplink.client import open_http
    from server.accounts.api import COOKIE
    from server.demo.seed import PASSWORD

    with psycopg.connect(database) as connection:
        names = [str(row[0]) for row in connection.execute("SELECT username FROM account ORDER BY username")]
    found = []
    for name in names:
        with open_http(url) as http:
            answer = http.post("/api/v1/session", json={"username": name, "password": PASSWORD}, timeout=_SECONDS)
            if answer.status_code != 200:
                raise click.ClickException(f"{name} 不能登录 · cannot sign in: {answer.text}")
            found.append((name, f"{COOKIE}={answer.cookies[COOKIE]}"))
    return found


def _register(kiosks: Sequence[CentreClient], registrations: int, rate: float) -> dict[str, tuple[float, float]]:
    """Register at this rate over both processes; return case -> (sent, answered), moments of CLOCK_MONOTONIC."""
    from installer.bench.desk import matter_of, people
    from server.contract.v1 import RegisterResponse

    visitors, sent = people(), {}
    began = time.monotonic()
    for number, kiosk in zip(range(registrations), cycle(kiosks)):
        _waited(began + number / rate - time.monotonic())
        body = matter_of(next(visitors)).model_dump_json().encode()
        at = time.monotonic()
        answer = kiosk.register(uuid.uuid4().hex, body, _SECONDS)
        if not isinstance(answer, RegisterResponse):
            raise click.ClickException(f"登记失败 · the registration failed: {answer}")
        sent[answer.petition_id] = (at, time.monotonic())
    _waited(_LAST_SECONDS)
    return sent


def _figures(sent: dict[str, tuple[float, float]], heard: dict[str, Any], pages: Counter[str]) -> dict[str, Any]:
    each: list[float] = []
    last: dict[str, float] = {}
    got: Counter[tuple[str, str]] = Counter()
    for case, account, at in heard["heard"]:
        if case in sent:
            took = (at - sent[case][0]) * 1000
            each.append(took)
            last[case] = max(last.get(case, 0.0), took)
            got[case, account] += 1
    answered = [(end - begin) * 1000 for begin, end in sent.values()]
    return {
        "registrations": len(sent),
        "deliveries": len(each),
        "p50_ms": _share(each, 50),
        "p95_ms": _share(each, 95),
        "p99_ms": _share(each, 99),
        "max_ms": _share(each, 100),
        "all_three_p99_ms": _share(list(last.values()), 99),
        "register_p50_ms": _share(answered, 50),
        "register_p99_ms": _share(answered, 99),
        "told_people_each": round(len(got) / max(len(sent), 1), 2),
        # a person who was told must have been told on every page, once
        "missing": sum(max(pages[account] - times, 0) for (_, account), times in got.items()),
        "twice": sum(max(times - pages[account], 0) for (_, account), times in got.items()),
        "broken": heard["broken"],
    }


def _share(values: list[float], percent: int) -> float:
    found = sorted(values) or [0.0]
    return round(found[min(len(found) * percent // 100, len(found) - 1)], 1)


def _cpu_seconds(pids: Sequence[int]) -> list[float]:
    """Return user and system time of each process (proc(5), fields 14 and 15)."""
    ticks = os.sysconf("SC_CLK_TCK")
    fields = (Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split() for pid in pids)
    return [(int(one[11]) + int(one[12])) / ticks for one in fields]


def _shares(before: Sequence[float], after: Sequence[float], seconds: float) -> list[float]:
    return [round(100 * (end - begin) / seconds, 1) for begin, end in zip(before, after, strict=True)]


def _waited(seconds: float) -> None:
    threading.Event().wait(max(seconds, 0))
