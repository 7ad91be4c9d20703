"""Laying down the identity card, having its printed face read, or typing name and number by hand."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot

from kiosk.flow.events import FaceAsked, HolderTyped, RetryAsked
from kiosk.views.identity import Document, typed_person, verdict
from kiosk.views.model import ViewModel


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

    @Slot(str, str, result=str)
    def judge(self, number: str, document: str) -> str:
        return verdict(number, Document(document))

    @Slot(str, str, str)
    def typed(self, name: str, number: str, document: str) -> None:
        self.happened.emit(HolderTyped(typed_person(name, number, Document(document))))
