"""A leader's day on a phone: an instruction and its answer, late matters reminded and circulated, the report with charts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from server.analysis import counting
from server.core.time import local
from server.worker import sweep_round
from tests.e2e.web.conftest import Phone

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("chromium")]


def _enter(phone: Phone, username: str) -> None:
    phone.browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    phone.sign_in(username)


def _write(phone: Phone, field: str, text: str) -> None:
    phone.tap(f"#{field}")
    phone.browser.find_element(By.ID, field).send_keys(text)


def _by(phone: Phone, field: str, at: datetime) -> None:
    script = "document.getElementById(arguments[0]).value = arguments[1]"
    phone.browser.execute_script(script, field, f"{local(at):%Y-%m-%dT%H:%M}")


def test_a_leader_instructs_reminds_circulates_and_reads_the_report(phone: Phone) -> None:
    clock, centre = phone.site.clock, phone.site.centre
    clock.ahead = datetime(2026, 3, 2, 2, 0, tzinfo=UTC) - datetime.now(UTC)
    matter = phone.site.kiosk.register(pages=1)
    _enter(phone, "convenor")
    phone.open(f"/cases/{matter.petition_id}")
    phone.tap("#act-instruct > summary")
    Select(phone.browser.find_element(By.ID, "f-instruct-unit")).select_by_value("u-labour")
    _write(phone, "f-instruct-text", "请三日内查清欠薪数额并报告结果。")
    _by(phone, "f-instruct-due_at", clock() + timedelta(days=3))
    phone.tap("#act-instruct .btn-ack")
    phone.see(".done", "批示已送达")
    phone.see(".on-instructions", "已读 0/")
    phone.tap(".btn-watch")
    phone.see(".btn-watch", "已关注")

    _enter(phone, "labour.duty")
    phone.open("/instructions?show=open")
    phone.tap(".row-item > a")
    phone.see(".receipts .receipt-read", "王示例")
    _write(phone, "f-answer-text", "已约谈用人单位负责人，月底前付清。")
    phone.tap("#act-answer .btn-ack")
    phone.see(".done", "已回复")
    assert phone.browser.find_elements(By.CSS_SELECTOR, ".draft-back") == [], "what was sent is no draft any more"

    _enter(phone, "convenor")
    phone.open("/leader")
    assert "1" in phone.see(".tile", "批示待审阅")
    phone.see("#live.live-on")
    phone.tap("#act-theme > summary")
    _write(phone, "f-theme-theme", "未写完的")
    phone.site.kiosk.register(pages=1)
    phone.see(".tile[href*=today]", "2")
    assert phone.browser.find_element(By.ID, "f-theme-theme").get_attribute("value") == "未写完的"
    phone.tap(".tile[href*=answered]")
    phone.tap(".row-item > a")
    phone.see(".turn-text", "月底前付清")
    phone.tap("#act-close > summary")
    _write(phone, "f-close-text", "同意，按期督促落实。")
    phone.tap("#act-close .btn-ack")
    phone.see(".case-no .state", "已办结")

    clock.ahead += timedelta(hours=3)
    sweep_round(centre)
    counting.refresh(centre)
    _enter(phone, "convenor")
    phone.open("/supervision")
    phone.see("#live.live-on")
    phone.tap("#pick-all")
    phone.site.kiosk.register(pages=1)
    phone.see("#stale", "列表有新变化")
    _write(phone, "f-remind-text", "请在今天下班前签收并说明情况。")
    phone.tap(".batch .btn-ack")
    phone.see(".done", "已催办")
    phone.open("/supervision")
    phone.tap("#act-circular > summary")
    _write(phone, "f-circular-title", "关于逾期事项的通报")
    _write(phone, "f-circular-text", "下列事项逾期未签收，请立即办理。")
    phone.tap("#act-circular .btn-ack")
    phone.see("h1 .state", "草稿")
    phone.tap("#act-publish > summary")
    phone.tap("#act-publish .btn-ack")
    phone.see(".done", "通报已发布")

    for address in ("/leader", "/matters?show=overdue", "/supervision", "/instructions", "/reports?kind=week"):
        phone.open(address)
        assert phone.browser.execute_script("return document.documentElement.scrollWidth") <= 390, address
    drawn = "return document.querySelectorAll('#days canvas').length"
    assert phone.browser.execute_script(drawn) == 1
    phone.see("#days .legend", "本期")
    assert phone.complaints() == []
