"""What the pages behind the other doors share: a slip that is printed on request, and said honestly."""

from __future__ import annotations

from PySide6.QtCore import Slot

from kiosk.flow.doors.events import LeafletAsked
from kiosk.flow.events import PrintSeen, RetryAsked
from kiosk.views.model import ViewModel


class DoorModel(ViewModel):
    """A subclass declares `changed` and the property `printState`, see `ViewModel`."""

    @Slot(str)
    def printSheet(self, language: str) -> None:
        self.happened.emit(LeafletAsked("en" if language == "en" else "zh"))

    @Slot()
    def retry(self) -> None:
        self.happened.emit(RetryAsked())

    @Slot(bool)
    def seen(self, came_out: bool) -> None:
        self.happened.emit(PrintSeen(came_out))
