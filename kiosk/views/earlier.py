"""Earlier matters of the person who came: continue one, or begin a new one."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.flow.events import MatterChosen, ResultWanted
from kiosk.flow.visit import Earlier
from kiosk.reading.result import Source
from kiosk.views.identity import masked_name, masked_number
from kiosk.views.model import ViewModel, clock_row, moment
from kiosk.views.rows import Row, Rows

ROLES = (
    "n",
    "number",
    "registered",
    "category",
    "categoryEn",
    "summary",
    "state",
    "stateText",
    "stateTextEn",
    "unit",
    "clocks",
    "answered",
)

#: states in which there is a result to be rated or reviewed
ANSWERED = frozenset({"delivered", "review_delivered", "recheck_delivered", "final", "archived"})

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
        "categoryEn": matter.category_en,
        "summary": shortened(matter.summary),
        "state": matter.state,
        "stateText": matter.state_text,
        "stateTextEn": matter.state_text_en,
        "answered": matter.state in ANSWERED,
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
        """Masked, but in full while it has to be compared with the card."""
        holder = self.visit.holder
        if holder is None:
            return ""
        return holder.name if holder.source is Source.PRINT else masked_name(holder.name)

    @Property(str, notify=changed)
    def holderNumber(self) -> str:
        holder = self.visit.holder
        if holder is None:
            return ""
        return holder.id_number if holder.source is Source.PRINT else masked_number(holder.id_number)

    @Property(bool, notify=changed)
    def verified(self) -> bool:
        return bool(self.visit.holder and self.visit.holder.verified)

    @Property(bool, notify=changed)
    def printed(self) -> bool:
        """Name and number were read from the printed face and are to be compared with it."""
        return bool(self.visit.holder and self.visit.holder.source is Source.PRINT)

    @Slot(str)
    def bringPapers(self, number: str) -> None:
        self.happened.emit(MatterChosen(number, papers=True))

    @Slot(str)
    def wantResult(self, number: str) -> None:
        """Rate it, or ask for review."""
        self.happened.emit(ResultWanted(number))

    @Slot(str)
    def choose(self, number: str) -> None:
        """Continue the matter with this number; "" for a new one."""
        self.happened.emit(MatterChosen(number))
