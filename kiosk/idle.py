"""Looks once a second whether anybody is still there."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.flow.idle import IdleLimits, seconds_left
from kiosk.flow.visit import Visit

#: ms; the seconds left are counted down on the screen
TICK = 1000


class IdleWatch(QObject):
    """Signals: `warned` (seconds left, 0 to take the question away), `expired`."""

    warned = Signal(int)
    expired = Signal()

    def __init__(
        self, visit: Callable[[], Visit], limits: IdleLimits, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._visit = visit
        self._limits = limits
        self._clock = clock
        self._touched_at = clock()
        self._asking = False
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self.look)

    def limit(self, limits: IdleLimits) -> None:
        """Other limits from now on."""
        self._limits = limits

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def touched(self) -> None:
        """The visitor is there, or the visit moved on."""
        self._touched_at = self._clock()
        if self._asking:
            self._asking = False
            self.warned.emit(0)

    def look(self) -> None:
        left = seconds_left(self._visit(), self._clock() - self._touched_at, self._limits)
        if left is None:
            return
        if left == 0:
            self.touched()
            self.expired.emit()
        else:
            self._asking = True
            self.warned.emit(left)
