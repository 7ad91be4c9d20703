"""A morning in the hall: the slip's number is called on the wall, and at home the citizen follows, rates and asks for review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from selenium.webdriver.common.by import By

from server.accounts.tables import Account
from server.calling import displays
from server.cases import access, papers, service, steps
from server.cases.access import Reader
from server.contract.v1 import RegisterResponse
from server.core.database import transaction
from server.core.work import Work
from tests.e2e.web.conftest import Phone, Site

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("chromium")]

OPINION = steps.OpinionRequest(
    version=0,
    outcome=steps.Outcome.SUPPORTED,
    facts="经核实，所反映的拖欠工资情况属实。",
    opinion="责令用人单位十日内支付拖欠的工资。",
    basis="《保障农民工工资支付条例》第三条",
)


def _screen(site: Site) -> str:
    with transaction(site.centre.engine, site.centre.domain) as session:
        work = Work(session, site.centre, site.clock(), "account:admin")
        made = displays.make(work, displays.DisplayRequest(name="一楼", region="130406001"))
    return f"/wall?{made.address.partition('?')[2]}"


def _answered(site: Site, matter: RegisterResponse) -> None:
    """The unit takes the matter from receipt to the opinion in the citizen's hands."""

    def hand_over(work: Work, who: Reader, version: int) -> None:
        seq = papers.of_case(work, who, matter.petition_id).items[-1].seq
        said = papers.ServeRequest(version=version, manner="in_person", signed=True, served_at=work.now)
        papers.serve(work, who, matter.petition_id, seq, said)

    ways: tuple[Callable[[Work, Reader, int], object], ...] = (
        lambda work, who, _version: service.acknowledge(work, who, matter.petition_id),
        lambda work, who, version: steps.accept(work, who, matter.petition_id, steps.AcceptRequest(version=version)),
        hand_over,
        lambda work, who, version: steps.issue(
            work, who, matter.petition_id, OPINION.model_copy(update={"version": version})
        ),
        hand_over,
    )
    for take in ways:
        with transaction(site.centre.engine, site.centre.domain) as session:
            work = Work(session, site.centre, site.clock(), "account:labour.duty")
            who = access.reader(session, session.get_one(Account, "labour.duty"))
            take(work, who, access.find(session, who, matter.petition_id).last_seq)


def test_from_the_number_on_the_wall_to_a_request_for_review(phone: Phone) -> None:
    site = phone.site
    site.clock.ahead = datetime(2026, 3, 2, 2, 0, tzinfo=UTC) - datetime.now(UTC)
    wall = _screen(site)
    matter = site.kiosk.register()
    number = matter.receipt.next_steps[0].split("排队号是 ")[1][:4]
    # the wall hears of the call without being asked again
    phone.open(wall)
    phone.see(".matters", matter.number[-5:])
    hall = phone.browser.current_window_handle
    phone.browser.switch_to.new_window("tab")
    phone.sign_in("petition.duty")
    phone.open("/calling?window=3")
    phone.see(".tickets", number)
    phone.browser.find_element(By.ID, "number").send_keys(number)
    phone.tap("form[action='/calling/number'].window-ask button")
    phone.see(".done", f"{number} 已叫号")
    phone.browser.close()
    phone.browser.switch_to.window(hall)
    assert "3号窗口" in phone.see(".now", number).replace("\n", "")
    assert "张" not in phone.see("body")
    # at home, with the slip in hand
    _answered(site, matter)
    phone.browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    phone.open(f"/progress?n={matter.number}&c={matter.query_code}")
    phone.see(".result-state", "结果已送达")
    phone.see(".handed", "信访事项处理意见书")
    phone.tap(".rate-levels label:has(input[value='3'])")
    phone.tap(".rate .btn-other")
    phone.see(".done", "评价已收到")
    phone.tap(".citizen-tools form .btn")
    phone.see(".plain", "The opinion was handed to you.")
    phone.tap(".citizen-tools form .btn")
    phone.tap(".card .act > summary")
    phone.browser.find_element(By.ID, "reason").send_keys("金额计算有误，请求重新核实。")
    phone.tap("form[action='/progress/review'] .btn-ack")
    phone.see(".done", "请求已收到")
    phone.see(".result-state", "复查")
    assert phone.complaints() == []
    # without the centre the telephone says what can be done, and nothing of the matter
    phone.browser.execute_async_script("navigator.serviceWorker.ready.then(arguments[0])")
    site.stop()
    phone.open(f"/progress?n={matter.number}&c={matter.query_code}")
    phone.see("h1", "现在没有网络")
    assert matter.number not in phone.browser.page_source
    assert phone.browser.execute_script("return document.styleSheets.length") >= 2
    # the browser's own word on the line that is gone
    phone.complaints()
