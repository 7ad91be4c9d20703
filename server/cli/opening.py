"""What every command of the server begins with: settings, the centre, one transaction of an administrator."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from server.core.centre import Centre
    from server.core.settings import ServerSettings
    from server.core.work import Work

data_option = click.option("--data", type=click.Path(path_type=Path), help="数据目录 · Folder of the data.")
database_option = click.option("--database", help="数据库地址 · Database URL: sqlite:///… or postgresql://…")
json_option = click.option(
    "--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line."
)


def settings_of(data: Path | None, database: str | None, **more: object) -> ServerSettings:
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


def open_up(settings: ServerSettings, *, migrate: bool = True) -> Centre:
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
def at_work(data: Path | None, database: str | None) -> Iterator[Work]:
    """One transaction of an administrator at this machine. A refusal ends the command with exit code 1."""
    from server.core.database import transaction
    from server.core.errors import HallError
    from server.core.work import Work

    centre = open_up(settings_of(data, database))
    try:
        with transaction(centre.engine, centre.domain) as session:
            yield Work(session, centre, centre.clock(), "system:admin")
    except HallError as error:
        raise click.ClickException(f"{error.problem.message} · {error.problem.message_en}") from error
    finally:
        centre.engine.dispose()


@contextmanager
def looking(data: Path | None, database: str | None) -> Iterator[Work]:
    """As `at_work`, changing nothing: everything of one moment, and nobody who writes is held up."""
    from server.core.database import snapshot
    from server.core.work import Work

    centre = open_up(settings_of(data, database))
    try:
        with snapshot(centre.engine) as session:
            session.info.update(centre.domain)
            yield Work(session, centre, centre.clock(), "system:admin")
    finally:
        centre.engine.dispose()


def say(line: Mapping[str, object]) -> None:
    click.echo(json.dumps(line, ensure_ascii=False))


def report(trouble: list[str], what: str, *, as_json: bool) -> None:
    """Print what was found; exit code 1 when anything was."""
    for sentence in trouble:
        click.echo(sentence, err=True)
    if as_json:
        say({"check": what, "ok": not trouble, "trouble": trouble})
    elif not trouble:
        click.echo(f"{what}：完好 · sound")
    if trouble:
        raise SystemExit(1)


def load_demo(centre: Centre) -> dict[str, object]:
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
