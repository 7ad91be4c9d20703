"""Forms to print and fill in with a pen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Property, Signal, Slot

from kiosk.flow.doors.events import BlankChosen
from kiosk.flow.doors.state import Blank, Choosing
from kiosk.views.door import DoorModel


class PapersModel(DoorModel):
    changed = Signal()

    def __init__(self, blanks: Sequence[Blank], *, on_paper: bool) -> None:
        """`on_paper`: this terminal has a printer for A4."""
        super().__init__()
        self._blanks = tuple(blanks)
        self._on_paper = on_paper

    @Property(bool, constant=True)
    def onPaper(self) -> bool:
        return self._on_paper

    @Property(list, notify=changed)
    def blanks(self) -> list[dict[str, str]]:
        return [
            {
                "key": one.key,
                "zh": one.title,
                "en": one.title_english,
                "picture": one.picture,
                "whenZh": one.when,
                "whenEn": one.when_english,
            }
            for one in self._blanks
        ]

    @Property(str, notify=changed)
    def chosen(self) -> str:
        """Key of the form that was asked for last, ""."""
        door = self.visit.door
        return door.blank.key if isinstance(door, Choosing) and door.blank else ""

    @Property(bool, notify=changed)
    def asSlip(self) -> bool:
        door = self.visit.door
        return isinstance(door, Choosing) and not door.on_paper

    @Property(str, notify=changed)
    def printState(self) -> str:
        return self.visit.print_state.value

    @Slot(str, bool, str)
    def choose(self, key: str, on_paper: bool, locale: str) -> None:
        """`locale` "zh" or "en": of the screen."""
        found = next((one for one in self._blanks if one.key == key), None)
        if found is not None:
            self.happened.emit(BlankChosen(found, on_paper and self._on_paper, "en" if locale == "en" else "zh"))
