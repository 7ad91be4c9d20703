"""A screen of the example hall, with everything it said recorded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.bench.examples import AT
from kiosk.bench.screens import example_screen
from kiosk.queueing import OfProcess
from kiosk.stallwatch import StallWatch
from kiosk.ui.screen import Screen
from tests.gui.stalls import BOUND_S, Stretches

FIRST_FRAME_MS = 10_000


class Heard:
    """A screen and the events that came from it."""

    def __init__(self, screen: Screen, stretches: Stretches) -> None:
        self.screen = screen
        self.stretches = stretches
        self.events: list[object] = []
        screen.happened.connect(self.events.append)


@pytest.fixture
def heard(qtbot: QtBot) -> Iterator[Heard]:
    screen = example_screen()
    with qtbot.waitSignal(screen.window.frameSwapped, timeout=FIRST_FRAME_MS):
        screen.window.show()
    # as the terminal does: what came before the first picture does not count
    stretches = Stretches()
    watch = StallWatch(lambda: "test", lambda: AT, heard=stretches.heard, queued=OfProcess())
    watch.start()
    yield Heard(screen, stretches)
    watch.stop()
    screen.close()
    assert stretches.longest.own_s < BOUND_S, f"the GUI thread stood still: {stretches.longest}"
