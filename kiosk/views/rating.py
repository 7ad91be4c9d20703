"""How the service was: five faces with words, or none."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot

from kiosk.flow.events import Continued, LevelChosen
from kiosk.views.model import ViewModel


class RatingModel(ViewModel):
    changed = Signal()

    @Property(str, notify=changed)
    def state(self) -> str:
        """ "asking", "sending", "thanks" or "lost"."""
        if "rating" in self.visit.busy:
            return "sending"
        if not self.visit.rated:
            return "asking"
        return "lost" if self.visit.rating_lost else "thanks"

    @Slot(int)
    def choose(self, level: int) -> None:
        self.happened.emit(LevelChosen(level))

    @Slot()
    def finish(self) -> None:
        self.happened.emit(Continued())
