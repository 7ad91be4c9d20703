"""`hall bench screens`: every screen of the terminal, or with --pages every page of the centre, as pictures and a sheet."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--pages", is_flag=True, help="中心的网页，按角色 · Pages of the centre, by role")
@click.option("--only", default="", help="只画名称含此字样的画面 · Only those with this in their name")
@click.option("--look", default="", help="只画此种外观，如 zh-portrait、phone-dark · Only this look")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def screens(folder: Path, pages: bool, only: str, look: str, as_json: bool) -> None:
    """把终端画面（或网页）存成图片，并拼成一张总览 · Every screen, or every page, as a picture, and one contact sheet."""
    if pages:
        from installer.bench.pages import run

        run(folder, only=only, look=look, named=False, axe=False, as_json=as_json)
        return
    from kiosk.bench.screens import take

    take(folder, only=only, look=look, as_json=as_json)
