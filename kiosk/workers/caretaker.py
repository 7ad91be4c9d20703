"""Behind the visitor's back: tells the centre every minute and at every change how the terminal is, and brings its settings."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.workers.breakdown import place

if TYPE_CHECKING:
    from kiosk.uplink.client import CentreClient
    from kiosk.uplink.remote import KeptSettings, Remote
    from server.contract.v1.places import Places
    from server.contract.v1.terminals import KioskHealth

log = logging.getLogger("hall.kiosk.caretaker")

#: between two looks at what may have changed, s
LOOK_SECONDS = 5.0
#: between two reports of a terminal on which nothing changes, s (the contract's `REPORT_SECONDS`)
REPORT_SECONDS = 60.0
#: villages are merged once in years; between two looks, s
PLACES_SECONDS = 6 * 3600.0


class Caretaker:
    """`report` makes the report for a version of the settings; `tell` gets settings that are new and `places` the list of
    townships and villages, both on this thread."""

    def __init__(
        self,
        make: Callable[[], CentreClient],
        kept: Callable[[], KeptSettings],
        report: Callable[[int], KioskHealth],
        tell: Callable[[Remote], None],
        places: Callable[[Places], None] = lambda _: None,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._make = make
        self._kept = kept
        self._report = report
        self._tell = tell
        self._places = places
        self._places_due = 0.0
        self._look_seconds = look_seconds
        self._stop = threading.Event()
        self._last: KioskHealth | None = None
        self._due = 0.0
        self._thread = threading.Thread(target=self._work, name="hall-caretaker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """End after the request under way, waiting at most `seconds`."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def _work(self) -> None:
        client: CentreClient | None = None
        while not self._stop.is_set():
            try:
                client = client or self._make()
                self._look(client)
            except Exception as error:  # noqa: BLE001
                # this thread must outlive every fault of disk and network
                log.error("the caretaker failed in this round: %s", place(error))
                self._due = time.monotonic() + REPORT_SECONDS
            self._stop.wait(self._look_seconds)
        if client is not None:
            client.close()

    def _look(self, client: CentreClient) -> None:
        now = time.monotonic()
        health = self._report(self._kept().in_force.version)
        if health == self._last and now < self._due:
            return
        self._due = now + REPORT_SECONDS
        noted = client.report(health)
        if noted is None:
            return
        self._last = health
        if now >= self._places_due and (places := client.places()) is not None:
            self._places_due = now + PLACES_SECONDS
            self._places(places)
        if noted.settings_version > self._kept().in_force.version:
            self._bring(client)

    def _bring(self, client: CentreClient) -> None:
        from kiosk.uplink.remote import NotFromCentre

        if not self._kept().pinned:
            keys = client.centre_keys()
            if keys:
                self._kept().pin(keys)
        envelope = client.settings()
        if envelope is None:
            return
        try:
            remote = self._kept().take(envelope)
        except NotFromCentre as refused:
            log.error("settings of the centre are refused: %s", refused)
            return
        if remote is not None:
            log.info("settings %d of the centre came", remote.version)
            self._tell(remote)
