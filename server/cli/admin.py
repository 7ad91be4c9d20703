"""`hall admin …`: what an administrator does at the machine of the centre."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import click

from server.cli.exchanging import exchange, take_in, take_out
from server.cli.explaining import explain
from server.cli.figures import figures
from server.cli.interface import openapi
from server.cli.keys import keys
from server.cli.notices import notices
from server.cli.opening import (
    at_work,
    data_option,
    database_option,
    json_option,
    load_demo,
    looking,
    open_up,
    report,
    say,
    settings_of,
)
from server.cli.slips import receipts
from server.cli.trail import audit, rows


@click.group()
def admin() -> None:
    """管理：终端、账户、审计、核验 · Administration."""


admin.add_command(audit)
admin.add_command(keys)
admin.add_command(receipts)
admin.add_command(exchange)
admin.add_command(openapi)
admin.add_command(explain)
admin.add_command(take_in)
admin.add_command(take_out)
admin.add_command(rows)
admin.add_command(figures)


@admin.group()
def kiosk() -> None:
    """自助终端 · Kiosks."""


@kiosk.command("enrol")
@click.option("--name", required=True, help="名称 · Name.")
@click.option("--region", required=True, help="所在大厅的区划代码 · Region code of its hall (6, 9 or 12 digits).")
@click.option("--server", "server_url", default="http://127.0.0.1:8765", show_default=True, help="中心地址 · Address.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="密钥文件 · Key file.")
@data_option
@database_option
def enrol(name: str, region: str, server_url: str, out: Path, data: Path | None, database: str | None) -> None:
    """登记终端并写出它的密钥文件 · Enrol a kiosk and write its key file."""
    from server.accounts import kiosks

    if not region.isdecimal() or len(region) not in (6, 9, 12):
        raise click.BadParameter("区划代码应为 6、9 或 12 位数字 · 6, 9 or 12 digits", param_hint="--region")
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{out} 不能写入 · cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file, at_work(data, database) as work:
            enrolled, private = kiosks.enrol(work, name, region)
            key = {"kiosk_id": enrolled.id, "private_key": base64.b64encode(private).decode(), "server": server_url}
            # what the centre sets on the terminal later is believed with these keys alone
            pinned = kiosks.receipt_keys(work.session, work.centre.vault).centre
            json.dump(key | {"centre_keys": pinned}, file, ensure_ascii=False, indent=1)
    except BaseException:
        out.unlink()
        raise
    say({"kiosk_id": enrolled.id, "key_file": str(out)})


@kiosk.command("invite")
@click.option("--name", required=True, help="名称 · Name.")
@click.option("--region", required=True, help="所在大厅的区划代码 · Region code of its hall (6, 9 or 12 digits).")
@data_option
@database_option
def invite(name: str, region: str, data: Path | None, database: str | None) -> None:
    """给出一次性登记码，终端用 hall enrol 登记 · Give out a code; the terminal enrols itself with it: hall enrol."""
    from server.accounts import enrolment

    if not region.isdecimal() or len(region) not in (6, 9, 12):
        raise click.BadParameter("区划代码应为 6、9 或 12 位数字 · 6, 9 or 12 digits", param_hint="--region")
    with at_work(data, database) as work:
        code = enrolment.invite(work, name, region)
    say({"code": code, "hours": 24})


@kiosk.command("revoke")
@click.argument("kiosk_id")
@data_option
@database_option
def revoke(kiosk_id: str, data: Path | None, database: str | None) -> None:
    """立即停用终端 · Refuse everything this kiosk sends from now on."""
    from server.accounts import kiosks

    with at_work(data, database) as work:
        kiosks.revoke(work, kiosk_id)
    click.echo(f"已停用 · revoked: {kiosk_id}")


@kiosk.command("list")
@data_option
@database_option
@json_option
def list_kiosks(data: Path | None, database: str | None, as_json: bool) -> None:
    """列出终端 · List the kiosks."""
    from server.accounts import kiosks

    with at_work(data, database) as work:
        rows = [(one.id, one.name, one.region, one.revoked_at is not None) for one in kiosks.every(work.session)]
    if as_json:
        keys = ("id", "name", "region", "revoked")
        say({"kiosks": [dict(zip(keys, row, strict=True)) for row in rows]})
        return
    for kiosk_id, name, region, revoked in rows:
        click.echo(f"{kiosk_id}  {region}  {name}  {'已停用 · revoked' if revoked else '在用 · active'}")


@admin.command("verify")
@data_option
@database_option
@json_option
def verify(data: Path | None, database: str | None, as_json: bool) -> None:
    """核验必须始终成立的各条：历史、承办、回避、时限、页面、计数 · Check everything that must always hold."""
    from server.invariants.every import failures

    with looking(data, database) as work:
        trouble = [str(failure) for failure in failures(work)]
    report(trouble, "案件 · matters", as_json=as_json)


@admin.group()
def units() -> None:
    """单位 · Units."""


@units.command("check")
@data_option
@database_option
@json_option
def check_units(data: Path | None, database: str | None, as_json: bool) -> None:
    """检查单位、区划和值班员 · Check units, regions and duty officers."""
    from server.units import service

    with at_work(data, database) as work:
        trouble = service.check(work.session)
    report(trouble, "单位 · units", as_json=as_json)


@units.command("dissolve")
@click.argument("code")
@click.option("--into", required=True, help="继续行使职权的单位 · Unit that goes on with its duties and matters.")
@data_option
@database_option
def dissolve_unit(code: str, into: str, data: Path | None, database: str | None) -> None:
    """撤销单位，由另一单位继续行使职权 · Dissolve a unit; another one goes on with its matters."""
    from server.audit import service as audit
    from server.core.time import local
    from server.units import service

    with at_work(data, database) as work:
        try:
            service.dissolve(work.session, code, into, local(work.now).date())
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        audit.record(work, "unit.dissolved", f"unit:{code}")
    click.echo(f"已撤销 · dissolved: {code} → {into}")


@admin.group()
def account() -> None:
    """账户 · Accounts."""


@account.command("add")
@click.argument("username")
@click.option("--display", required=True, help="显示姓名 · Name shown to colleagues.")
@click.option("--role", required=True, help="角色 · Role, such as duty_officer.")
@click.option("--unit", default="", help="单位代码 · Code of the unit.")
@click.password_option(help="密码；不写则询问 · Password; asked for when left out.")
@click.option(
    "--final", is_flag=True, help="首次登录不必改密码（程序账户）· No change at the first sign-in, for programs."
)
@data_option
@database_option
def add_account(
    username: str,
    display: str,
    role: str,
    unit: str,
    password: str,
    final: bool,
    data: Path | None,
    database: str | None,
) -> None:
    """新建账户 · Create an account."""
    from server.accounts import service
    from server.accounts.tables import Role

    if role not in {one.value for one in Role}:
        raise click.BadParameter(f"可用 · one of: {', '.join(one.value for one in Role)}", param_hint="--role")
    with at_work(data, database) as work:
        service.add(work, username, display, Role(role), unit, password, must_change=not final)
    click.echo(f"已建立 · created: {username}")


@admin.group()
def search() -> None:
    """检索 · Search."""


@search.command("rebuild")
@data_option
@database_option
@json_option
def rebuild_search(data: Path | None, database: str | None, as_json: bool) -> None:
    """由密封内容重建检索和事项类型（升级后、换钥后）· Make the search and the sorts of matters anew, after an update or a change of keys."""
    from server.cases import searching, sorting

    done = 0
    with at_work(data, database) as work:
        for done in searching.rebuild(work):
            if not as_json:
                click.echo(f"\r{done}", nl=False, err=True)
        sorts = sorting.restore(work)
    if as_json:
        say({"rebuilt": done, "sorts": sorts})
    else:
        click.echo(f"\r检索已重建 · search made anew: {done}; 事项类型已恢复 · sorts restored: {sorts}")


@admin.command("demo-data")
@data_option
@database_option
def demo_data(data: Path | None, database: str | None) -> None:
    """装入演示区县（拒绝已有正式数据的库）· Load the demo county; refused where real data is."""
    centre = open_up(settings_of(data, database))
    say(load_demo(centre))


admin.add_command(notices)
