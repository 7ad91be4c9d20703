"""Who waits at the window: tickets and times, nobody's name."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot

from kiosk.flow.doors.events import ParkedDropped, VisitResumed
from kiosk.views.model import HALL_ZONE, ViewModel


class WaitingModel(ViewModel):
    changed = Signal()

    @Property(list, notify=changed)
    def parked(self) -> list[dict[str, object]]:
        return [
            {
                "ticket": one.ticket,
                "since": f"{one.parked_at.astimezone(HALL_ZONE):%H:%M}",
                "step": f"pace_{one.visit.step.value}",
                "pages": len(one.visit.pages),
            }
            for one in self.visit.parked
        ]

    @Slot(int)
    def resume(self, ticket: int) -> None:
        self.happened.emit(VisitResumed(ticket))

    @Slot(int)
    def drop(self, ticket: int) -> None:
        self.happened.emit(ParkedDropped(ticket))
