"""How many matters a second the centre registers, acknowledges and tells the progress of, beside a plain script that
writes the same rows as one registration in one transaction (as pgbench would)."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from server.contract.v1 import RegisterRequest, RegisterResponse
    from server.core.centre import Centre

STEPS = ("register", "acknowledge", "progress")
_TEXT = "工地拖欠我们农民工工资八个月，请求劳动监察部门帮助追讨被拖欠的工资。"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@click.command()
@click.option("--database", default="", help="空的数据库；默认 SQLite 和自建 PostgreSQL 各测一次 · One empty database")
@click.option("--seconds", default=10.0, show_default=True, type=click.FloatRange(1), help="每项时长 · Seconds a run")
@click.option("--users", default=4, show_default=True, type=click.IntRange(1, 50), help="同时办理的人数 · At once")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def lifecycle(database: str, seconds: float, users: int, as_json: bool) -> None:
    """登记、签收、查询的速度，与直接写入同样行的比值 · Matters a second, and the ratio to plain writing."""
    from installer.bench import cluster
    from installer.bench.centre import empty_centre

    figures: dict[str, Any] = {"seconds": seconds, "users": users}
    for own in (False,) if database else (False, True):
        with cluster.postgresql() if own else nullcontext(database) as address, empty_centre(address) as centre:
            found = _measure(centre, seconds, users)
        name = centre.engine.dialect.name
        figures[name] = found
        if not as_json:
            _say(name, found)
    if as_json:
        click.echo(json.dumps(figures))


def _say(name: str, found: dict[str, Any]) -> None:
    click.echo(f"{name}: {found['lifecycles_per_second']:.1f} 件/秒全程 · lifecycles a second")
    for step in STEPS:
        click.echo(f"  {step:12} p50 {found[f'{step}_p50_ms']:7.1f} ms   p95 {found[f'{step}_p95_ms']:7.1f} ms")
    click.echo(
        f"  只登记 registering alone {found['registrations_per_second']:.1f}/s，直接写入 plain writing "
        f"{found['plain_per_second']:.1f}/s（{found['statements']} 条语句 · statements）："
        f"{found['ratio']:.2f} （目标 · target 0.15，0.4）"
    )


@dataclass
class Times:
    """Milliseconds each step took."""

    of: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})

    def take(self, step: str, began: float) -> None:
        self.of[step].append((time.perf_counter() - began) * 1000)


def _measure(centre: Centre, seconds: float, users: int) -> dict[str, Any]:
    from installer.bench.rows import captured

    desk = Desk(centre)
    for _ in range(3):
        desk.whole(Times())
    with captured(centre.engine) as rows:
        answer = desk.register()
    plain_rate = rows.replayed(centre.engine, answer.number, seconds, 1)
    alone = rate(lambda: desk.register(), seconds, users)
    times = Times()
    whole = rate(lambda: desk.whole(times), seconds, users)
    plain_rate = max(plain_rate, rows.replayed(centre.engine, answer.number, seconds, users))
    figures: dict[str, Any] = {
        "lifecycles_per_second": round(whole, 1),
        "registrations_per_second": round(alone, 1),
        "plain_per_second": round(plain_rate, 1),
        "statements": len(rows.statements),
        "ratio": round(alone / plain_rate, 3),
    }
    for step, spent in times.of.items():
        figures[f"{step}_p50_ms"] = round(statistics.median(spent), 1)
        figures[f"{step}_p95_ms"] = round(sorted(spent)[int(len(spent) * 0.95)], 1)
    return figures


def rate(job: Callable[[], object], seconds: float, users: int) -> float:
    """Let so many users work for a while; return jobs a second."""
    began = time.perf_counter()

    def work(_: int) -> int:
        done = 0
        while time.perf_counter() - began < seconds:
            job()
            done += 1
        return done

    with ThreadPoolExecutor(users) as pool:
        done = sum(pool.map(work, range(users)))
    return done / (time.perf_counter() - began)


class Desk:
    """One kiosk and one duty officer, working through the use cases the routes call."""

    def __init__(self, centre: Centre) -> None:
        from server.accounts import kiosks
        from server.accounts.tables import Account
        from server.cases import access
        from server.core.database import transaction
        from server.core.work import Work

        self.centre = centre
        self.people = people()
        with transaction(centre.engine, centre.domain) as session:
            kiosk, _ = kiosks.enrol(Work(session, centre, centre.clock(), "system:bench"), "测试终端", "130406")
            self.kiosk, self.region = kiosk.id, kiosk.region
            self.officer = access.reader(session, session.get_one(Account, "renshe.duty"))

    def whole(self, times: Times) -> None:
        """Register, acknowledge, ask for the progress; each a transaction of its own."""
        from server.cases import service
        from server.cases.progress import progress
        from server.core.database import transaction
        from server.core.work import Work

        began = time.perf_counter()
        answer = self.register()
        times.take("register", began)
        began = time.perf_counter()
        with transaction(self.centre.engine, self.centre.domain) as session:
            work = Work(session, self.centre, self.centre.clock(), "account:renshe.duty")
            service.acknowledge(work, self.officer, answer.petition_id)
        times.take("acknowledge", began)
        began = time.perf_counter()
        with transaction(self.centre.engine, self.centre.domain) as session:
            progress(Work(session, self.centre, self.centre.clock(), "public"), answer.number, answer.query_code)
        times.take("progress", began)

    def register(self) -> RegisterResponse:
        import uuid

        from server.cases import service
        from server.core.database import transaction
        from server.core.work import Work

        body = matter_of(next(self.people))
        with transaction(self.centre.engine, self.centre.domain) as session:
            work = Work(session, self.centre, self.centre.clock(), f"kiosk:{self.kiosk}")
            return service.register(work, self.kiosk, self.region, uuid.uuid4().hex, body)


def matter_of(id_number: str) -> RegisterRequest:
    """Return what a kiosk sends for this visitor now."""
    from server.contract.v1 import Matter, Petitioner, RegisterRequest
    from server.core.time import wall_clock

    now = wall_clock()
    return RegisterRequest(
        hall_region="130406",
        visit_started_at=now - timedelta(seconds=100),
        registered_at=now,
        petitioner=Petitioner(name="柳测试", id_number=id_number, sex="1", phone="13800005678"),
        matter=Matter(summary=_TEXT, text=_TEXT),
        notice_version="2026-1",
    )


def people() -> Iterator[str]:
    """Yield synthetic identity numbers: born in 1900, with the right check digit (GB 11643)."""
    for number in count():
        day, order = divmod(number, 999)
        month, day = divmod(day, 28)
        digits = f"1304061900{month % 12 + 1:02d}{day + 1:02d}{order + 1:03d}"
        total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
        yield digits + "10X98765432"[total % 11]
