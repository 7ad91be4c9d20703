"""The whole way of a matter on a phone, and a session that ends in the middle of a form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from selenium.webdriver.common.by import By

from server.contract.v1 import RegisterResponse
from tests.e2e.web.conftest import Phone
from tests.unit.server.web.centre import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("chromium")]


@pytest.fixture
def matter(phone: Phone) -> Iterator[RegisterResponse]:
    """A matter of a Monday in March, whose limits all end in a year with known holidays."""
    phone.site.clock.ahead = datetime(2026, 3, 2, 2, 0, tzinfo=UTC) - datetime.now(UTC)
    yield phone.site.kiosk.register(pages=2)


def _write(phone: Phone, step: str, **said: str) -> None:
    """Open a form and fill it in."""
    phone.tap(f"#act-{step} > summary")
    for name, text in said.items():
        phone.tap(f"#f-{step}-{name}")
        phone.browser.find_element(By.ID, f"f-{step}-{name}").send_keys(text)


def _drafts(phone: Phone) -> list[str]:
    keys: list[str] = phone.browser.execute_script("return Object.keys(sessionStorage)")
    return [key for key in keys if key.startswith("draft")]


def test_a_matter_is_led_from_the_notice_to_acceptance(phone: Phone, matter: RegisterResponse) -> None:
    phone.sign_in("labour.duty")
    phone.open(f"/cases/{matter.petition_id}")
    phone.tap(".ack-card .btn-ack")
    phone.see(".done", "已确认收到")
    phone.tap("#act-arrive > summary")
    phone.tap("#act-arrive .btn-ack")
    phone.see(".done", "到场时间已记录")
    _write(phone, "conclude", summary="当面核对了工资表")
    phone.tap("#act-conclude .btn-ack")
    phone.see(".done", "接谈小结已记录")
    phone.see(".remark", "当面核对了工资表")
    phone.tap("#act-accept > summary")
    phone.tap("#act-accept .btn-ack")
    phone.see(".owed", "信访事项受理告知书")
    phone.tap(".owed .act > summary")
    phone.tap(".owed .act .btn-ack")
    phone.see(".done", "送达已记录")
    assert phone.browser.execute_script("return document.documentElement.scrollWidth") <= 390
    assert phone.complaints() == []


def test_what_was_typed_outlives_the_session_and_is_not_given_to_another(
    phone: Phone, matter: RegisterResponse
) -> None:
    phone.sign_in("labour.duty")
    where = f"/cases/{matter.petition_id}"
    phone.open(where)
    _write(phone, "note", text="已电话联系用人单位")
    phone.browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    phone.tap("#act-note .btn-ack")
    phone.see("h1", "工作人员登录")
    assert "已电话联系" not in phone.browser.page_source
    phone.browser.find_element(By.ID, "account").send_keys("labour.duty")
    phone.browser.find_element(By.ID, "password").send_keys(PASSWORD)
    phone.tap(".btn-ack")
    phone.see("#act-note[open] .act-name")
    assert phone.browser.find_element(By.ID, "f-note-text").get_property("value") == "已电话联系用人单位"
    phone.tap("#act-note .btn-ack")
    phone.see(".remark", "已电话联系用人单位")
    phone.open(where)
    assert phone.browser.find_element(By.ID, "f-note-text").get_property("value") == ""
    assert _drafts(phone) == []
    # somebody else at the same desk finds nothing of what was typed
    _write(phone, "note", text="只给自己看的草稿")
    assert len(_drafts(phone)) == 1
    phone.browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    phone.sign_in("labour.leader")
    phone.open(where)
    assert _drafts(phone) == []
