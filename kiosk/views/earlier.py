"""Earlier matters of the person who came: continue one, or begin a new one."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.flow.events import MatterChosen
from kiosk.flow.visit import Earlier
from kiosk.views.identity import masked_name, masked_number
from kiosk.views.model import ViewModel, clock_row, moment
from kiosk.views.rows import Row, Rows

ROLES = ("n", "number", "registered", "category", "summary", "stateText", "unit", "clocks")

#: enough to know one's own matter again; two lines on a tall screen
SUMMARY_CHARACTERS = 60


def shortened(summary: str) -> str:
    """The beginning of a long summary."""
    return summary if len(summary) <= SUMMARY_CHARACTERS else f"{summary[:SUMMARY_CHARACTERS]}……"


def row(n: int, matter: Earlier) -> Row:
    return {
        "n": n,
        "number": matter.number,
        "registered": moment(matter.registered_at),
        "category": matter.category,
        "summary": shortened(matter.summary),
        "stateText": matter.state_text,
        "unit": matter.unit_name,
        "clocks": [clock_row(line) for line in matter.clocks],
    }


class EarlierModel(ViewModel):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows = Rows(ROLES, "number", self)

    def redraw(self) -> None:
        self._rows.replace([row(n, matter) for n, matter in enumerate(self.visit.earlier or ())])

    @Property(QObject, constant=True)
    def matters(self) -> QObject:
        return self._rows

    @Property(str, notify=changed)
    def state(self) -> str:
        """ "looking", "unreachable", "none" or "some"."""
        if "lookup" in self.visit.busy:
            return "looking"
        if self.visit.earlier is None:
            return "unreachable"
        return "some" if self.visit.earlier else "none"

    @Property(str, notify=changed)
    def holderName(self) -> str:
        return masked_name(self.visit.holder.name) if self.visit.holder else ""

    @Property(str, notify=changed)
    def holderNumber(self) -> str:
        return masked_number(self.visit.holder.id_number) if self.visit.holder else ""

    @Property(bool, notify=changed)
    def verified(self) -> bool:
        return bool(self.visit.holder and self.visit.holder.verified)

    @Slot(str)
    def choose(self, number: str) -> None:
        """Continue the matter with this number; "" for a new one."""
        self.happened.emit(MatterChosen(number))
