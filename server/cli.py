"""`hall server`, `hall worker`, `hall admin …`. Heavy parts are imported when a command runs."""

from __future__ import annotations

import base64
import json
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from server.core.centre import Centre
    from server.core.settings import ServerSettings
    from server.core.work import Work

_data = click.option("--data", type=click.Path(path_type=Path), help="数据目录 · Folder of the data.")
_database = click.option("--database", help="数据库地址 · Database URL: sqlite:///… or postgresql://…")
_json = click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line.")


def _settings(data: Path | None, database: str | None, **more: object) -> ServerSettings:
    """Return the settings, the options of this call before everything else."""
    from pydantic import ValidationError

    from server.core.settings import ServerSettings

    given: dict[str, Any] = {key: value for key, value in more.items() if value is not None}
    given |= {"data": data} if data else {}
    given |= {"database": database} if database else {}
    try:
        return ServerSettings(**given)
    except (ValidationError, OSError) as error:
        raise click.ClickException(f"配置不能使用 · The settings cannot be used: {error}") from error


def _open(settings: ServerSettings, *, migrate: bool = True) -> Centre:
    """Open the centre with its schema up to date."""
    from server.cases.configuration import domain_settings
    from server.core import schema
    from server.core.centre import open_centre, remember_key
    from server.core.crypto import KeyTrouble
    from server.core.database import transaction
    from server.core.time import wall_clock

    try:
        centre = open_centre(settings, wall_clock, domain_settings(settings))
    except ValueError as error:
        raise click.ClickException(f"配置不能使用 · The settings cannot be used: {error}") from error
    except KeyTrouble as error:
        raise click.ClickException(f"密钥不能使用 · The key cannot be used: {error}") from error
    if migrate:
        schema.upgrade(centre.engine)
    elif not schema.is_current(centre.engine):
        raise click.ClickException("数据库结构不是当前版本，请去掉 --no-migrate · The schema is not current.")
    with transaction(centre.engine) as session:
        remember_key(centre, session)
    return centre


@contextmanager
def _work(data: Path | None, database: str | None) -> Iterator[Work]:
    """One transaction of an administrator at this machine. A refusal ends the command with exit code 1."""
    from server.core.database import transaction
    from server.core.errors import HallError
    from server.core.work import Work

    centre = _open(_settings(data, database))
    try:
        with transaction(centre.engine, centre.domain) as session:
            yield Work(session, centre, centre.clock(), "system:admin")
    except HallError as error:
        raise click.ClickException(f"{error.problem.message} · {error.problem.message_en}") from error
    finally:
        centre.engine.dispose()


def _say(line: Mapping[str, object]) -> None:
    click.echo(json.dumps(line, ensure_ascii=False))


def _report(trouble: list[str], what: str, *, as_json: bool) -> None:
    """Print what was found; exit code 1 when anything was."""
    for sentence in trouble:
        click.echo(sentence, err=True)
    if as_json:
        _say({"check": what, "ok": not trouble, "trouble": trouble})
    elif not trouble:
        click.echo(f"{what}：完好 · sound")
    if trouble:
        raise SystemExit(1)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 · Address to listen on.")
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="端口 · Port; 0: any free one."
)
@_data
@_database
@click.option("--demo", is_flag=True, help="装入演示区县和账户（仅供演示）· Load the demo county and accounts.")
@click.option("--no-migrate", is_flag=True, help="启动时不更新数据库结构 · Do not migrate at the start.")
def server(host: str, port: int, data: Path | None, database: str | None, demo: bool, no_migrate: bool) -> None:
    """启动中心服务；就绪后输出一行 JSON · Start the centre; prints one JSON line with its address when ready."""
    import socket

    import uvicorn

    from server.app import create_app
    from server.contract.logs import configure

    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        raise click.ClickException(f"{host}:{port} 不能监听 · cannot listen: {error.strerror}") from error
    url = f"http://{host}:{listening.getsockname()[1]}"
    settings = _settings(data, database)
    if "public_url" not in settings.model_fields_set:
        settings = settings.model_copy(update={"public_url": url})
    configure("server", settings.log_level)
    centre = _open(settings, migrate=not no_migrate)
    ready: dict[str, object] = {"url": url}
    if demo:
        ready["demo"] = _seed(centre)
    centre.engine.dispose()

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                _say(ready)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.hub.close()
            await super().shutdown(sockets)

    app = create_app(settings)
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=3)
    Announcing(config).run(sockets=[listening])


def _seed(centre: Centre) -> dict[str, object]:
    from server.core.database import transaction
    from server.core.work import Work
    from server.demo import seed

    try:
        with transaction(centre.engine) as session:
            accounts = seed.seed(Work(session, centre, centre.clock(), "system:demo"))
    except seed.NotADemoDatabase as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"演示账户密码（仅供演示）· Password of the demo accounts, demo only: {seed.PASSWORD}", err=True)
    return {"password": seed.PASSWORD, "accounts": accounts}


@click.command()
@_data
@_database
@click.option("--once", is_flag=True, help="只处理一次已到期的时限 · Handle what is due now and end.")
@_json
def worker(data: Path | None, database: str | None, once: bool, as_json: bool) -> None:
    """后台任务：到期的时限交给案件 · Background work: hand clocks that ran out to their cases."""
    from server import worker as work
    from server.contract.logs import configure

    settings = _settings(data, database)
    centre = _open(settings)
    if once:
        handled = work.sweep(centre)
        if as_json:
            _say({"expired": handled})
        else:
            click.echo(f"到期 {handled} 项 · {handled} clocks ran out")
        return
    configure("worker", settings.log_level)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    _say({"worker": os.getpid()})
    work.run(centre, stop)


@click.group()
def admin() -> None:
    """管理：终端、账户、审计、核验 · Administration."""


@admin.group()
def kiosk() -> None:
    """自助终端 · Kiosks."""


@kiosk.command("enrol")
@click.option("--name", required=True, help="名称 · Name.")
@click.option("--region", required=True, help="所在大厅的区划代码 · Region code of its hall (6, 9 or 12 digits).")
@click.option("--server", "server_url", default="http://127.0.0.1:8765", show_default=True, help="中心地址 · Address.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="密钥文件 · Key file.")
@_data
@_database
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
        with os.fdopen(handle, "w", encoding="utf-8") as file, _work(data, database) as work:
            enrolled, private = kiosks.enrol(work, name, region)
            key = {"kiosk_id": enrolled.id, "private_key": base64.b64encode(private).decode(), "server": server_url}
            json.dump(key, file, ensure_ascii=False, indent=1)
    except BaseException:
        out.unlink()
        raise
    _say({"kiosk_id": enrolled.id, "key_file": str(out)})


@kiosk.command("revoke")
@click.argument("kiosk_id")
@_data
@_database
def revoke(kiosk_id: str, data: Path | None, database: str | None) -> None:
    """立即停用终端 · Refuse everything this kiosk sends from now on."""
    from server.accounts import kiosks

    with _work(data, database) as work:
        kiosks.revoke(work, kiosk_id)
    click.echo(f"已停用 · revoked: {kiosk_id}")


@kiosk.command("list")
@_data
@_database
@_json
def list_kiosks(data: Path | None, database: str | None, as_json: bool) -> None:
    """列出终端 · List the kiosks."""
    from server.accounts import kiosks

    with _work(data, database) as work:
        rows = [(one.id, one.name, one.region, one.revoked_at is not None) for one in kiosks.every(work.session)]
    if as_json:
        keys = ("id", "name", "region", "revoked")
        _say({"kiosks": [dict(zip(keys, row, strict=True)) for row in rows]})
        return
    for kiosk_id, name, region, revoked in rows:
        click.echo(f"{kiosk_id}  {region}  {name}  {'已停用 · revoked' if revoked else '在用 · active'}")


@admin.group()
def audit() -> None:
    """审计 · Audit."""


@audit.command("verify")
@_data
@_database
@_json
def verify_audit(data: Path | None, database: str | None, as_json: bool) -> None:
    """核验审计记录没有被改动 · Prove that no audit record was changed, cut or slipped in."""
    from server.audit import service

    with _work(data, database) as work:
        trouble = service.verify(work.session, work.vault)
    _report(trouble, "审计 · audit", as_json=as_json)


@admin.command("verify")
@_data
@_database
@_json
def verify(data: Path | None, database: str | None, as_json: bool) -> None:
    """重放全部案件，核对状态与历史 · Replay every matter and compare it with what is stored."""
    from server.cases import service

    with _work(data, database) as work:
        trouble = service.verify(work)
    _report(trouble, "案件 · matters", as_json=as_json)


@admin.group()
def units() -> None:
    """单位 · Units."""


@units.command("check")
@_data
@_database
@_json
def check_units(data: Path | None, database: str | None, as_json: bool) -> None:
    """检查单位、区划和值班员 · Check units, regions and duty officers."""
    from server.units import service

    with _work(data, database) as work:
        trouble = service.check(work.session)
    _report(trouble, "单位 · units", as_json=as_json)


@admin.group()
def account() -> None:
    """账户 · Accounts."""


@account.command("add")
@click.argument("username")
@click.option("--display", required=True, help="显示姓名 · Name shown to colleagues.")
@click.option("--role", required=True, help="角色 · Role, such as duty_officer.")
@click.option("--unit", default="", help="单位代码 · Code of the unit.")
@click.password_option(help="密码；不写则询问 · Password; asked for when left out.")
@_data
@_database
def add_account(
    username: str, display: str, role: str, unit: str, password: str, data: Path | None, database: str | None
) -> None:
    """新建账户 · Create an account."""
    from server.accounts import service
    from server.accounts.tables import Role

    if role not in {one.value for one in Role}:
        raise click.BadParameter(f"可用 · one of: {', '.join(one.value for one in Role)}", param_hint="--role")
    with _work(data, database) as work:
        service.add(work, username, display, Role(role), unit, password)
    click.echo(f"已建立 · created: {username}")


@admin.command("demo-data")
@_data
@_database
def demo_data(data: Path | None, database: str | None) -> None:
    """装入演示区县（拒绝已有正式数据的库）· Load the demo county; refused where real data is."""
    centre = _open(_settings(data, database))
    _say(_seed(centre))
