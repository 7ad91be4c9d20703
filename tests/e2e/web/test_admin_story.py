"""An administrator with a phone: sees what is wrong, tries a change of duties, saves it, undoes it, sets a terminal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from server.accounts.tables import Account, Role
from server.core.database import transaction
from tests.e2e.web.conftest import Phone
from tests.unit.server.web.centre import HOUSING, PASSWORD, PASSWORD_HASH

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("chromium")]


def test_a_duty_is_tried_saved_and_undone_and_a_terminal_is_set(phone: Phone) -> None:
    centre = phone.site.centre
    with transaction(centre.engine) as session:
        session.add(
            Account(username="it.admin", display="周示例", role=Role.ADMINISTRATOR, password_hash=PASSWORD_HASH)
        )
    phone.site.clock.ahead = timedelta(0)
    phone.site.kiosk.register()
    phone.open("/login?to=/admin")
    phone.browser.find_element(By.ID, "account").send_keys("it.admin")
    phone.browser.find_element(By.ID, "password").send_keys(PASSWORD)
    phone.tap(".btn-ack")
    phone.see(".verdict-bad h1", "有故障需要处理")
    phone.see(".part-bad", "时限后台")

    phone.open("/admin/catalogue")
    phone.tap(".sheet td.do a")
    Select(phone.browser.find_element(By.ID, "f-unit")).select_by_value(HOUSING)
    phone.tap('form[action="/admin/catalogue/change"] .btn-save')
    phone.see("#preview", "去向改变 1 件")
    phone.tap('#preview button[name="save"]')
    phone.see(".done", "已保存")
    assert phone.site.kiosk.register().decision.unit.code == HOUSING  # type: ignore[union-attr]
    phone.open("/admin/history?kind=catalogue")
    phone.tap('form[action="/admin/history/undo"] button')
    phone.see(".done", "已恢复")
    phone.see(".timeline-hall", "已撤销")
    assert phone.site.kiosk.register().decision.unit.code != HOUSING  # type: ignore[union-attr]

    phone.open("/admin/kiosks")
    phone.tap(".sheet td.do a")
    Select(phone.browser.find_element(By.ID, "f-voice")).select_by_value("on")
    phone.browser.find_element(By.ID, "f-volume").send_keys("60")
    phone.tap('form[action="/admin/kiosks/settings"] .btn-save')
    phone.see(".done", "已保存")
    wide = phone.browser.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, "the page is wider than the phone"
    assert phone.complaints() == []
