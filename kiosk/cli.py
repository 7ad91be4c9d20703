"""`hall kiosk`: the terminal itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

#: a usual office screen
DESK_SIZE = {"width": 1600, "height": 900}


@click.command()
@click.option(
    "--settings",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="终端设置文件 · Settings file (sample: kiosk/settings.sample.toml)",
)
@click.option(
    "--window",
    is_flag=True,
    help="工作人员在窗口使用：键盘、多位来访人 · For staff at a window: keyboard, several visitors",
)
@click.option(
    "--make-pin",
    is_flag=True,
    help="输入管理口令，输出设置文件里的一行 · Ask for a PIN and print its line for the settings",
)
@click.option("--size", metavar="宽x高", help="窗口大小，如 720x1280 · Size of the window, such as 720x1280")
@click.option("--server", metavar="URL", help="中心地址 · Address of the centre")
@click.option("--key-file", metavar="FILE", help="终端密钥文件 · Key file of this terminal")
@click.option("--language", type=click.Choice(["zh", "en"]), help="开始时的语言 · Language a visit begins with")
@click.option(
    "--locked",
    is_flag=True,
    help="锁定：没有管理密码不能退出，出错自动重启 · Locked: no way out without the PIN, started again after a crash",
)
@click.option(
    "--json", "as_json", is_flag=True, help="与 --locked：每次启动、退出一行 JSON · With --locked: a line a start"
)
@click.option("--beat", type=int, hidden=True, help="由 --locked 使用 · Used by --locked")
@click.pass_context
def kiosk(
    context: click.Context,
    file: Path | None,
    window: bool,
    make_pin: bool,
    size: str | None,
    server: str | None,
    key_file: str | None,
    language: str | None,
    locked: bool,
    as_json: bool,
    beat: int | None,
) -> None:
    """启动自助登记终端 · Start the self-service terminal.

    需要图形界面；没有时可设 QT_QPA_PLATFORM=offscreen · Needs a display; without one set QT_QPA_PLATFORM=offscreen.
    """
    if make_pin:
        _make_pin()
        return
    if locked and beat is None:
        context.exit(_kept(context.params, as_json))
    from kiosk.settings import SettingsError, load
    from kiosk.uplink.key import BadKeyFile
    from server.contract.logs import configure

    overrides: dict[str, Any] = {}
    if server:
        overrides["server_url"] = server
    if key_file:
        overrides["key_file"] = key_file
    if language:
        overrides["language"] = language
    if window or size:
        overrides["screen"] = {"fullscreen": False} | (_size(size) or (DESK_SIZE if window else {}))
    if window:
        overrides["desk"] = True
    try:
        settings = load(file, **overrides)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    configure("kiosk")
    from kiosk.app import main

    try:
        code = main(settings, locked=locked, beat=beat)
    except BadKeyFile as error:
        raise click.ClickException(str(error)) from error
    # `kiosk.exits.Exit`: what keeps it running reads it
    context.exit(code)


def _kept(given: dict[str, Any], as_json: bool) -> int:
    """Watch over a terminal of the same options, in a process of its own."""
    from kiosk.supervisor import keep
    from server.contract.logs import configure

    configure("kiosk-supervisor")
    named = {"file": "--settings", "size": "--size", "server": "--server", "key_file": "--key-file"}
    named["language"] = "--language"
    options = [part for name, option in named.items() if given[name] for part in (option, str(given[name]))]
    return keep([*options, "--locked", *(["--window"] if given["window"] else [])], as_json=as_json)


def _make_pin() -> None:
    from kiosk.health.pin import hashed

    pin = click.prompt("管理口令 · PIN", hide_input=True, confirmation_prompt="再输一次 · Again")
    try:
        kept = hashed(pin)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f'[attendant]\npin_hash = "{kept}"')


def _size(size: str | None) -> dict[str, int]:
    if not size:
        return {}
    width, _, height = size.lower().partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise click.BadParameter(
            "应为 宽x高，如 720x1280 · Expected WIDTHxHEIGHT, such as 720x1280", param_hint="--size"
        )
    return {"width": int(width), "height": int(height)}


if __name__ == "__main__":
    kiosk(prog_name="hall kiosk")
