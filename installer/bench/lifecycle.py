"""Whole matters over HTTP: registered by a terminal, acknowledged, noted and closed by the desk, on several web processes.

Beside it, in the same run and on the same database: a plain pgbench script that writes the rows of one registration.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from installer.bench.load import STEPS

if TYPE_CHECKING:
    from installer.bench.served import Served

PER_SECOND, P95_MS, RATIO, PEER_RATIO = 60, 400, 0.15, 5


@click.command()
@click.option("--database", default="", help="空的数据库；默认 SQLite 和自建 PostgreSQL 各测一次 · One empty database")
@click.option("--only", type=click.Choice(["sqlite", "postgresql"]), help="只测一种 · Measure one of the two")
@click.option("--cases", default=0, show_default=True, type=click.IntRange(0), help="已有的事项 · Matters there before")
@click.option("--seconds", default=15.0, show_default=True, type=click.FloatRange(1), help="每项时长 · Seconds a run")
@click.option("--users", default=50, show_default=True, type=click.IntRange(1, 200), help="同时办理的人数 · At once")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 16), help="网页进程 · Web processes")
@click.option("--peers", is_flag=True, help="与 django-helpdesk 建工单比较（首次需安装） · Against django-helpdesk")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def lifecycle(
    database: str, only: str | None, cases: int, seconds: float, users: int, processes: int, peers: bool, as_json: bool
) -> None:
    """登记、签收、记录进展、办结的速度，与直接写入同样行的比值 · Whole matters a second, and the ratio to plain writing."""
    from installer.bench import cluster, helpdesk
    from installer.bench.served import served

    figures: dict[str, Any] = {"seconds": seconds, "users": users, "processes": processes, "cases": cases}
    kinds = [""] if database else [only] if only else ["sqlite", "postgresql"]
    for kind in kinds:
        with (
            cluster.postgresql() if kind == "postgresql" else nullcontext(database) as address,
            served(address, processes, cases) as centre,
        ):
            found = _measure(centre, seconds, users)
            if peers and kind == "postgresql":
                found["helpdesk"] = peer = helpdesk.rates(address, centre.texts, users, processes, seconds)
                found["helpdesk_ratio"], found["helpdesk_session_ratio"] = (
                    round(found["registrations_per_second"] / peer[name]["per_second"], 2)
                    for name in ("password", "session")
                )
        name = centre.centre.engine.dialect.name
        figures[name] = found
        if not as_json:
            _say(name, found)
    if as_json:
        click.echo(json.dumps(figures))


def run(centre: Served, **plan: Any) -> dict[str, Any]:
    """Let the load generator work, as a process of its own; return what it measured."""
    sent = json.dumps(centre.plan(**{"only_register": False, **plan}))
    command = [sys.executable, "-m", "installer.bench.load"]
    done = subprocess.run(
        command, input=sent, capture_output=True, text=True, timeout=plan["seconds"] + 120, check=False
    )
    if done.returncode:
        raise click.ClickException(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _measure(centre: Served, seconds: float, users: int) -> dict[str, Any]:
    from installer.bench.plain import pgbench_rate
    from installer.bench.served import cpu_seconds

    warm = run(centre, users=min(users, 8), seconds=3.0, only_register=False, tell=True)
    before = cpu_seconds(centre.process.pid)
    found = run(centre, users=users, seconds=seconds)
    spent = cpu_seconds(centre.process.pid) - before
    found["web_cpu_ms_each"] = round(1000 * spent / max(1, found["whole"]), 1)
    found["generator_cpu_share"] = round(found["generator_cpu_seconds"] / seconds, 3)
    alone = run(centre, users=users, seconds=seconds, only_register=True)
    found["registrations_per_second"] = alone["per_second"]
    found["registrations_p95_ms"] = alone.get("register_p95_ms")
    found["statements"] = _statements(centre)
    if centre.centre.engine.dialect.name == "postgresql" and warm["registered"]:
        case_id = warm["registered"][-1]
        plain = pgbench_rate(centre.centre, case_id, 8, seconds)
        found["pgbench"] = plain
        prepared = pgbench_rate(centre.centre, case_id, 8, seconds, prepared=True)
        found["pgbench_prepared_per_second"] = prepared["per_second"]
        found["ratio"] = round(alone["per_second"] / plain["per_second"], 3)
    return found


def _statements(centre: Served) -> int:
    """Count what one registration asks of the database, beside the signature's two and the commit."""
    from sqlalchemy import event

    from installer.bench.load import User, people
    from server.accounts import kiosks
    from server.cases import service
    from server.contract.v1 import RegisterRequest
    from server.core.database import transaction
    from server.core.work import Work

    inside, seen = centre.centre, 0

    def note(*_: object) -> None:
        nonlocal seen
        seen += 1

    from installer.bench.load import Measured

    body = RegisterRequest.model_validate_json(User(centre.plan(), 0, people(9_999_999), Measured()).registration())
    with transaction(inside.engine, inside.domain) as session:
        kiosk = kiosks.every(session)[0]
        event.listen(inside.engine, "before_cursor_execute", note)
        work = Work(session, inside, inside.clock(), f"kiosk:{kiosk.id}")
        service.register(work, kiosk.id, kiosk.region, "bench-statements", body)
    # what is left for later is written with the commit
    event.remove(inside.engine, "before_cursor_execute", note)
    return seen


def _say(name: str, found: dict[str, Any]) -> None:
    click.echo(
        f"{name}: {found['per_second']:.1f} 件/秒全程 · whole matters a second（目标 · target {PER_SECOND}），"
        f"p95 {found['p95_ms']} ms（{P95_MS}），{found['errors']} 个错误 · errors"
    )
    for step in STEPS:
        if f"{step}_p50_ms" in found:
            click.echo(f"  {step:12} p50 {found[f'{step}_p50_ms']:7.1f} ms   p95 {found[f'{step}_p95_ms']:7.1f} ms")
    click.echo(
        f"  每件网页进程用时 · web processor time each {found['web_cpu_ms_each']} ms，"
        f"发送方占用 · generator {found['generator_cpu_share']:.0%} 个核 · of a core"
    )
    click.echo(
        f"  只登记 · registering alone {found['registrations_per_second']:.1f}/s，{found['statements']} 条语句 · statements"
    )
    if "pgbench" in found:
        click.echo(
            f"  pgbench 写同样 {found['pgbench']['rows']} 行 · the same rows {found['pgbench']['per_second']:.1f}/s："
            f"{found['ratio']:.2f}（目标 · target {RATIO}，0.4）；预编译 · prepared "
            f"{found['pgbench_prepared_per_second']:.1f}/s"
        )
    if "helpdesk" in found:
        for name, ratio, words in (
            ("password", "helpdesk_ratio", "每次带密码 · password in each request"),
            ("session", "helpdesk_session_ratio", "会话 · session"),
        ):
            peer = found["helpdesk"][name]
            click.echo(
                f"  django-helpdesk 建工单（{words}） · tickets {peer['per_second']:.1f}/s，p95 {peer['p95_ms']} ms："
                f"{found[ratio]:.1f} 倍 · times（目标 · target {PEER_RATIO}，20）"
            )
    for error in found["first_errors"]:
        click.echo(f"  {error}", err=True)
