"""`hall bench pages`: every page of the centre as a picture in Chromium, phone and desk, light and dark, with a sheet."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from PIL import Image
    from selenium.webdriver import Chrome

    from installer.bench.examples import Examples

CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
#: CSS pixels; a page longer than this is cut off
LONGEST = 4200
THUMB, MARGIN, LABEL = 300, 16, 28
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Look:
    name: str
    width: int
    height: int
    dark: bool


LOOKS = tuple(
    Look(f"{name}-{'dark' if dark else 'light'}", width, height, dark)
    for name, width, height in (("phone", 390, 844), ("desk", 1440, 900))
    for dark in (False, True)
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--only", default="", help="只拍名称含此词的页面 · Only pages whose name holds this")
def pages(folder: Path, only: str) -> None:
    """中心的每个网页各拍四张图片，并拼成总览 · Every page of the centre: phone and desk, light and dark, and a sheet."""
    from installer.bench.examples import examples

    for program in (CHROMIUM, DRIVER):
        if not Path(program).exists():
            raise click.ClickException(f"没有 {program}，请安装 chromium 和 chromium-driver · not installed")
    folder.mkdir(parents=True, exist_ok=True)
    with examples() as made, _served(made.app) as address, _browser() as browser:
        shots = list(_shots(browser, address, made, folder, only))
    if not shots:
        raise click.ClickException(f"没有名称含 {only} 的页面 · no page of that name")
    _sheet(shots).save(folder / "sheet.png")
    click.echo(f"{len(shots)} 张图片，总览 {folder / 'sheet.png'} · {len(shots)} pictures and a sheet")


def _shots(browser: Chrome, address: str, made: Examples, folder: Path, only: str) -> Iterator[tuple[str, Look, Path]]:
    browser.get(f"{address}/progress")
    who = ""
    for name, username, path in made.places:
        if only not in name:
            continue
        if username != who:
            _enter(browser, address, username, made.password)
            who = username
        for look in LOOKS:
            _put_on(browser, look)
            browser.get(address + path)
            picture = folder / f"{name}-{look.name}.png"
            picture.write_bytes(_whole(browser, look))
            yield name, look, picture


def _enter(browser: Chrome, address: str, username: str, password: str) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support import expected_conditions
    from selenium.webdriver.support.wait import WebDriverWait

    browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    if not username:
        return
    browser.get(f"{address}/login")
    browser.find_element(By.ID, "account").send_keys(username)
    browser.find_element(By.ID, "password").send_keys(password)
    browser.find_element(By.CSS_SELECTOR, ".btn-ack").click()
    WebDriverWait(browser, PATIENCE_SECONDS).until_not(expected_conditions.url_contains("/login"))


def _put_on(browser: Chrome, look: Look) -> None:
    size = {"width": look.width, "height": look.height, "deviceScaleFactor": 1, "mobile": look.width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if look.dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})


def _whole(browser: Chrome, look: Look) -> bytes:
    """Return the page from top to bottom; forms stand open, so that they are seen."""
    browser.execute_script("document.querySelectorAll('.act').forEach((one, n) => (one.open = n === 0))")
    size = browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    clip = {"x": 0, "y": 0, "width": look.width, "height": min(size["height"], LONGEST), "scale": 1}
    asked: dict[str, Any] = {"format": "png", "captureBeyondViewport": True, "clip": clip}
    return base64.b64decode(browser.execute_cdp_cmd("Page.captureScreenshot", asked)["data"])


def _sheet(shots: list[tuple[str, Look, Path]]) -> Image.Image:
    """One row a page, one column a look; long pages are shown down to three times their width."""
    from PIL import Image, ImageDraw

    names = list(dict.fromkeys(name for name, _, _ in shots))
    row = THUMB * 2 + LABEL + MARGIN
    sheet = Image.new("RGB", ((THUMB + MARGIN) * len(LOOKS) + MARGIN, row * len(names) + MARGIN), "#888")
    pen = ImageDraw.Draw(sheet)
    for name, look, file in shots:
        with Image.open(file) as shot:
            high = min(shot.height, shot.width * 2)
            part = shot.convert("RGB").crop((0, 0, shot.width, high))
        part.thumbnail((THUMB, THUMB * 2))
        at = (MARGIN + LOOKS.index(look) * (THUMB + MARGIN), MARGIN + names.index(name) * row)
        pen.text(at, f"{name} {look.name}", fill="#fff", font_size=16)
        sheet.paste(part, (at[0], at[1] + LABEL))
    return sheet


@contextmanager
def _served(app: Any) -> Iterator[str]:
    import socket

    import uvicorn

    ready = threading.Event()

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready.set()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.hub.close()
            await super().shutdown(sockets)

    listener = socket.create_server(("127.0.0.1", 0))
    server = Announcing(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="pages")
    thread.start()
    try:
        if not ready.wait(PATIENCE_SECONDS):
            raise click.ClickException("中心没有启动 · the centre did not start")
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)
        listener.close()


@contextmanager
def _browser() -> Iterator[Chrome]:
    try:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service
    except ImportError as error:
        raise click.ClickException("没有 selenium，请用开发环境安装 · selenium is part of the dev extra") from error
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in FLAGS:
        options.add_argument(flag)
    browser = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield browser
    finally:
        browser.quit()
