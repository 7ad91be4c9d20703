"""What the sweep costs when nothing is due, and when much is due at once.

The aim is for a million open clocks: `hall bench sweep --open 1000000 --due 10000 --postgresql`.
"""

from __future__ import annotations

import json
import statistics
import time
import uuid
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from server.core.centre import Centre

#: rows of one insert
_CHUNK = 5_000
_TIMES = 15
NOTHING_DUE_MS, DUE_SECONDS = 5, 5


@click.command()
@click.option(
    "--open", "standing", default=100_000, show_default=True, type=click.IntRange(1), help="未到期 · Open clocks"
)
@click.option("--due", default=2_000, show_default=True, type=click.IntRange(1), help="同时到期 · Due at once")
@click.option("--database", default="", help="空的数据库；默认 SQLite · An empty database; SQLite when none is given")
@click.option("--postgresql", is_flag=True, help="自建临时 PostgreSQL · A PostgreSQL cluster of its own")
@click.option("--crash", is_flag=True, help="两个后台进程，中途杀掉一个 · Two workers, one killed in the middle")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def sweep(standing: int, due: int, database: str, postgresql: bool, crash: bool, as_json: bool) -> None:
    """到期扫描的用时（百万级：--open 1000000 --due 10000）· What a sweep costs, idle and with many due at once."""
    from installer.bench import cluster
    from installer.bench.centre import empty_centre

    with cluster.postgresql() if postgresql else nullcontext(database) as url, empty_centre(url) as centre:
        measure = _crash if crash else _measure
        figures = {"database": centre.engine.dialect.name, "open": standing, "due": due} | measure(
            centre, standing, due
        )
    if as_json:
        click.echo(json.dumps(figures))
    elif crash:
        for name, value in figures.items():
            click.echo(f"{name:26} {value}")
    if crash and figures["trouble"]:
        raise SystemExit(1)
    if as_json or crash:
        return
    click.echo(f"{figures['database']}: {standing} 未到期 · open (insert {figures['insert_seconds']:.0f} s)")
    click.echo(f"无到期 nothing due  {figures['nothing_due_ms']:8.2f} ms  （目标 · target {NOTHING_DUE_MS} ms）")
    click.echo(f"取出 claimed        {figures['claim_seconds']:8.2f} s   {due} 项 · due, without telling anybody")
    click.echo(f"处理 handled        {figures['handle_seconds']:8.2f} s   （目标 · target {DUE_SECONDS} s / 10,000）")
    click.echo(f"最迟 lateness p99   {figures['lateness_p99_seconds']:8.2f} s")


def _crash(centre: Centre, standing: int, due: int) -> dict[str, Any]:
    from installer.bench.crash import two_workers

    now = centre.clock()
    _insert(centre, _open_clocks(now, standing))
    _insert(centre, _cases(now, due))
    _insert(centre, _due_clocks(now, due))
    _analyze(centre)
    return two_workers(centre, due)


def _measure(centre: Centre, standing: int, due: int) -> dict[str, Any]:
    from server.clocks import service as clocks
    from server.core.database import transaction
    from server.worker import BATCH, sweep_round

    began = time.perf_counter()
    now = centre.clock()
    _insert(centre, _open_clocks(now, standing))
    inserted = time.perf_counter() - began
    _analyze(centre)
    idle = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        sweep_round(centre)
        idle.append((time.perf_counter() - began) * 1000)
    now = centre.clock()
    _insert(centre, _cases(now, due))
    _insert(centre, _due_clocks(centre.clock(), due))
    began, after = time.perf_counter(), None
    with transaction(centre.engine, centre.domain) as session:
        while True:
            batch = clocks.sweep(session, centre.clock(), BATCH, after=after)
            after = batch.after
            if after is None:
                break
        session.rollback()
    claimed = time.perf_counter() - began
    began, cpu = time.perf_counter(), time.process_time()
    done = sweep_round(centre)
    handled, worked = time.perf_counter() - began, time.process_time() - cpu
    return {
        "insert_seconds": round(inserted, 1),
        "nothing_due_ms": round(statistics.median(idle), 2),
        "claim_seconds": round(claimed, 2),
        "handle_seconds": round(handled, 2),
        # what of it this program worked; the rest is the database, the disk and whoever else uses the machine
        "handle_cpu_seconds": round(worked, 2),
        **done.figures(),
    }


def _analyze(centre: Centre) -> None:
    with centre.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _insert(centre: Centre, rows: Iterator[tuple[Any, list[dict[str, Any]]]]) -> None:
    for table, chunk in rows:
        with centre.engine.begin() as connection:
            connection.execute(table.__table__.insert(), chunk)


def _clock(case_id: str, started: datetime, due_at: datetime, alarm_at: datetime, mark: int) -> dict[str, Any]:
    from server.clocks.course import PLAIN
    from server.contract.v1 import ClockKind, ClockState

    return {
        "case_id": case_id,
        "rule": "R3",
        "regime": "regulations2022",
        "regime_version": "2022-05-01",
        "kind": ClockKind.STATUTORY,
        "state": ClockState.RUNNING,
        "started_at": started,
        "due_at": due_at,
        "met_at": None,
        "provisional": False,
        "derivation": "",
        "course": PLAIN,
        "alarm_at": alarm_at,
        "mark": mark,
    }


def _open_clocks(now: datetime, count: int) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    from server.clocks.tables import Clock

    # no alarm falls into the time of the measurement
    rows = (
        _clock(uuid.uuid4().hex, now - timedelta(days=3), alarm + timedelta(days=5), alarm, 0)
        for alarm in (now + timedelta(days=1, minutes=number % 80_000) for number in range(count))
    )
    while chunk := list(islice(rows, _CHUNK)):
        yield Clock, chunk


def _due_clocks(now: datetime, count: int) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    from server.clocks.tables import Clock

    rows = (
        _clock(f"{number:032x}", now - timedelta(days=15), now - timedelta(milliseconds=number + 1), now, 99)
        for number in range(count)
    )
    while chunk := [row | {"alarm_at": row["due_at"]} for row in islice(rows, _CHUNK)]:
        yield Clock, chunk


def _cases(now: datetime, count: int) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Matters that hold nothing, with the three people each who are told of them."""
    from server.cases.rules import CaseState
    from server.cases.tables import CaseParty, PetitionCase

    numbers = iter(range(count))
    while chunk := list(islice(numbers, _CHUNK)):
        cases = [
            PetitionCase(
                id=f"{number:032x}",
                number=f"BENCH{number:012d}",
                state=CaseState.DISPATCHED,
                holder="130406-renshe",
                hall_region="130406",
                kiosk="bench",
                visit_started_at=now,
                registered_at=now,
                received_at=now,
                code_index="",
                petitioner_sealed=b"",
                matter_sealed=b"",
                decision_sealed=b"",
                last_seq=1,
            ).model_dump()
            for number in chunk
        ]
        yield PetitionCase, cases
        told = ("renshe.duty", "unit"), ("renshe.leader", "leader"), ("convenor", "convenor")
        yield (
            CaseParty,
            [
                {"case_id": f"{number:032x}", "account": account, "role": role, "told_at": now}
                for number in chunk
                for account, role in told
            ],
        )
