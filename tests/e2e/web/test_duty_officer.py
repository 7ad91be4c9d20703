"""A unit's duty officer with a phone in hand."""

from __future__ import annotations

from datetime import timedelta

import httpx2
import pytest
from selenium.webdriver.common.by import By

from tests.e2e.web.conftest import Phone, Site
from tests.unit.server.web.centre import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("chromium")]


def test_a_new_matter_appears_by_itself_and_one_tap_stops_the_clock(phone: Phone) -> None:
    phone.sign_in("labour.duty")
    phone.see("#live.live-on")
    registered = phone.site.kiosk.register(pages=2)
    card = f"#matter-{registered.petition_id}"
    assert registered.number in phone.see(card)
    phone.see(".toast-hall", registered.number[-5:])
    assert phone.see(f"{card} .countdown-left")
    phone.tap(f"{card} .btn-ack")
    phone.see(".done", "已确认收到")
    phone.open(f"/cases/{registered.petition_id}")
    phone.see(".clock-calm", "责任单位签收")
    phone.see(".timeline-hall", "王示例")
    assert phone.browser.find_elements(By.CSS_SELECTOR, ".ack-card") == []
    assert phone.complaints() == []


def test_the_count_down_runs_and_turns_red_when_the_time_is_over(phone: Phone) -> None:
    registered = phone.site.kiosk.register()
    phone.site.clock.ahead = timedelta(days=3)
    phone.sign_in("labour.duty")
    assert "逾期" in phone.see(f"#matter-{registered.petition_id}.matter-overdue .countdown-left", "逾期")
    first = phone.see(f"#matter-{registered.petition_id} .countdown-left")
    assert first
    # the other direction: a page opened in time turns red while it is looked at
    phone.site.clock.reset()
    fresh = phone.site.kiosk.register()
    phone.open("/inbox")
    # again and again: the list may be fetched anew meanwhile
    phone.browser.execute_script(
        "const due = new Date(Date.now() + 1500).toISOString(), css = arguments[0];"
        "setInterval(() => { const one = document.querySelector(css); if (one) one.dataset.due = due; }, 50)",
        f"#matter-{fresh.petition_id} .countdown-left",
    )
    phone.see(f"#matter-{fresh.petition_id}.matter-overdue .countdown-left", "逾期")


def test_a_session_that_ends_while_the_list_is_open_leads_to_the_sign_in(phone: Phone) -> None:
    phone.sign_in("labour.duty")
    phone.see("#live.live-on")
    phone.browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    phone.browser.execute_script("document.body.dispatchEvent(new CustomEvent('hall:resync'))")
    phone.see("h1", "工作人员登录")
    assert phone.browser.current_url.endswith("/login?to=/inbox")


def test_another_units_officer_finds_nothing(phone: Phone) -> None:
    registered = phone.site.kiosk.register()
    phone.sign_in("housing.duty")
    assert phone.browser.find_elements(By.ID, f"matter-{registered.petition_id}") == []
    phone.open(f"/cases/{registered.petition_id}")
    assert "没有找到" in phone.see("h1")


def test_leader_and_convenor_hear_of_it_and_read_only(phone: Phone) -> None:
    for username in ("labour.leader", "convenor"):
        phone.sign_in(username)
        phone.see("#live.live-on")
        registered = phone.site.kiosk.register()
        phone.see(f"#matter-{registered.petition_id}")
        assert phone.browser.find_elements(By.CSS_SELECTOR, ".btn-ack") == []
        phone.open(f"/cases/{registered.petition_id}")
        phone.see(".facts", "张**")
        phone.browser.execute_cdp_cmd("Network.clearBrowserCookies", {})


def test_no_page_is_wider_than_the_phone(phone: Phone) -> None:
    registered = phone.site.kiosk.register(summary="反映拖欠工资" + "W" * 300)
    phone.sign_in("labour.duty")
    progress = f"/progress?n={registered.number}&c={registered.query_code}"
    for path in ("/inbox", f"/cases/{registered.petition_id}", progress, "/login", "/nowhere"):
        phone.open(path)
        assert phone.browser.execute_script("return document.documentElement.scrollWidth") <= 390, path


def test_everything_works_without_scripts_over_a_real_line(site: Site) -> None:
    registered = site.kiosk.register()
    with httpx2.Client(base_url=site.address, follow_redirects=True) as client:
        listed = client.post("/login", data={"username": "labour.duty", "password": PASSWORD}).text
        csrf = listed.split('name="csrf" value="')[1].split('"')[0]
        where = f"/cases/{registered.petition_id}"
        assert client.post(f"{where}/acknowledge", data={"csrf": "forged"}).status_code == 403
        file = client.post(f"{where}/acknowledge", data={"csrf": csrf}).text
    assert "已确认收到" in file
    assert "责任单位已签收" in file


def test_a_citizen_follows_the_matter_with_the_slip(phone: Phone) -> None:
    registered = phone.site.kiosk.register()
    phone.open("/progress")
    phone.browser.find_element(By.ID, "n").send_keys(registered.number)
    phone.browser.find_element(By.ID, "c").send_keys(registered.query_code)
    phone.tap(".btn-ack")
    phone.see(".result-state", "等待签收")
    phone.see(".way-done", "已转送责任单位")
    assert "张" not in phone.see("body")
    assert phone.complaints() == []
