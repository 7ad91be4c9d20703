"""Whoever opened the page of receipts can check slips on it although the centre answers no more."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By

from tests.e2e.web.conftest import Phone

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("chromium")]


def _said(phone: Phone, text: str, shown: str, words: str) -> str:
    field = phone.browser.find_element(By.ID, "text")
    field.clear()
    field.send_keys(text)
    phone.tap("#check button")
    return phone.see(shown, words)


def test_a_slip_is_checked_on_the_phone_once_the_centre_is_gone(phone: Phone) -> None:
    matter = phone.site.kiosk.register()
    code = f"{phone.site.address}/progress?n={matter.number}&c={matter.query_code}&p={matter.proof}"
    phone.open("/receipts")
    phone.see('#check[data-ready="1"]')
    phone.site.stop()
    assert matter.number in _said(phone, code, "#good", "真实：由本中心签发")
    # another number, code, moment and signature, and the same bits spelt otherwise
    for part in (f"n={matter.number[:4]}", f"c={matter.query_code[:3]}", "p=1.1", matter.proof[:-8]):
        place = code.index(part) + len(part)
        other = code[:place] + ("2" if code[place] != "2" else "3") + code[place + 1 :]
        assert matter.number not in _said(phone, other, "#bad", "不真实")
    last = chr(ord(code[-1]) + 1)
    _said(phone, code[:-1] + last, "#bad", "这不是可以核验的")
    _said(phone, "https://example.cn/?n=1", "#bad", "这不是可以核验的")
    assert matter.number in _said(phone, code, "#good", "本机核验")
