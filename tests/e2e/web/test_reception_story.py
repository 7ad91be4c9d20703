"""A day at the window in a real browser: a visitor from a terminal, a person without a card, a page looked at closely."""

from __future__ import annotations

import hashlib
import json

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from server.contract.v1 import API
from tests.e2e.web.conftest import Phone
from tests.unit.server.web.centre import PASSWORD, WAGES, paper

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("chromium")]

NUMBER = "130406190001010016"
VAGUE = "有一件事情想向领导反映，希望有人管一管。"


def _hand_over(phone: Phone) -> None:
    """The terminal sends what the visit has so far."""
    image = paper(3)
    sha256 = hashlib.sha256(image).hexdigest()
    line = {"text": "拖欠工资的证明", "region": [0.1, 0.1, 0.6, 0.03], "confidence": 0.9}
    phone.site.kiosk.call("PUT", f"{API}/pages/{sha256}", image)
    body = {
        "step": "form",
        "visit_started_at": phone.site.clock().isoformat(),
        "petitioner": {"name": "张示例", "id_number": NUMBER, "phone": "13800000000"},
        "matter": {"summary": VAGUE},
        "pages": [{"sha256": sha256, "text": line["text"], "lines": [line]}],
    }
    phone.site.kiosk.call("POST", f"{API}/kiosks/handovers", json.dumps(body).encode(), "visit-of-the-story")


def _write(phone: Phone, name: str, text: str) -> None:
    field = phone.browser.find_element(By.ID, name)
    phone.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", field)
    field.send_keys(text)


def test_a_day_at_the_window(phone: Phone) -> None:
    phone.sign_in("petition.duty")
    # the call of a visitor appears while the page is open, and the window goes on where the visitor stood
    phone.open("/reception")
    phone.see("#live.live-on")
    phone.see(".nothing", "没有人在等")
    _hand_over(phone)
    phone.see(".call-waiting", "大厅一号机")
    _write(phone, _window(phone), "2号窗口")
    phone.tap(".btn-take")
    phone.see("h1", "接手终端来访")
    assert phone.browser.find_element(By.ID, "name").get_attribute("value") == "张示例"
    phone.see("#advice", "校验码正确")
    # the session ends in the middle: what was typed is there after the sign-in
    _write(phone, "place", "演示镇演示路 9 号")
    phone.browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    phone.tap(".send .btn-ack")
    phone.see("h1", "工作人员登录")
    [answered] = phone.complaints()
    assert "/reception/handovers/" in answered and "401" in answered, "the form came after its session had ended"
    phone.browser.find_element(By.ID, "account").send_keys("petition.duty")
    phone.browser.find_element(By.ID, "password").send_keys(PASSWORD)
    phone.tap(".btn-ack")
    phone.see("[data-restored]", "已恢复")
    assert phone.browser.find_element(By.ID, "place").get_attribute("value") == "演示镇演示路 9 号"
    _see_page(phone)
    phone.tap(".send .btn-ack")
    number = phone.see(".receipt-no")
    # somebody else brings a letter: the advice follows what is typed, and what was raised before is asked about
    phone.open("/register?form=X")
    _write(phone, "id_number", NUMBER)
    _write(phone, "name", "张示例")
    _write(phone, "summary", WAGES)
    phone.see("#advice .advice-name", "人力资源和社会保障局")
    phone.see("#advice .earlier", number)
    phone.tap("#advice input[value='new']")
    phone.tap(".send .btn-ack")
    phone.see(".done", "已登记")
    # found by the number on the slip; the words of the page are selected where they stand
    phone.open("/search")
    _write(phone, "q", number + Keys.ENTER)
    phone.see(".understood", "按编号")
    phone.tap(".visit-no a")
    phone.tap(".paper[data-page='1']")
    selected = phone.browser.execute_script(
        "const range = document.createRange(); range.selectNodeContents(document.querySelector('.sheet-text'));"
        "const picked = window.getSelection(); picked.removeAllRanges(); picked.addRange(range); return picked.toString()"
    )
    assert selected == "拖欠工资的证明"
    before = phone.browser.execute_script("return document.getElementById('sheet').getBoundingClientRect().width")
    phone.tap("#tool-larger")
    phone.tap("#tool-right")
    after = phone.browser.execute_script("return document.getElementById('sheet').getBoundingClientRect().width")
    assert after > before
    turned = phone.browser.execute_script("return document.getElementById('sheet').getAttribute('viewBox')")
    assert turned == "0 0 594 420"
    _pinch(phone)
    assert phone.browser.execute_script("return document.getElementById('view-zoom').textContent") == "300%"
    assert phone.browser.execute_script("return window.visualViewport.scale") == 1, "the sheet grew, not the page"
    phone.browser.find_element(By.TAG_NAME, "body").send_keys("t")
    phone.see("#tool-words[aria-pressed='true']")
    assert "words=1" in phone.browser.current_url
    assert phone.complaints() == []


def _see_page(phone: Phone) -> None:
    """Look at the page of the terminal until it is there: it is gone with the visit once that is registered."""
    width = phone.browser.execute_async_script(
        "const done = arguments[0], image = document.querySelector('.scans img'); image.scrollIntoView();"
        "image.decode().then(() => done(image.naturalWidth), () => done(0))"
    )
    assert width == 420


def _pinch(phone: Phone) -> None:
    """Put two fingers on the page that is shown at 150% and draw them apart to twice their distance."""

    def touch(kind: str, *apart: int) -> None:
        points = [{"x": 195 + side * half, "y": 500, "id": side} for half in apart for side in (-1, 1)]
        phone.browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    phone.browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    touch("touchStart", 40)
    for half in range(44, 81, 4):
        touch("touchMove", half)
    touch("touchEnd")
    phone.browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})


def _window(phone: Phone) -> str:
    """The id of the field in which the window says how it is called."""
    return str(phone.browser.find_element(By.CSS_SELECTOR, ".call input[name=window]").get_attribute("id"))
