"""A screen of the example hall, with everything it said recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kiosk.bench.examples import AT
from kiosk.bench.screens import Look, example_screen, put_on
from kiosk.flow.visit import Visit
from kiosk.queueing import OfProcess
from kiosk.settling import settle
from kiosk.stallwatch import StallWatch
from kiosk.ui.screen import Screen
from tests.gui.reading_room import complaints
from tests.gui.stalls import PACE_S, Stretches

FIRST_FRAME_MS = 10_000
COMPILED_MS = 60_000

Glimpse = tuple[QImage, str, float]


class Heard:
    """A screen and the events that came from it."""

    def __init__(self, screen: Screen, stretches: Stretches, qtbot: QtBot) -> None:
        self.screen = screen
        self._qtbot = qtbot
        self.stretches = stretches
        self.events: list[object] = []
        screen.happened.connect(self.events.append)

    def put_on(self, look: Look, visit: Visit, glimpse: Glimpse | None = None) -> None:
        """Show a visit in a look. No person turns a window and changes all of its look in one go; only the test does."""
        window = self.screen.window
        if (window.width(), window.height()) != look.size:
            with self._qtbot.waitSignal(window.frameSwapped, timeout=FIRST_FRAME_MS):
                window.resize(*look.size)
                self.screen.set_look(look.language, large=look.large, contrast=look.contrast)
                self.stretches.beside()
        put_on(self.screen, look, visit, glimpse)

    def drawn(self, act: Callable[[], None]) -> None:
        """Do something, and see the picture that follows."""
        with self._qtbot.waitSignal(self.screen.window.frameSwapped, timeout=FIRST_FRAME_MS):
            act()
            self.screen.window.update()

    def complaints(self) -> list[str]:
        """What cannot be read on the screen."""
        said = complaints(self.screen.window)
        self.stretches.beside()
        return said


@pytest.fixture(scope="session")
def compiled(qapp: QCoreApplication, request: pytest.FixtureRequest) -> None:
    """As at a terminal: views are compiled beside the first screen, and Qt keeps that; the program's own is no garbage."""
    screen = example_screen()
    screen.window.show()
    screen.warm()
    QtBot(request).waitUntil(lambda: screen.warmed, timeout=COMPILED_MS)
    screen.close()
    settle()


@pytest.fixture
def heard(qtbot: QtBot, compiled: None) -> Iterator[Heard]:
    screen = example_screen()
    with qtbot.waitSignal(screen.window.frameSwapped, timeout=FIRST_FRAME_MS):
        screen.window.show()
    # as the terminal does: what came before the first picture does not count
    stretches = Stretches()
    shell = screen.window.rootContext().contextProperty("shell")
    watch = StallWatch(
        lambda: str(shell.property("step")), lambda: AT, heard=stretches.heard, queued=OfProcess(), pace_s=PACE_S
    )
    watch.start()
    yield Heard(screen, stretches, qtbot)
    watch.stop()
    screen.close()
    assert stretches.verdict() == ""
