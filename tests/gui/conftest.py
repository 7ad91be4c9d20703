"""A screen of the example hall, with everything it said recorded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.bench.examples import AT
from kiosk.bench.screens import example_screen
from kiosk.queueing import OfProcess
from kiosk.stallwatch import StallWatch
from kiosk.ui.screen import Screen
from tests.gui.stalls import BOUND_S, Stretches


class Heard:
    """A screen and the events that came from it."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.events: list[object] = []
        screen.happened.connect(self.events.append)


@pytest.fixture
def heard(qapp: QApplication) -> Iterator[Heard]:
    screen = example_screen()
    screen.window.show()
    stretches = Stretches()
    watch = StallWatch(lambda: "test", lambda: AT, heard=stretches.heard, queued=OfProcess())
    watch.start()
    yield Heard(screen)
    watch.stop()
    screen.close()
    assert stretches.longest.own_s < BOUND_S, f"the GUI thread stood still: {stretches.longest}"
