"""`hall kiosk`: the terminal itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command()
@click.option(
    "--settings",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="终端设置文件 · Settings file (sample: kiosk/settings.sample.toml)",
)
@click.option("--window", is_flag=True, help="以窗口显示，不占满屏幕 · Show a window instead of the whole screen")
@click.option("--size", metavar="宽x高", help="窗口大小，如 720x1280 · Size of the window, such as 720x1280")
@click.option("--server", metavar="URL", help="中心地址 · Address of the centre")
@click.option("--key-file", metavar="FILE", help="终端密钥文件 · Key file of this terminal")
@click.option("--language", type=click.Choice(["zh", "en"]), help="开始时的语言 · Language a visit begins with")
def kiosk(
    file: Path | None, window: bool, size: str | None, server: str | None, key_file: str | None, language: str | None
) -> None:
    """启动自助登记终端 · Start the self-service terminal.

    需要图形界面；没有时可设 QT_QPA_PLATFORM=offscreen · Needs a display; without one set QT_QPA_PLATFORM=offscreen.
    """
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
        overrides["screen"] = {"fullscreen": False} | _size(size)
    try:
        settings = load(file, **overrides)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    configure("kiosk")
    from kiosk.app import main

    try:
        code = main(settings)
    except BadKeyFile as error:
        raise click.ClickException(str(error)) from error
    if code:
        raise click.ClickException(f"终端以代码 {code} 结束 · The terminal ended with code {code}")


def _size(size: str | None) -> dict[str, int]:
    if not size:
        return {}
    width, _, height = size.lower().partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise click.BadParameter(
            "应为 宽x高，如 720x1280 · Expected WIDTHxHEIGHT, such as 720x1280", param_hint="--size"
        )
    return {"width": int(width), "height": int(height)}
