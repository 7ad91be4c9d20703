"""The real application on a loopback port and a real Chromium in front of it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import uvicorn
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.wait import WebDriverWait

from server.core.centre import Centre
from tests.unit.server.web.centre import PASSWORD, Kiosk, MovableClock, build

CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
)
#: a page of this centre appears well within a second; the rest is room for a busy machine
PATIENCE_SECONDS = 10.0


@dataclass
class Site:
    address: str
    kiosk: Kiosk
    clock: MovableClock
    centre: Centre
    #: the centre answers no more
    stop: Callable[[], None]


@dataclass
class Phone:
    """A browser window of 390 x 844 on the site."""

    browser: webdriver.Chrome
    site: Site

    def open(self, path: str) -> None:
        self.browser.get(self.site.address + path)

    def sign_in(self, username: str) -> None:
        self.open("/login")
        self.browser.find_element(By.ID, "account").send_keys(username)
        self.browser.find_element(By.ID, "password").send_keys(PASSWORD)
        self.tap(".btn-ack")
        self.see("#matters")

    def see(self, css: str, text: str = "") -> str:
        """Wait until an element holding `text` is on the page; return what it says."""
        # asked in one script: the list may be replaced at any moment, and a half-asked element would be gone
        script = (
            "return Array.from(document.querySelectorAll(arguments[0]), (one) => one.innerText)"
            ".find((said) => said.includes(arguments[1])) ?? null"
        )
        found = WebDriverWait(self.browser, PATIENCE_SECONDS, poll_frequency=0.05).until(
            lambda browser: browser.execute_script(script, css, text) or False,
            f"{css} with {text!r} never appeared on {self.browser.current_url}",
        )
        return str(found)

    def tap(self, css: str) -> None:
        """Bring an element to the middle of the screen and tap it; again when it was replaced under the finger."""
        wanted = expected_conditions.element_to_be_clickable((By.CSS_SELECTOR, css))

        def tapped(browser: webdriver.Chrome) -> bool:
            element = wanted(browser)
            if not element:
                return False
            browser.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
            element.click()
            return True

        WebDriverWait(self.browser, PATIENCE_SECONDS, ignored_exceptions=[StaleElementReferenceException]).until(tapped)

    def complaints(self) -> list[str]:
        """What the browser's console holds: broken scripts, blocked content, missing files."""
        return [line["message"] for line in self.browser.get_log("browser") if line["level"] in ("SEVERE", "WARNING")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    app, kiosk, clock = build(tmp_path_factory.mktemp("centre"))
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="site")
    thread.start()
    with httpx2.Client(base_url=address, timeout=PATIENCE_SECONDS) as client:

        def send(method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, object]:
            answer = client.request(method, path, content=body, headers=headers)
            return answer.status_code, json.loads(answer.content)

        def stop() -> None:
            server.should_exit = True
            thread.join(PATIENCE_SECONDS)

        kiosk.send = send
        try:
            yield Site(address, kiosk, clock, app.state.centre, stop)
        finally:
            stop()
            listener.close()
    assert not thread.is_alive(), "the server did not stop"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    for program in (CHROMIUM, DRIVER):
        assert Path(program).exists(), f"{program} is missing: apt-get install chromium chromium-driver"
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    made = webdriver.Chrome(options=options, service=Service(DRIVER))
    made.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    )
    yield made
    made.quit()


@pytest.fixture
def phone(browser: webdriver.Chrome, site: Site) -> Iterator[Phone]:
    made = Phone(browser, site)
    # what an earlier test provoked is not this one's
    made.complaints()
    yield made
    browser.get("about:blank")
    browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    site.clock.reset()
