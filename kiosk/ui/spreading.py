"""Makes what QML loads asynchronously a little at a time, so that a finger is never kept waiting for a page of many lines."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtQml import QQmlIncubationController

#: of the GUI thread at a stretch, ms; Qt's own measure, a third of a frame, would show a long page only after several frames
SLICE_MS = 12


class Spreading(QQmlIncubationController):
    """Set it on the engine before anything is loaded, and hold it as long as the engine lives."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._make)

    def incubatingObjectCountChanged(self, count: int) -> None:
        if count and not self._timer.isActive():
            self._timer.start()
        elif not count:
            self._timer.stop()

    def _make(self) -> None:
        self.incubateFor(SLICE_MS)
