"""How a matter goes, what one thinks of the result, and the request for review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Property, Signal, Slot

from kiosk.flow.doors.asking import may_ask_review, subjects
from kiosk.flow.doors.events import CodeTyped, MatterPicked, PlaceChosen, ResultRated, ReviewWritten
from kiosk.flow.doors.state import Asking, Matter, Place
from kiosk.views.door import DoorModel
from kiosk.views.model import clock_row, moment

ROLES = ("n", "number", "state", "stateText", "stateTextEn", "unit", "registered", "nowZh", "nowEn", "nextZh", "nextEn")


def row(n: int, matter: Matter) -> dict[str, object]:
    return {
        "n": n,
        "number": matter.number,
        "state": matter.state,
        "stateText": matter.state_text,
        "stateTextEn": matter.state_text_en,
        "unit": matter.unit_name,
        "registered": moment(matter.registered_at),
        "nowZh": matter.now[0],
        "nowEn": matter.now[1],
        "nextZh": matter.then[0],
        "nextEn": matter.then[1],
    }


class AskModel(DoorModel):
    changed = Signal()
    looked = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._serial = 0

    def look(self, serial: int) -> None:
        """Show the live picture with this number, from 1; 0: the camera shows none."""
        self._serial = serial
        self.looked.emit()

    @Property(str, notify=looked)
    def picture(self) -> str:
        """What the camera sees while a slip is looked for; "" for a camera that shows nothing beforehand."""
        return f"image://live/{self._serial}" if self._serial else ""

    @property
    def _door(self) -> Asking:
        return self.visit.door if isinstance(self.visit.door, Asking) else Asking()

    @Property(str, notify=changed)
    def place(self) -> str:
        return self._door.place.value

    @Property(str, notify=changed)
    def known(self) -> str:
        """Number of the matter whose code is asked for, ""."""
        return self._door.number

    @Property(str, notify=changed)
    def said(self) -> str:
        """A value of `Said`, "nothing" for none."""
        return self._door.said.value

    @Property(str, notify=changed)
    def work(self) -> str:
        """What is under way: "ask", "card", "scan", "sending" or ""."""
        return next((name for name in ("ask", "sending", "scan", "card") if name in self.visit.busy), "")

    @Property(list, notify=changed)
    def matters(self) -> list[dict[str, object]]:
        return [row(n, one) for n, one in enumerate(self._door.matters)]

    @Property(dict, notify=changed)
    def matter(self) -> dict[str, object]:
        """The matter that is looked at; empty strings for none."""
        found = self._door.matter
        if found is None:
            return dict.fromkeys(ROLES, "")
        return row(self._door.chosen, found)

    @Property(list, notify=changed)
    def clocks(self) -> list[dict[str, object]]:
        """Running ones first."""
        found = self._door.matter
        lines = sorted(found.clocks, key=lambda line: (line.met, line.due_at)) if found else ()
        return [clock_row(line) for line in lines]

    @Property(list, notify=changed)
    def stops(self) -> list[dict[str, str]]:
        found = self._door.matter
        stops = found.stops if found else ()
        return [{"text": s.text, "english": s.text_english, "at": moment(s.at)} for s in reversed(stops)]

    @Property(bool, notify=changed)
    def withCode(self) -> bool:
        """The matter was opened with its query code, not found by card."""
        return self._door.matter is not None and bool(self._door.matter.code)

    @Property(bool, notify=changed)
    def rateOffered(self) -> bool:
        return bool(self._subjects())

    def _subjects(self) -> tuple[str, ...]:
        return subjects(self._door.matter) if self._door.matter else ()

    @Property(list, notify=changed)
    def subjects(self) -> list[str]:
        """What may be rated: "unit" once it answered, "office"."""
        return list(self._subjects())

    @Property(bool, notify=changed)
    def reviewOffered(self) -> bool:
        return self._door.matter is not None and may_ask_review(self._door.matter, self._now())

    @Property(str, notify=changed)
    def printState(self) -> str:
        return self.visit.print_state.value

    @Slot(str)
    def go(self, place: str) -> None:
        self.happened.emit(PlaceChosen(Place(place)))

    @Slot(str, str)
    def typed(self, number: str, code: str) -> None:
        self.happened.emit(CodeTyped(number, code.replace("-", "")))

    @Slot(int)
    def pick(self, index: int) -> None:
        self.happened.emit(MatterPicked(index))

    @Slot(str, int)
    def rate(self, subject: str, level: int) -> None:
        self.happened.emit(ResultRated(subject, level))

    @Slot(str)
    def review(self, reason: str) -> None:
        self.happened.emit(ReviewWritten(reason))
