"""The screen that waits: hall information that the law asks for, and one big start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Property, Signal, Slot

from kiosk.flow.doors.events import DoorOpened
from kiosk.flow.events import Started
from kiosk.flow.visit import Part, Step
from kiosk.views.model import ViewModel

PICTURES = {Part.READER: "card", Part.CAMERA: "camera", Part.PRINTER: "printer", Part.OCR: "page"}


class IdleModel(ViewModel):
    changed = Signal()

    def __init__(self, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        super().__init__()
        self._now = now
        self._new_id = new_id

    @Property(list, notify=changed)
    def without(self) -> list[dict[str, str]]:
        """Word and picture of what the terminal has to do without at the moment, so that nobody is surprised by it later."""
        lacking = (part for part in Part if part in self.visit.missing)
        return [{"word": f"idle_without_{part.value}", "picture": PICTURES[part]} for part in lacking]

    @Slot(str)
    def open(self, door: str) -> None:
        """One of the other doors, by the name of its step."""
        self.happened.emit(DoorOpened(Step(door), self._new_id(), self._now()))

    @Slot()
    def start(self) -> None:
        self.happened.emit(Started(self._new_id(), self._now()))
