"""Chromium in front of the real application on a loopback port: looks, sign-in, pictures, what a page weighs."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--lang=zh-CN",
)
#: CSS pixels; a page longer than this is cut off
LONGEST = 4200
PATIENCE_SECONDS = 20.0
_AXE = Path(__file__).parents[2] / "server" / "web" / "node_modules" / "axe-core" / "axe.min.js"
#: what was loaded over the line for this page, bytes with headers
_WEIGHT = (
    "return performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))"
    ".reduce((sum, one) => sum + one.transferSize, 0)"
)
_RUN_AXE = """
const done = arguments[arguments.length - 1];
const only = arguments[0].length ? {runOnly: arguments[0]} : {};
axe.run(document, {resultTypes: ['violations'], ...only}).then(
  (found) => done(found.violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ')).join(' | '))),
  (error) => done(['axe: ' + error]));
"""


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


def enter(browser: Chrome, address: str, username: str, password: str) -> None:
    """Sign in, or out for ""."""
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


def put_on(browser: Chrome, look: Look) -> None:
    size = {"width": look.width, "height": look.height, "deviceScaleFactor": 1, "mobile": look.width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if look.dark else "light"}
    # a colour that is still changing is nobody's colour
    still = {"name": "prefers-reduced-motion", "value": "reduce"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme, still]})


def whole(browser: Chrome, look: Look) -> bytes:
    """Return the page from top to bottom as PNG; forms stand open, so that they are seen."""
    browser.execute_script("document.querySelectorAll('.act').forEach((one, n) => (one.open = n === 0))")
    size = browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    height = min(max(size["height"], look.height), LONGEST)
    # what keeps to the lower edge of the screen stands at the end of the picture, not across it
    put_on(browser, replace(look, height=height))
    clip = {"x": 0, "y": 0, "width": look.width, "height": height, "scale": 1}
    asked: dict[str, Any] = {"format": "png", "captureBeyondViewport": True, "clip": clip}
    return base64.b64decode(browser.execute_cdp_cmd("Page.captureScreenshot", asked)["data"])


def weight(browser: Chrome) -> int:
    """Return the bytes that came over the line for the page shown; what was kept from before counts nothing."""
    return int(browser.execute_script(_WEIGHT))


def findings(browser: Chrome, only: tuple[str, ...] = ()) -> list[str]:
    """Return what axe-core calls serious or critical on the page shown: rule and places. `only`: these rules alone."""
    if not browser.execute_script("return 'axe' in window"):
        browser.execute_script(_AXE.read_text(encoding="utf-8"))
    found = browser.execute_async_script(_RUN_AXE, list(only))
    assert isinstance(found, list)
    return [str(one) for one in found]


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve the application; yield its address."""
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
def opened() -> Iterator[Chrome]:
    """Yield a browser; raise ClickException when it or its driver is not installed."""
    for program in (CHROMIUM, DRIVER):
        if not Path(program).exists():
            raise click.ClickException(f"没有 {program}，请安装 chromium 和 chromium-driver · not installed")
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
