"""How an answer gets from a worker's thread to the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from kiosk.flow.answers import Answer


class Mailbox(QObject):
    """Lives on the GUI thread. `post` may be called from any thread; `arrived` comes out on this one, in order.

    Signals: `arrived` (ticket, answer).
    """

    arrived = Signal(int, object)
    _posted = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._posted.connect(self.arrived, Qt.ConnectionType.QueuedConnection)

    def post(self, ticket: int, answer: Answer) -> None:
        self._posted.emit(ticket, answer)
