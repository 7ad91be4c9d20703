"""`hall admin export|import …`, `hall admin exchange …`: tables in and out, matters for the national system."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from server.cli.opening import at_work, data_option, database_option, json_option, say

if TYPE_CHECKING:
    from server.accounts.tables import Account
    from server.core.work import Work

_SUBJECTS = ("regions", "units", "roster", "catalogue")
_DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])


@click.command("export")
@click.argument("subject", type=click.Choice(_SUBJECTS))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@database_option
def take_out(subject: str, file: Path, data: Path | None, database: str | None) -> None:
    """导出区划、单位、值班表、责任清单为 CSV 或 XLSX（按文件名）· Write a table to a .csv or .xlsx file."""
    from server.core.sheet import Format
    from server.exchange import tables

    form = file.suffix.lower().lstrip(".")
    if form not in {one.value for one in Format}:
        raise click.BadParameter("文件名应以 .csv 或 .xlsx 结尾 · must end in .csv or .xlsx", param_hint="FILE")
    with at_work(data, database) as work:
        content = tables.take_out(work, tables.Subject(subject), Format(form))
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{file} 不能写入 · cannot be written: {error.strerror}") from error
    click.echo(f"已导出 · written: {file}")


@click.command("import")
@click.argument("subject", type=click.Choice(_SUBJECTS))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--dry-run", is_flag=True, help="只看会改什么 · Only say what would change.")
@data_option
@database_option
@json_option
def take_in(subject: str, file: Path, dry_run: bool, data: Path | None, database: str | None, as_json: bool) -> None:
    """导入 CSV 或 XLSX：逐行检查，有错则一行也不改 · Check row by row; with a fault nothing changes."""
    from server.exchange import tables

    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file} 不能读取 · cannot be read: {error.strerror}") from error
    with at_work(data, database) as work:
        plan = tables.take_in(work, tables.Subject(subject), content, dry_run=dry_run)
    if as_json:
        say({"subject": subject, "dry_run": dry_run, **plan.as_json()})
    else:
        for fault in plan.faults:
            click.echo(str(fault), err=True)
        for sign, rows in (("+", plan.added), ("~", plan.changed), ("-", plan.removed)):
            for one in rows:
                words = "，".join(f"{name}: {before!r} → {after!r}" for name, (before, after) in one.columns.items())
                click.echo(f"{sign} {one.key} {words}".rstrip())
        click.echo(f"不变 · unchanged: {plan.unchanged}")
    if plan.faults:
        raise SystemExit(1)


@click.group("exchange")
def exchange() -> None:
    """与国家信访信息系统交换 · Exchange with the national system."""


@exchange.command("petitions")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--account", required=True, help="以谁的权限导出（信访局值班员）· Whose right is used: a petition desk.")
@click.option("--from", "begin", type=_DAY, required=True, help="登记时间自（北京时间）· Registered from.")
@click.option("--to", "end", type=_DAY, required=True, help="至（不含）· Up to, not including.")
@data_option
@database_option
@json_option
def petitions(
    file: Path, account: str, begin: datetime, end: datetime, data: Path | None, database: str | None, as_json: bool
) -> None:
    """导出信访件（.json 或 .csv，国家交换字段）· Write matters in the national layout."""
    from dataclasses import replace
    from typing import Literal

    from server.core.time import ZONE
    from server.exchange import api, handing_on

    form: Literal["json", "csv"] = "csv" if file.suffix.lower() == ".csv" else "json"
    span = (begin.replace(tzinfo=ZONE), end.replace(tzinfo=ZONE))
    with at_work(data, database) as work:
        person = open_account(work, account)
        own = replace(work, actor=f"account:{account}")
        try:
            with file.open("wb") as out:
                count = api.write(out, handing_on.records(own, person, *span), form)
        except OSError as error:
            raise click.ClickException(f"{file} 不能写入 · cannot be written: {error.strerror}") from error
    if as_json:
        say({"file": str(file), "petitions": count})
    else:
        click.echo(f"已导出 {count} 件 · written: {file}")


@exchange.command("take-over")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--account", required=True, help="以谁的权限登记（信访局值班员）· Whose right is used: a petition desk.")
@click.option(
    "--level",
    type=click.Choice(["national", "province", "city", "county", "township"]),
    default="city",
    show_default=True,
    help="来自哪一级 · Level that handed them on.",
)
@click.option("--dry-run", is_flag=True, help="只检查，不登记 · Only check.")
@data_option
@database_option
@json_option
def take_over(
    file: Path, account: str, level: str, dry_run: bool, data: Path | None, database: str | None, as_json: bool
) -> None:
    """登记他机关移交的信访件（.json 或 .csv，国家交换字段），逐条检查 · Register matters handed on by another office."""
    from dataclasses import replace

    from server.cases import access
    from server.cases.coming import Level
    from server.exchange import taken_over

    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file} 不能读取 · cannot be read: {error.strerror}") from error
    with at_work(data, database) as work:
        own = replace(work, actor=f"account:{account}")
        who = access.reader(work.session, open_account(work, account))
        taken = taken_over.take_over(own, who, content, Level(level), dry_run=dry_run)
    if as_json:
        faults = [{"line": fault.line, "message": fault.message} for fault in taken.faults]
        added = [{"reference": there, "number": here} for there, here in taken.added]
        say({"ok": not faults, "dry_run": dry_run, "faults": faults, "added": added, "unchanged": taken.unchanged})
    else:
        for fault in taken.faults:
            click.echo(str(fault), err=True)
        for there, here in taken.added:
            click.echo(f"+ {there} {here}".rstrip())
        click.echo(f"已登记过 · taken over before: {taken.unchanged}")
    if taken.faults:
        raise SystemExit(1)


def open_account(work: Work, account: str) -> Account:
    from server.accounts.tables import Account

    person = work.session.get(Account, account)
    if person is None or person.disabled_at is not None:
        raise click.ClickException(f"没有这个账户，或已停用 · unknown or disabled account: {account}")
    return person
