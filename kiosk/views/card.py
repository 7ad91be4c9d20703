"""Laying down the identity card, having its printed face read, or typing name and number by hand."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot

from kiosk.flow.events import FaceAsked, HolderTyped, RetryAsked
from kiosk.flow.visit import Holder
from kiosk.reading.result import Source
from kiosk.views.identity import LENGTH, birth_of, sex_of
from kiosk.views.model import ViewModel

#: GA/T 517: resident identity card
RESIDENT_CARD = "111"


class CardModel(ViewModel):
    changed = Signal()

    @Property(bool, notify=changed)
    def waiting(self) -> bool:
        """The reader waits for a card or is reading one."""
        return "card" in self.visit.busy

    @Property(bool, notify=changed)
    def faceBusy(self) -> bool:
        """The printed face is being photographed or read."""
        return bool(self.visit.busy & {"face", "face_reading"})

    @Slot()
    def retry(self) -> None:
        self.happened.emit(RetryAsked())

    @Slot()
    def photograph(self) -> None:
        self.happened.emit(FaceAsked())

    @Slot(str, result=str)
    def judge(self, number: str) -> str:
        """What the form says about the number typed so far: "empty", "short", "wrong" or "good"."""
        if not number:
            return "empty"
        if len(number) < LENGTH:
            return "short"
        return "good" if birth_of(number) else "wrong"

    @Slot(str, str)
    def typed(self, name: str, number: str) -> None:
        """Name and number as typed; birth and sex follow from the number. Never counts as verified."""
        number = number.upper()
        self.happened.emit(
            HolderTyped(
                Holder(
                    name=name.strip(),
                    id_type=RESIDENT_CARD,
                    id_number=number,
                    sex=sex_of(number),
                    ethnic="",
                    birth=birth_of(number),
                    registered_address="",
                    verified=False,
                    source=Source.MANUAL,
                )
            )
        )
