"""`hall admin keys …`: which keys there are, and giving everything a new one."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from server.cli.opening import data_option, database_option, json_option, open_up, say, settings_of

if TYPE_CHECKING:
    from server.core.centre import Centre
    from server.core.keysource import KeyFile
    from server.keys.rotation import Progress


@click.group()
def keys() -> None:
    """密钥：查看、轮换 · Keys: list, rotate."""


@keys.command("list")
@data_option
@database_option
@json_option
def list_keys(data: Path | None, database: str | None, as_json: bool) -> None:
    """列出密钥版本和各自加密的数量 · List versions of the key and how much each one seals."""
    from server.core.keyring import Use
    from server.keys import rotation

    centre = open_up(settings_of(data, database))
    used, ring = rotation.in_use(centre), centre.vault.ring
    rows = [(one, used.get(one, 0), one == centre.vault.seal_version) for one in sorted(ring.keys[Use.SEAL])]
    if as_json:
        versions = [{"version": one, "sealed": count, "in_force": force} for one, count, force in rows]
        say({"cipher": centre.vault.suite, "versions": versions, "rotating": rotation.unfinished(ring)})
        return
    for one, count, force in rows:
        click.echo(f"{one}  {count}  {'在用 · in force' if force else '只读 · reads only'}")


@keys.command("rotate")
@data_option
@database_option
@json_option
def rotate(data: Path | None, database: str | None, as_json: bool) -> None:
    """换新密钥并重新加密全部内容；中断后再次运行即继续 · New keys for everything; run again to go on after a break."""
    from server.keys import rotation

    centre = open_up(settings_of(data, database))
    began = time.perf_counter()

    def tell(progress: Progress) -> None:
        click.echo(f"{progress.what}: {progress.done}/{progress.total}")

    resumed = rotation.unfinished(centre.vault.ring)
    changed = rotation.rotate(centre, _file(centre), tell, threading.Event())
    seconds = time.perf_counter() - began
    if as_json:
        figures = {"sealed": changed, "seconds": round(seconds, 2), "per_second": round(changed / seconds)}
        say({**figures, "version": centre.vault.seal_version, "resumed": resumed})
    else:
        click.echo(f"完成 {changed} 项，{seconds:.1f} 秒 · done: {changed} in {seconds:.1f} s")


@keys.command("forget")
@click.argument("version", type=click.IntRange(1))
@data_option
@database_option
def forget(version: int, data: Path | None, database: str | None) -> None:
    """删除不再使用的密钥版本（旧备份将不能打开）· Remove a version nothing needs; old backups no longer open."""
    from server.core.crypto import KeyTrouble
    from server.keys import rotation

    centre = open_up(settings_of(data, database))
    try:
        rotation.forget(centre, _file(centre), version)
    except KeyTrouble as error:
        raise click.ClickException(f"不能删除 · cannot be removed: {error}") from error
    click.echo(f"已删除 · removed: {version}")


def _file(centre: Centre) -> KeyFile:
    from server.core.keysource import KeyFile

    if centre.settings.keys.get_secret_value():
        raise click.ClickException(
            "密钥来自环境变量，请改用密钥文件轮换 · The keys come from the environment; rotate with a key file."
        )
    return KeyFile(centre.settings.key_path)
