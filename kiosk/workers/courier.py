"""What happens behind the visitor's back: the outbox is emptied, numbers are leased."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.workers.breakdown import place

if TYPE_CHECKING:
    from kiosk.workers.uplink import OwnRegistrar

log = logging.getLogger("hall.kiosk.uplink")

#: how often the outbox is looked at; its own pauses decide what is due
ROUND_SECONDS = 5.0


class Courier:
    """Sends what waits in the outbox and leases numbers, from after the first screen to the end of the program."""

    def __init__(self, make: Callable[[], OwnRegistrar], leased_numbers: int) -> None:
        self._make = make
        self._leased_numbers = leased_numbers
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="hall-courier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """End after the request under way, waiting at most `seconds`: what was not sent stays in the outbox."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def _work(self) -> None:
        own: OwnRegistrar | None = None
        while not self._stop.is_set():
            try:
                own = own or self._make()
                own.registrar.refill(self._leased_numbers)
                while own.registrar.deliver_due() and not self._stop.is_set():
                    continue
            except Exception as error:  # noqa: BLE001
                # The next round tries again: this thread must outlive every fault of disk and network.
                log.error("the courier failed in this round: %s", place(error))
            self._stop.wait(ROUND_SECONDS)
        if own is not None:
            own.close()
