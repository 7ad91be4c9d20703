"""The notice about personal data (PIPL Art. 17 and 35): read, not consented to."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from kiosk.flow.events import Continued
from kiosk.views.model import ViewModel


class NoticeModel(ViewModel):
    changed = Signal()

    @Slot()
    def proceed(self) -> None:
        self.happened.emit(Continued())
