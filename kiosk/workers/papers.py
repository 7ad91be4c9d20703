"""The queue for A4 papers: looked after, so that whoever prints at the window knows of it before the visitor waits."""

from __future__ import annotations

import threading

from drivers.core.keeping import Keeper
from kiosk.flow.effects import Effect
from kiosk.workers.worker import Say
from printers.health import check_queue


class QueueWorker:
    """A bus without effects."""

    def __init__(self, address: str, keeper: Keeper) -> None:
        self._address = address
        self._keeper = keeper

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Say) -> None:
        """No step of a visit prints on A4."""

    def look(self) -> float:
        """Ask CUPS when it is time to."""
        if (left := self._keeper.due()) > 0:
            return left
        self._keeper.saw(check_queue(self._address))
        return self._keeper.due()

    def close(self) -> None:
        self._keeper.leave()
