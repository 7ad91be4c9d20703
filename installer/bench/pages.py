"""`hall bench pages` and `hall bench screens --pages`: every page × role × phone and desk × light and dark, and a sheet."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from installer.bench import pagetimes
from installer.bench.browsing import LOOKS, Look, enter, findings, opened, put_on, served, weight, whole
from installer.bench.walk import Stop, stops, unseen

if TYPE_CHECKING:
    from PIL import Image
    from selenium.webdriver import Chrome

    from installer.bench.examples import Examples

THUMB, MARGIN, LABEL = 300, 16, 28
#: what a page may load after the first visit, bytes
MOST_BYTES = 100_000


@dataclass
class Seen:
    """One page in one look."""

    stop: Stop
    look: Look
    file: Path
    bytes: int
    trouble: list[str] = field(default_factory=list)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option(
    "--cases", type=click.IntRange(1), help="量服务器用时，先装入这么多事项 · Time the server among so many matters"
)
@click.option(
    "--times", default=5, show_default=True, type=click.IntRange(1), help="每页次数 · Times each, with --cases"
)
@click.option("--sqlite", is_flag=True, help="用 SQLite，不用 PostgreSQL · SQLite instead of PostgreSQL, with --cases")
@click.option("--only", default="", help="只拍名称含此词的页面 · Only pages whose name holds this")
@click.option("--look", default="", help="只拍此种外观，如 phone-dark · Only this look, such as phone-dark")
@click.option("--named", is_flag=True, help="只拍样例页面，不按角色走遍 · Only the named examples, no walk by role")
@click.option("--axe", is_flag=True, help="同时检查无障碍 · Check with axe-core as well")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def pages(
    folder: Path | None,
    cases: int | None,
    times: int,
    sqlite: bool,
    only: str,
    look: str,
    named: bool,
    axe: bool,
    as_json: bool,
) -> None:
    """每个网页按角色各拍四张图片，量传输量，拼成总览；--cases 量服务器用时（百万级：--cases 1000000）· Every page of every role:
    phone and desk, light and dark, its weight, a sheet; with --cases how long the server works on each."""
    if cases is not None:
        pagetimes.run(cases, times, sqlite=sqlite, only=only, as_json=as_json)
        return
    if folder is None:
        raise click.UsageError("请给出图片文件夹，或者 --cases · Name a folder for the pictures, or --cases.")
    run(folder, only=only, look=look, named=named, axe=axe, as_json=as_json)


def run(folder: Path, *, only: str, look: str, named: bool, axe: bool, as_json: bool) -> None:
    """Take the pictures; raise ClickException when none was asked for, a page fails, is too heavy or axe found something."""
    from installer.bench.examples import examples

    folder.mkdir(parents=True, exist_ok=True)
    with examples() as made:
        every = stops(made)
        missed = unseen(made, every)
        wanted = [one for one in every if only in one.name and (not named or one.name in made.names)]
        looks = tuple(one for one in LOOKS if look in one.name)
        with served(made.app) as address, opened() as browser:
            seen = list(_seen(browser, address, made, wanted, looks, folder, axe=axe))
    if not seen:
        raise click.ClickException(f"没有名称含 {only} 的页面 · no page of that name")
    _sheet(seen, looks).save(folder / "sheet.png")
    (folder / "index.html").write_text(_index(seen), encoding="utf-8")
    heavy = sorted({one.stop.name for one in seen if one.bytes > MOST_BYTES})
    trouble = [f"{one.stop.name} {one.look.name}: {said}" for one in seen for said in one.trouble]
    heaviest = max(seen, key=lambda one: one.bytes)
    for said in trouble:
        click.echo(said)
    for path in missed:
        click.echo(f"没有走到 · not reached: {path}")
    click.echo(
        f"{len(seen)} 张图片，{len(wanted)} 个页面，最重 {heaviest.bytes / 1000:.1f} kB（{heaviest.stop.name}），"
        f"总览 {folder / 'index.html'} · pictures, pages, heaviest, contact sheet"
    )
    if as_json:
        figures = {
            "pages": len(wanted),
            "pictures": len(seen),
            "heaviest": {"page": heaviest.stop.name, "bytes": heaviest.bytes},
            "too_heavy": heavy,
            "axe": trouble if axe else None,
            "not_reached": missed,
        }
        click.echo(json.dumps(figures, ensure_ascii=False))
    if heavy or trouble:
        raise click.ClickException(f"太重 · too heavy: {heavy}; 出错或无障碍问题 · failures and axe: {len(trouble)}")


def _seen(
    browser: Chrome,
    address: str,
    made: Examples,
    wanted: list[Stop],
    looks: tuple[Look, ...],
    folder: Path,
    *,
    axe: bool,
) -> Iterator[Seen]:
    browser.get(f"{address}/progress")
    who = None
    for stop in wanted:
        if stop.username != who:
            enter(browser, address, stop.username, made.password)
            who = stop.username
            # the first visit brings style sheets and scripts; every later one keeps them
            browser.get(address + stop.path)
        for look in looks:
            put_on(browser, _screen(stop, look))
            browser.get(address + stop.path)
            if weight(browser) > MOST_BYTES:
                # the first visit of a page brings scripts of its own
                browser.get(address + stop.path)
            picture = folder / f"{stop.name}-{look.name}.png"
            seen = Seen(stop, look, picture, weight(browser))
            picture.write_bytes(whole(browser, _screen(stop, look)))
            status = browser.execute_script("return performance.getEntriesByType('navigation')[0].responseStatus")
            seen.trouble = [f"HTTP {status}"] if status >= 500 else []
            if axe:
                seen.trouble += findings(browser)
            yield seen


def _screen(stop: Stop, look: Look) -> Look:
    """Return the look of a page; the wall hangs upright instead of lying in a hand, and is larger than a desk."""
    if not stop.path.startswith("/wall"):
        return look
    width, height = (1080, 1920) if look.width < look.height else (1920, 1080)
    return replace(look, width=width, height=height)


def _index(seen: list[Seen]) -> str:
    """Return the contact sheet as one page: a row a page, a column a look, every picture opens whole."""
    rows = []
    for stop in dict.fromkeys(one.stop for one in seen):
        mine = [one for one in seen if one.stop == stop]
        cells = "".join(
            f'<td><a href="{html.escape(one.file.name)}"><img loading="lazy" src="{html.escape(one.file.name)}" alt=""></a>'
            f"<small>{one.look.name} · {one.bytes / 1000:.1f} kB</small></td>"
            for one in mine
        )
        rows.append(
            f"<tr><th>{html.escape(stop.name)}<br><small>{html.escape(stop.path[:60])}</small></th>{cells}</tr>"
        )
    style = (
        "body{font:14px system-ui;background:#666;color:#fff}table{border-spacing:10px}th{text-align:left;"
        "vertical-align:top;max-width:200px;overflow-wrap:anywhere}td{vertical-align:top}"
        "img{display:block;width:300px;height:520px;object-fit:cover;object-position:top;background:#fff}a{color:#fff}"
    )
    return (
        f'<!doctype html><meta charset="utf-8"><title>信访大厅 · pages</title><style>{style}</style>'
        f"<h1>信访大厅：每个页面 · every page</h1><table>{''.join(rows)}</table>"
    )


def _sheet(seen: list[Seen], looks: tuple[Look, ...]) -> Image.Image:
    """One row a page, one column a look; long pages are shown down to twice their width."""
    from PIL import Image, ImageDraw

    names = list(dict.fromkeys(one.stop.name for one in seen))
    row = THUMB * 2 + LABEL + MARGIN
    sheet = Image.new("RGB", ((THUMB + MARGIN) * len(looks) + MARGIN, row * len(names) + MARGIN), "#888")
    pen = ImageDraw.Draw(sheet)
    for one in seen:
        with Image.open(one.file) as shot:
            part = shot.convert("RGB").crop((0, 0, shot.width, min(shot.height, shot.width * 2)))
        part.thumbnail((THUMB, THUMB * 2))
        at = (MARGIN + looks.index(one.look) * (THUMB + MARGIN), MARGIN + names.index(one.stop.name) * row)
        pen.text(at, f"{one.stop.name} {one.look.name}", fill="#fff", font_size=16)
        sheet.paste(part, (at[0], at[1] + LABEL))
    return sheet
