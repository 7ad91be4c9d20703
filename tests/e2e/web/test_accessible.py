"""Every page that some role can open, as a screen reader and a keyboard meet it; a new page is among them by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from installer.bench.browsing import LOOKS, enter, findings, put_on, served, weight
from installer.bench.examples import examples
from installer.bench.pages import MOST_BYTES
from installer.bench.walk import Stop, stops, unseen

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("chromium")]

PHONE, DESK_DARK = LOOKS[0], LOOKS[3]
#: a desk of 1280 pixels at 200 %
ENLARGED = replace(DESK_DARK, width=640, height=450)
#: asked for with GET and no page of their own: parts of pages, pictures, what leads on, what machines ask
NO_PAGES = {
    "/": "leads on",
    "/inbox/matters": "the list alone",
    "/wall/board": "what changes on the wall",
    "/cases/{case_id}/pages/{number}": "a picture",
    "/cases/{case_id}/photos/{photo}": "a picture",
    "/admin/exchange/file": "a table",
    "/reception/list": "the list alone",
    "/reception/handovers/{handover_id}/pages/{number}": "a picture",
    "/reception/handovers/{handover_id}/receipt": "the page of /register/receipts",
    "/register/scans/{sha256}": "a picture",
}
#: every element that can have the focus, given the focus: those on which nothing shows it
_UNSEEN_FOCUS = """
return Array.from(document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary'))
  .filter((one) => one.offsetParent !== null && !one.disabled)
  .filter((one) => {
    one.focus({focusVisible: true, preventScroll: true});
    if (document.activeElement !== one) return false;
    const shown = [one, one.nextElementSibling].filter(Boolean).map((each) => getComputedStyle(each));
    return !shown.some((style) => style.outlineStyle !== 'none' || style.boxShadow !== 'none');
  })
  .map((one) => one.outerHTML.slice(0, 90));
"""


def _kind(stop: Stop) -> str:
    """Return what the page is, whichever role opens it; the named examples are each of their own."""
    return stop.name.removeprefix(stop.role)


@pytest.mark.timeout(400)
@pytest.mark.expect_log("provisional")
def test_no_page_has_a_serious_finding_hides_the_focus_is_too_wide_or_too_heavy(browser: webdriver.Chrome) -> None:
    with examples() as made:
        every = stops(made)
        wanted = {_kind(one): one for one in reversed(every)}
        # say in installer/bench/matters.py what stands in their address, or in NO_PAGES that they are none
        trouble = [f"nobody reaches {path}" for path in unseen(made, every) if path not in NO_PAGES]
        with served(made.app) as address:
            browser.get(f"{address}/progress")
            who = None
            for stop in sorted(wanted.values(), key=lambda one: one.username):
                if stop.username != who:
                    enter(browser, address, stop.username, made.password)
                    who = stop.username
                put_on(browser, PHONE)
                browser.get(address + stop.path)
                found = findings(browser)
                if weight(browser) > MOST_BYTES:
                    browser.get(address + stop.path)
                    if weight(browser) > MOST_BYTES:
                        found.append(f"{weight(browser)} bytes")
                wide = browser.execute_script("return document.documentElement.scrollWidth")
                if wide > PHONE.width:
                    found.append(f"{wide} pixels wide")
                found += [f"no visible focus: {one}" for one in browser.execute_script(_UNSEEN_FOCUS)]
                put_on(browser, ENLARGED)
                wide = browser.execute_script("return document.documentElement.scrollWidth")
                if wide > ENLARGED.width:
                    found.append(f"{wide} pixels wide where there are {ENLARGED.width}")
                put_on(browser, DESK_DARK)
                found += findings(browser, only=("color-contrast",))
                trouble += [f"{stop.name}: {one}" for one in found]
            put_on(browser, PHONE)
            trouble += _keyboard(browser, address)
        assert not trouble, "\n".join(trouble)


def _keyboard(browser: webdriver.Chrome, address: str) -> list[str]:
    """Go from the top of a page over its first link, which skips the menu, into the form; return what went otherwise."""
    browser.get(f"{address}/progress")

    def press(key: str) -> str:
        browser.switch_to.active_element.send_keys(key)
        where = browser.switch_to.active_element
        return str(where.get_attribute("id") or where.get_attribute("href") or where.text)

    first = press(Keys.TAB)
    press(Keys.ENTER)
    # first the language, then the form from top to bottom
    reached = [press(Keys.TAB) for _ in range(3)][1:]
    return [] if first.endswith("#main") and reached == ["n", "c"] else [f"keyboard: {first}, then {reached}"]
