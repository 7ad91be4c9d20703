"""`hall admin audit …`, `hall admin rows …`: prove and search what was done."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from server.cli.opening import at_work, data_option, database_option, json_option, looking, report, say

_WHEN = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


@click.group()
def audit() -> None:
    """审计：核验、查询、检查点 · Audit."""


@audit.command("verify")
@data_option
@database_option
@json_option
def verify(data: Path | None, database: str | None, as_json: bool) -> None:
    """核验审计记录没有被改动、截断 · Prove that no audit record was changed, cut or slipped in."""
    from server.audit import anchors, service

    with looking(data, database) as work:
        trouble = [*service.verify(work.session, work.vault), *anchors.verify(work)]
    report(trouble, "审计 · audit", as_json=as_json)


@audit.command("anchor")
@data_option
@database_option
@json_option
def anchor(data: Path | None, database: str | None, as_json: bool) -> None:
    """写一个签名检查点 · Write a signed checkpoint of the trail; the worker does so by itself."""
    from server.audit import anchors

    with at_work(data, database) as work:
        made = anchors.write(work)
        path = work.centre.settings.anchor_path
    if as_json:
        say({"anchor": made.number if made else None, "file": str(path)})
    else:
        click.echo(f"检查点 {made.number} · checkpoint {made.number}: {path}" if made else "没有新记录 · nothing new")


@audit.command("search")
@click.option("--actor", default="", help="谁，如 account:名字；可用 * 结尾 · Who; may end in *.")
@click.option("--action", default="", help="做了什么，如 petition.read · What was done; may end in *.")
@click.option("--object", "what", default="", help="对象，如 case:… · To what; may end in *.")
@click.option("--since", type=_WHEN, help="从（本地时间）· From, local time.")
@click.option("--until", type=_WHEN, help="到（本地时间）· To, local time.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="最多几条 · At most.")
@data_option
@database_option
@json_option
def search(
    actor: str,
    action: str,
    what: str,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    data: Path | None,
    database: str | None,
    as_json: bool,
) -> None:
    """查询审计记录，新的在前 · Search the trail, newest first. Searching is recorded too."""
    from server.audit import searching, service
    from server.core.time import ZONE, local

    began, ended = (moment.replace(tzinfo=ZONE) if moment else None for moment in (since, until))
    with at_work(data, database) as work:
        found = searching.search(work.session, searching.Wanted(actor, action, what, began, ended), limit)
        lines = [(f"{local(row.at):%Y-%m-%d %H:%M:%S}", row.actor, row.action, row.object) for row in found]
        service.record(work, "audit.searched", "audit:records")
    if as_json:
        keys = ("at", "actor", "action", "object")
        say({"count": len(lines), "records": [dict(zip(keys, line, strict=True)) for line in lines]})
        return
    for line in lines:
        click.echo("  ".join(line))


@click.group()
def rows() -> None:
    """数据行的封印 · Seals of rows."""


@rows.command("seal")
@click.option("--reason", required=True, help="为什么，如升级 · Why: an update, a repair looked at; it is recorded.")
@data_option
@database_option
@json_option
def seal(reason: str, data: Path | None, database: str | None, as_json: bool) -> None:
    """给现有数据行重新加封、计数（升级后一次，或查清改动之后）· Seal and count the rows as they stand: once after an update."""
    from server.audit import service
    from server.core import guarded

    with at_work(data, database) as work:
        done = {
            str(table.__tablename__): guarded.seal_again(work.session, work.vault, table)
            for table in guarded.every_table()
        }
        counted = service.accept_rows(work, reason)
        acts = [("rows.sealed", f"table:{name}:{count}") for name, count in done.items() if count]
        service.record_all(work, [*acts, ("rows.sealed", f"reason:{reason}"[:80])])
    if as_json:
        say({"sealed": done, "counted": counted})
    else:
        for name, rows in counted.items():
            click.echo(f"{name}: {rows:+d} 行 · rows")
        click.echo(f"加封 {sum(done.values())} 行 · {sum(done.values())} rows sealed")
