"""No key of the desktop, no closing and no other window takes a visitor out of a locked terminal."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.bench.examples import visits
from kiosk.lockdown import Lockdown, leads_out
from tests.gui.conftest import Heard

VISITS = dict(visits())
ALT, CONTROL, META, PLAIN = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.MetaModifier,
    Qt.KeyboardModifier.NoModifier,
)
OUT = [
    (Qt.Key.Key_F4, ALT),
    (Qt.Key.Key_Tab, ALT),
    (Qt.Key.Key_Escape, CONTROL),
    (Qt.Key.Key_Q, CONTROL),
    (Qt.Key.Key_W, CONTROL),
    (Qt.Key.Key_Delete, ALT | CONTROL),
    (Qt.Key.Key_F1, ALT | CONTROL),
    (Qt.Key.Key_D, META),
    (Qt.Key.Key_Super_L, PLAIN),
]
#: a keyboard at the window, and one for writing
STAY = [(Qt.Key.Key_A, CONTROL), (Qt.Key.Key_F4, PLAIN), (Qt.Key.Key_Tab, PLAIN), (Qt.Key.Key_Escape, PLAIN)]


class Keys(QObject):
    """What reaches the window."""

    def __init__(self) -> None:
        super().__init__()
        self.came: set[int] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.came.add(event.key())
        return False


@pytest.mark.parametrize(("key", "held"), OUT)
def test_keys_of_the_desktop_lead_nowhere(key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    assert leads_out(key, held)


@pytest.mark.parametrize(("key", "held"), STAY)
def test_keys_of_the_terminal_reach_it(key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    assert not leads_out(key, held)


@pytest.mark.expect_log("somebody tried to close the window")
def test_a_locked_window_cannot_be_closed_left_or_made_small(heard: Heard, qtbot: QtBot) -> None:
    window = heard.screen.window
    lock = Lockdown(window)
    # at a terminal this comes before the first picture
    with qtbot.waitSignal(window.frameSwapped, timeout=5000):
        window.showFullScreen()
        heard.stretches.beside()
    heard.screen.show(VISITS["notice"])
    QGuiApplication.sendEvent(window, QCloseEvent())
    assert window.isVisible()
    keys = Keys()
    window.installEventFilter(keys)
    for key, held in (*OUT, (Qt.Key.Key_A, PLAIN)):
        QTest.keyClick(window, key, held)
    assert keys.came - {Qt.Key.Key_Alt, Qt.Key.Key_Control} == {Qt.Key.Key_A}
    window.showMinimized()
    qtbot.waitUntil(lambda: bool(window.windowStates() & Qt.WindowState.WindowFullScreen), timeout=5000)
    lock.release()
    assert not lock.eventFilter(window, QEvent(QEvent.Type.Close))
