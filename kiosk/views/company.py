"""Who came along, and for whom: one tap for most visitors."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.flow.company import MOST_COMPANIONS, room
from kiosk.flow.events import CameAlone, CompanionDropped, CompanionTyped, Continued, PersonsCounted, PrincipalTyped
from kiosk.flow.visit import Holder, Part
from kiosk.views.identity import Document, masked_name, masked_number, typed_person, verdict
from kiosk.views.model import ViewModel
from kiosk.views.rows import Row, Rows


def row(n: int, person: Holder) -> Row:
    return {
        "n": n,
        "key": person.id_number or person.name,
        "name": masked_name(person.name),
        "number": masked_number(person.id_number),
        "verified": person.verified,
    }


class CompanyModel(ViewModel):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows = Rows(("n", "key", "name", "number", "verified"), "key", self)

    def redraw(self) -> None:
        self._rows.replace([row(n, one) for n, one in enumerate(self.visit.company.companions)])

    @Property(QObject, constant=True)
    def companions(self) -> QObject:
        return self._rows

    @Property(int, notify=changed)
    def persons(self) -> int:
        return self.visit.company.persons

    @Property(int, notify=changed)
    def fewest(self) -> int:
        """Those whose cards were read are here."""
        return 1 + len(self.visit.company.companions)

    @Property(bool, notify=changed)
    def room(self) -> bool:
        return room(self.visit)

    @Property(bool, notify=changed)
    def many(self) -> bool:
        """More came than may speak for the group."""
        return self.visit.company.persons - 1 > MOST_COMPANIONS

    @Property(bool, notify=changed)
    def waiting(self) -> bool:
        return "card" in self.visit.busy

    @Property(bool, notify=changed)
    def readerless(self) -> bool:
        return Part.READER in self.visit.missing

    @Property(str, notify=changed)
    def principal(self) -> str:
        """Masked; "" when the holder speaks for nobody else."""
        who = self.visit.company.principal
        return f"{masked_name(who.name)}　{masked_number(who.id_number)}".strip() if who else ""

    @Slot()
    def alone(self) -> None:
        self.happened.emit(CameAlone())

    @Slot(int)
    def count(self, persons: int) -> None:
        self.happened.emit(PersonsCounted(persons))

    @Slot(int)
    def drop(self, place: int) -> None:
        self.happened.emit(CompanionDropped(place))

    @Slot(str, str, result=str)
    def judge(self, number: str, document: str) -> str:
        return verdict(number, Document(document))

    @Slot(str, str, str)
    def joined(self, name: str, number: str, document: str) -> None:
        self.happened.emit(CompanionTyped(typed_person(name, number, Document(document))))

    @Slot(str, str, str)
    def speaksFor(self, name: str, number: str, document: str) -> None:
        self.happened.emit(PrincipalTyped(typed_person(name, number, Document(document))))

    @Slot()
    def speaksForNobody(self) -> None:
        self.happened.emit(PrincipalTyped(None))

    @Slot()
    def proceed(self) -> None:
        self.happened.emit(Continued())
