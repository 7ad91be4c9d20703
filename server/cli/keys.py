"""`hall admin keys …`: which keys there are, and giving everything a new one."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from server.cli.opening import data_option, database_option, json_option, open_up, say, settings_of

if TYPE_CHECKING:
    from server.core.centre import Centre
    from server.core.keyring import Keyring
    from server.keys.rotation import Progress


VARIABLE = "HALL_SERVER_KEYS"
_out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"把 {VARIABLE} 的下一个值写入此文件（0600），不显示 · Write the next {VARIABLE} here instead of showing it.",
)


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
@_out_option
@data_option
@database_option
@json_option
def rotate(out: Path | None, data: Path | None, database: str | None, as_json: bool) -> None:
    """换新密钥并重新加密全部内容；中断后再次运行即继续 · New keys for everything; run again to go on after a break.

    密钥在环境变量中时，命令说明下一步应设的值 · With keys from the environment it says what to set next.
    """
    from server.core.keysource import KeyFile
    from server.keys import rotation

    centre = open_up(settings_of(data, database))
    ring = centre.vault.ring
    if _in_environment(centre) and not rotation.unfinished(ring):
        words = (
            "尚未改动数据。请停止全部进程，在服务、后台任务和本命令的环境中设置下面的值，启动后再次运行本命令。",
            "Nothing was changed yet. Stop all processes, set this for server, worker and this command, start them, and run"
            " this command again.",
        )
        _set_next(rotation.begun(ring), words, out, {"step": "set_new_keys", "sealed": 0}, as_json=as_json)
        return
    began = time.perf_counter()

    def tell(progress: Progress) -> None:
        click.echo(f"{progress.what}: {progress.done}/{progress.total}", err=_in_environment(centre))

    resumed = rotation.unfinished(ring)
    if _in_environment(centre):
        changed = rotation.seal_again(centre, tell)
        _nothing_old(centre)
        words = (
            f"已重新加密 {changed} 项。请在各进程的环境中设置下面的值并逐个重启；旧版本可在确认备份后用 forget 去掉。",
            f"{changed} sealed anew. Set this for every process and restart them one by one; drop the old version with"
            " forget once the backups allow it.",
        )
        _set_next(rotation.ended(ring), words, out, {"step": "set_one_index", "sealed": changed}, as_json=as_json)
        return
    changed = rotation.rotate(centre, KeyFile(centre.settings.key_path), tell, threading.Event())
    seconds = time.perf_counter() - began
    if as_json:
        figures = {"sealed": changed, "seconds": round(seconds, 2), "per_second": round(changed / seconds)}
        say({**figures, "version": centre.vault.seal_version, "resumed": resumed})
    else:
        click.echo(f"完成 {changed} 项，{seconds:.1f} 秒 · done: {changed} in {seconds:.1f} s")


@keys.command("forget")
@click.argument("version", type=click.IntRange(1))
@_out_option
@data_option
@database_option
@json_option
def forget(version: int, out: Path | None, data: Path | None, database: str | None, as_json: bool) -> None:
    """删除不再使用的密钥版本（旧备份将不能打开）· Remove a version nothing needs; old backups no longer open."""
    from server.core.crypto import KeyTrouble
    from server.core.keysource import KeyFile
    from server.keys import rotation

    centre = open_up(settings_of(data, database))
    try:
        ring = rotation.forget(centre, centre.vault.ring, version)
    except KeyTrouble as error:
        raise click.ClickException(f"不能删除 · cannot be removed: {error}") from error
    if _in_environment(centre):
        words = ("请在各进程的环境中设置下面的值并重启。", "Set this for every process and restart them.")
        _set_next(ring, words, out, {"step": "set_without", "version": version}, as_json=as_json)
        return
    KeyFile(centre.settings.key_path).replace(ring)
    if as_json:
        say({"forgotten": version})
    else:
        click.echo(f"已删除 · removed: {version}")


def _in_environment(centre: Centre) -> bool:
    return bool(centre.settings.keys.get_secret_value())


def _nothing_old(centre: Centre) -> None:
    from server.keys import rotation

    old = sum(count for version, count in rotation.in_use(centre).items() if version != centre.vault.seal_version)
    if old:
        raise click.ClickException(
            f"仍有进程用旧密钥写入（{old} 项）：请给它设置同样的 {VARIABLE}，重启后再次运行本命令 · "
            f"something still writes with the old key ({old} values): give it the same {VARIABLE}, restart it, run again."
        )


def _set_next(
    ring: Keyring, words: tuple[str, str], out: Path | None, said: dict[str, object], *, as_json: bool
) -> None:
    """Say what the environment has to hold next: the value alone on standard output, or in a file only its owner reads."""
    from server.core.keyring import one_line

    value = one_line(ring)
    for sentence in words:
        click.echo(sentence, err=True)
    line = f"{VARIABLE}='{value}'"
    if out is not None:
        try:
            handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise click.ClickException(f"{out} 不能写入 · cannot be written: {error.strerror}") from error
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(line + "\n")
        click.echo(f"已写入 · written: {out}", err=True)
    if as_json:
        say({**said, "variable": VARIABLE, "file": str(out) if out else "", "value": "" if out else value})
    elif out is None:
        click.echo(line)
