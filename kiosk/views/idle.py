"""The screen that waits: hall information that the law asks for, and one big start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal, Slot

from kiosk.flow.events import Started
from kiosk.views.model import ViewModel


class IdleModel(ViewModel):
    changed = Signal()

    def __init__(self, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        super().__init__()
        self._now = now
        self._new_id = new_id

    @Slot()
    def start(self) -> None:
        self.happened.emit(Started(self._new_id(), self._now()))
