"""The pages screen with a live camera, and what can be done with a page that was taken."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.bench.examples import visits
from kiosk.bench.screens import glimpse_of
from kiosk.bench.visitor import Tap, WaitFor
from kiosk.flow import events
from kiosk.flow.visit import Visit
from tests.gui.conftest import Heard
from tests.gui.test_taps import work

VISITS = dict(visits())


@pytest.mark.parametrize(
    ("target", "event"),
    [
        ("pages.earlier.1", events.PageMoved("p1", -1)),
        ("pages.later.1", events.PageMoved("p1", 1)),
        ("pages.retake.0", events.PageRetaken("p0")),
        ("pages.drop.2", events.PageDropped("p2")),
    ],
)
def test_a_page_is_moved_retaken_or_taken_off(heard: Heard, qtbot: QtBot, target: str, event: object) -> None:
    assert work(heard, qtbot, VISITS["pages"], Tap(target)) == [event]


def test_the_first_page_cannot_come_earlier_nor_the_last_later(heard: Heard, qtbot: QtBot) -> None:
    script = (WaitFor("pages.earlier.0", gone=True), WaitFor("pages.later.2", gone=True), WaitFor("pages.later.0"))
    assert work(heard, qtbot, VISITS["pages"], *script) == []


def test_pages_change_places_on_the_screen(heard: Heard, qtbot: QtBot) -> None:
    first, second, third = VISITS["pages"].pages
    heard.screen.show(VISITS["pages"])
    changed = replace(VISITS["pages"], pages=(second, first, third))
    assert work(heard, qtbot, changed, Tap("pages.retake.0")) == [events.PageRetaken("p1")]


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
def test_the_button_stays_beside_the_live_picture(heard: Heard, qtbot: QtBot, size: tuple[int, int]) -> None:
    heard.screen.window.resize(*size)
    glimpse = glimpse_of("pages-live-settling")
    assert glimpse is not None
    heard.screen.look(*glimpse)
    assert work(heard, qtbot, VISITS["pages-live-settling"], Tap("pages.take")) == [events.CaptureAsked()]


def test_no_live_picture_outlives_the_screen(heard: Heard, qtbot: QtBot) -> None:
    glimpse = glimpse_of("pages-live-taken")
    assert glimpse is not None
    heard.drawn(lambda: heard.screen.show(VISITS["pages"]))
    heard.drawn(lambda: heard.screen.look(*glimpse))
    assert not heard.screen.live.empty
    heard.screen.look(None)
    heard.screen.show(Visit())
    assert heard.screen.live.empty
