"""The summary before handing in, and who would be responsible."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Property, Signal, Slot

from kiosk.flow.events import MatterChosen, SubmitAsked
from kiosk.reading.result import FieldKind
from kiosk.views.earlier import shortened
from kiosk.views.identity import masked_name, masked_number
from kiosk.views.model import ViewModel
from kiosk.views.writing import strokes_of

#: what the summary repeats, in this order; the rest was seen on the screen before
SHOWN = (FieldKind.SUMMARY, FieldKind.REQUEST, FieldKind.COMPLAINED_OF, FieldKind.PLACE, FieldKind.SUM, FieldKind.PHONE)


class SubmitModel(ViewModel):
    changed = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now

    @Property(list, notify=changed)
    def lines(self) -> list[dict[str, str]]:
        fields = self.visit.form.fields
        found = [(kind, [f.value for f in fields if f.kind is kind and f.value]) for kind in SHOWN]
        return [{"kind": kind.value, "value": "；".join(values)} for kind, values in found if values]

    @Property(str, notify=changed)
    def holder(self) -> str:
        who = self.visit.holder
        return f"{masked_name(who.name)}　{masked_number(who.id_number)}" if who else ""

    @Property(str, notify=changed)
    def words(self) -> str:
        """What is signed: the matter and what is asked for."""
        wanted = (FieldKind.SUMMARY, FieldKind.REQUEST)
        return "\n".join(f.value for kind in wanted for f in self.visit.form.fields if f.kind is kind and f.value)

    @Property(int, notify=changed)
    def persons(self) -> int:
        return self.visit.company.persons

    @Property(int, notify=changed)
    def speakers(self) -> int:
        """The holder and those whose names were taken."""
        return 1 + len(self.visit.company.companions)

    @Property(str, notify=changed)
    def behalf(self) -> str:
        """Whom the holder speaks for, masked; "" for nobody else."""
        who = self.visit.company.principal
        return masked_name(who.name) if who else ""

    @Property(str, notify=changed)
    def continues(self) -> str:
        return self.visit.continues

    @Property(int, notify=changed)
    def pages(self) -> int:
        return len(self.visit.pages)

    @Property(bool, notify=changed)
    def publish(self) -> bool:
        return self.visit.form.publish

    @Property(bool, notify=changed)
    def confidential(self) -> bool:
        return self.visit.form.confidential

    @Property(str, notify=changed)
    def suggestionState(self) -> str:
        """ "asking", "unreachable" or "known"."""
        if "suggest" in self.visit.busy:
            return "asking"
        return "known" if self.visit.suggestion else "unreachable"

    @Property(str, notify=changed)
    def unit(self) -> str:
        return self.visit.suggestion.unit_name if self.visit.suggestion else ""

    @Property(str, notify=changed)
    def inHand(self) -> str:
        """The unit that has the matter which is continued, where the machine would send this one elsewhere; "" otherwise.

        While it has it in hand the centre gives it this one too (`server.cases.dispatch.decide`).
        """
        former = next((one.unit_name for one in self.visit.earlier or () if one.number == self.visit.continues), "")
        proposed = self.visit.suggestion.unit_name if self.visit.suggestion else ""
        return former if former != proposed else ""

    @Property(str, notify=changed)
    def category(self) -> str:
        return self.visit.suggestion.category if self.visit.suggestion else ""

    @Property(str, notify=changed)
    def reason(self) -> str:
        return self.visit.suggestion.reason if self.visit.suggestion else ""

    @Property(str, notify=changed)
    def categoryEn(self) -> str:
        return self.visit.suggestion.category_en if self.visit.suggestion else ""

    @Property(str, notify=changed)
    def reasonEn(self) -> str:
        return self.visit.suggestion.reason_en if self.visit.suggestion else ""

    @Property(bool, notify=changed)
    def sending(self) -> bool:
        return "submit" in self.visit.busy

    @Property(dict, notify=changed)
    def similar(self) -> dict[str, str]:
        """An earlier matter that this one is like: number, what it was about, who has it; {} for none."""
        found = self.visit.similar
        if found is None:
            return {}
        return {
            "number": found.number,
            "summary": shortened(found.summary),
            "unit": found.unit_name,
            "state": found.state_text,
            "stateEn": found.state_text_en,
        }

    @Slot(str)
    def continueWith(self, number: str) -> None:
        """ "" for a matter of its own."""
        self.happened.emit(MatterChosen(number))

    @Slot(str)
    def send(self, language: str) -> None:
        """Unsigned: the window asks for signature or fingerprint."""
        self.happened.emit(SubmitAsked(self._now(), locale="en" if language == "en" else "zh"))

    @Slot("QVariantList", str)
    def sendSigned(self, strokes: list[list[float]], language: str) -> None:
        self.happened.emit(SubmitAsked(self._now(), strokes_of(strokes), "en" if language == "en" else "zh"))
