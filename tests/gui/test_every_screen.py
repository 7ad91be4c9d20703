"""Every screen in every look shows without a Qt message, and nothing on it is cut off."""

from __future__ import annotations

import pytest
from pytestqt.exceptions import TimeoutError as NeverSettled
from pytestqt.qtbot import QtBot

from kiosk.bench.doors import doors
from kiosk.bench.examples import AT, RECEIPT, visits
from kiosk.bench.fingers import Fingers
from kiosk.bench.screens import LOOKS, Look, glimpse_of
from kiosk.flow.visit import Visit
from tests.gui.conftest import Heard
from tests.gui.reading_room import visible

#: the other doors are read where room is scarcest: in large type, and in the look of high contrast
BEHIND = frozenset(name for name, _ in doors(AT, Visit(), RECEIPT))
#: ms in which layouts have settled on a busy machine; a good screen needs a fraction of it
SETTLED = 1500


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_every_screen_reads_well(heard: Heard, qtbot: QtBot, look: Look) -> None:
    window = heard.screen.window
    heard.screen.warm()
    faults = {}

    for name, visit in visits():
        if name in BEHIND and not (look.large or look.contrast):
            continue
        heard.put_on(look, visit, glimpse_of(name))
        try:
            qtbot.waitUntil(
                lambda: window.rootObject().width() == look.size[0] and not heard.complaints(), timeout=SETTLED
            )
        except NeverSettled:
            faults[name] = heard.complaints()
    assert faults == {}


@pytest.mark.parametrize("look", [look for look in LOOKS if not look.large], ids=lambda look: look.name)
def test_the_first_screen_needs_no_scrolling(heard: Heard, qtbot: QtBot, look: Look) -> None:
    heard.put_on(look, Visit())
    window = heard.screen.window
    qtbot.waitUntil(lambda: window.rootObject().width() == look.size[0], timeout=SETTLED)
    start = Fingers(window)
    qtbot.waitUntil(lambda: start.find("start") is not None, timeout=SETTLED)
    window.grabWindow()
    heard.stretches.beside()
    sheet = next(item for item in visible(window.contentItem()) if item.inherits("QQuickFlickable"))
    qtbot.waitUntil(lambda: sheet.property("contentHeight") <= sheet.height() + 1, timeout=SETTLED)
