"""What keeps a visitor inside the terminal: full screen, on top, and no key or signal of the desktop closes or leaves it.

The way out is the attendant's PIN (`kiosk.exits.Exit.LEFT`). What the display server takes before any program sees it
(Ctrl+Alt+F1, a desktop's own task switch) is closed by the session: docs/kiosk-lockdown.md.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtQuick import QQuickView

log = logging.getLogger("hall.kiosk.lockdown")

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
_ALT, _CONTROL, _META = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.MetaModifier,
)
#: keys of the desktop, whatever is held beside them
_ALWAYS = frozenset({Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_Meta, Qt.Key.Key_Menu, Qt.Key.Key_Print})
#: with Alt: close, switch, the window's menu; with Control: quit, close, and a way to other programs
_WITH_ALT = frozenset({Qt.Key.Key_F4, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_Space})
_WITH_CONTROL = frozenset({Qt.Key.Key_Q, Qt.Key.Key_W, Qt.Key.Key_Escape, Qt.Key.Key_F4})
#: left full screen, or behind another window: it is put back after this, ms
PUT_BACK = 250


def leads_out(key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
    """Whether these keys belong to the desktop and not to the terminal."""
    if key in _ALWAYS or held & _META:
        return True
    if held & _ALT and held & _CONTROL:
        return True
    return bool((held & _ALT and key in _WITH_ALT) or (held & _CONTROL and key in _WITH_CONTROL))


def _key(event: QKeyEvent) -> Qt.Key:
    """Characters beyond Latin have no name of their own, and lead nowhere."""
    try:
        return Qt.Key(event.key())
    except ValueError:
        return Qt.Key.Key_unknown


class Lockdown(QObject):
    """Holds `window` from its making until `release`."""

    def __init__(self, window: QQuickView) -> None:
        super().__init__(window)
        self._window = window
        self._held = True
        window.setFlags(window.flags() | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        QGuiApplication.setQuitOnLastWindowClosed(False)
        self._put_back = QTimer(self, interval=PUT_BACK, singleShot=True)
        self._put_back.timeout.connect(self._hold)
        window.windowStateChanged.connect(lambda _: self._put_back.start())
        window.activeChanged.connect(self._put_back.start)
        window.visibilityChanged.connect(lambda _: self._put_back.start())
        application = QGuiApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def release(self) -> None:
        """The program ends by its own decision."""
        self._held = False
        self._put_back.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._held:
            return False
        kind = event.type()
        if kind == QEvent.Type.Close and watched is self._window:
            log.warning("somebody tried to close the window")
            event.ignore()
            return True
        return kind in _KEYS and isinstance(event, QKeyEvent) and leads_out(_key(event), event.modifiers())

    def _hold(self) -> None:
        if not self._held:
            return
        if not self._window.windowStates() & Qt.WindowState.WindowFullScreen or not self._window.isVisible():
            self._window.showFullScreen()
        if not self._window.isActive():
            self._window.raise_()
            self._window.requestActivate()
