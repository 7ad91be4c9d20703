"""One day of the hall: the desk decides, the unit acknowledges from the notice, comes, and writes down what it did."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.wait import WebDriverWait

from tests.e2e.web.conftest import PATIENCE_SECONDS, Phone
from tests.unit.server.web.centre import paper

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("chromium")]

#: several classes speak for it, so that a person decides
UNSURE = "反映漏水、欠薪、低保、学校收费的事。"
#: nothing speaks for any class
UNCLEAR = "去年反映的那件事一直没有人管，希望有人给一个说法。"


def _as(phone: Phone, username: str) -> None:
    phone.browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    phone.sign_in(username)


def _type(phone: Phone, css: str, text: str) -> None:
    phone.tap(css)
    phone.browser.find_element(By.CSS_SELECTOR, css).send_keys(text)


def test_from_the_screening_desk_to_a_colleague_with_photos(phone: Phone, tmp_path: Path) -> None:
    phone.site.clock.ahead = datetime(2026, 3, 2, 2, 0, tzinfo=UTC) - datetime.now(UTC)
    unsure, unclear = (phone.site.kiosk.register(summary=text) for text in (UNSURE, UNCLEAR))
    # one tap confirms, two taps and a search correct
    phone.sign_in("petition.duty")
    phone.open("/desk")
    assert phone.see(f"#matter-{unsure.petition_id} mark", "欠薪")
    phone.tap(f"#matter-{unsure.petition_id} .send.btn-primary")
    phone.see(".done", "已转送")
    phone.tap(f"#matter-{unclear.petition_id} .btn-other")
    _type(phone, "#q", "u-labour")
    phone.tap(".find .btn")
    phone.tap(".send")
    phone.see(".done", "已转送")
    phone.open("/arrival")
    code = phone.see(".code-big").replace(" ", "").strip()
    # a notice leads to one button
    where = f"/cases/{unsure.petition_id}"
    _as(phone, "labour.duty")
    phone.open(f"{where}/acknowledge")
    phone.see(".ack-left")
    phone.tap(".btn-one")
    phone.see(".done", "已确认收到")
    # the code of the hall, scanned
    phone.open(f"/arrive?code={code}")
    phone.tap(f"#matter-{unsure.petition_id} .btn-ack")
    phone.see(".timeline-hall .state-good", "到场码证实")
    # photos are made small in the telephone before they are sent
    picture = tmp_path / "scene.jpg"
    picture.write_bytes(paper(5))
    phone.tap("#act-note > summary")
    _type(phone, "#f-note-text", "到现场核实了工资表")
    phone.browser.find_element(By.ID, "f-note-photos").send_keys(str(picture))
    shown = expected_conditions.presence_of_element_located((By.CSS_SELECTOR, "[data-photos-shown] canvas"))
    WebDriverWait(phone.browser, PATIENCE_SECONDS).until(shown)
    phone.tap("#act-note .btn-ack")
    phone.see(".done", "进展已记录")
    assert len(phone.browser.find_elements(By.CSS_SELECTOR, ".photos img")) == 1
    # a step that cannot be undone asks for a tick, and words outlive the session
    phone.tap("#act-opinion > summary")
    _type(phone, "#f-opinion-facts", "拖欠工资属实，金额已核对")
    phone.browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    phone.sign_in("labour.duty")
    phone.open(where)
    assert phone.browser.find_element(By.ID, "f-opinion-facts").get_property("value") == "拖欠工资属实，金额已核对"
    assert not phone.browser.find_element(By.CSS_SELECTOR, "#act-opinion [name=sure]").is_selected()
    # to a colleague, who finds it among their own
    phone.tap("#act-handler > summary")
    phone.browser.find_element(By.CSS_SELECTOR, "#f-handler-account option[value='labour.second']").click()
    phone.tap("#act-handler .btn-ack")
    phone.see(".done", "已确定承办人")
    _as(phone, "labour.second")
    # the toast of what came lies over the filters for a moment
    phone.open("/inbox?whose=mine")
    phone.see(f"#matter-{unsure.petition_id} .in-hand-mine", "我承办")
    assert phone.browser.execute_script("return document.documentElement.scrollWidth") <= 390
    assert phone.complaints() == []
