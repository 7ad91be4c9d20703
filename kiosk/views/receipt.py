"""The receipt on the screen, and the honest state of the paper slip."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot

from kiosk.flow.closing import finished_at_window
from kiosk.flow.events import Continued, CopyAsked, PrintSeen, RetryAsked
from kiosk.flow.visit import PrintState
from kiosk.views.model import ViewModel, clock_row, moment

#: letters of the query code that are read in one breath
GROUP = 4


class ReceiptModel(ViewModel):
    changed = Signal()

    @Property(bool, notify=changed)
    def known(self) -> bool:
        return self.visit.receipt is not None

    @Property(bool, notify=changed)
    def sealed(self) -> bool:
        """An accusation: it cannot be followed by code, so none is shown, as on the slip."""
        return bool(self.visit.receipt and self.visit.receipt.restricted)

    @Property(bool, notify=changed)
    def withheld(self) -> bool:
        """Registered at the window, where the visitor stands: nothing is shown here until somebody asks for the slip."""
        return self._withheld()

    def _withheld(self) -> bool:
        return finished_at_window(self.visit) and self.visit.print_state is PrintState.NONE

    @Property(str, notify=changed)
    def window(self) -> str:
        """How the window that registered it calls itself, ""."""
        return self.visit.handover.window if self.visit.handover else ""

    def _text(self, name: str) -> str:
        return str(getattr(self.visit.receipt, name)) if self.visit.receipt else ""

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._text("number")

    @Property(str, notify=changed)
    def queryCode(self) -> str:
        code = self._text("query_code")
        # in groups, as on the slip: eleven letters in a row are not read out without a mistake
        return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))

    @Property(str, notify=changed)
    def unit(self) -> str:
        return self._text("unit_name")

    @Property(str, notify=changed)
    def unitPhone(self) -> str:
        return self._text("unit_phone")

    @Property(str, notify=changed)
    def category(self) -> str:
        return self._text("category")

    @Property(str, notify=changed)
    def reason(self) -> str:
        return self._text("reason")

    @Property(str, notify=changed)
    def reasonEn(self) -> str:
        return self._text("reason_en")

    @Property(str, notify=changed)
    def supervisionPhone(self) -> str:
        return self._text("supervision_phone")

    @Property(str, notify=changed)
    def registered(self) -> str:
        return moment(self.visit.receipt.registered_at) if self.visit.receipt else ""

    @Property(bool, notify=changed)
    def provisional(self) -> bool:
        return bool(self.visit.receipt and self.visit.receipt.provisional)

    def _clocks(self, statutory: bool) -> list[dict[str, object]]:
        lines = self.visit.receipt.clocks if self.visit.receipt else ()
        return [clock_row(line) for line in lines if line.statutory is statutory]

    @Property(list, notify=changed)
    def statutory(self) -> list[dict[str, object]]:
        return self._clocks(True)

    @Property(list, notify=changed)
    def promises(self) -> list[dict[str, object]]:
        return self._clocks(False)

    @Property(list, notify=changed)
    def nextSteps(self) -> list[str]:
        return list(self.visit.receipt.next_steps) if self.visit.receipt else []

    @Property(list, notify=changed)
    def nextStepsEn(self) -> list[str]:
        return list(self.visit.receipt.next_steps_en) if self.visit.receipt else []

    @Property(str, notify=changed)
    def printState(self) -> str:
        return self.visit.print_state.value

    @Property(bool, notify=changed)
    def copyOffered(self) -> bool:
        return self._withheld() or self.visit.print_state is PrintState.PRINTED

    @Property(int, notify=changed)
    def copies(self) -> int:
        return self.visit.copies

    @Slot()
    def copy(self) -> None:
        self.happened.emit(CopyAsked())

    @Slot()
    def retry(self) -> None:
        self.happened.emit(RetryAsked())

    @Slot(bool)
    def seen(self, came_out: bool) -> None:
        self.happened.emit(PrintSeen(came_out))

    @Slot()
    def finish(self) -> None:
        self.happened.emit(Continued())
