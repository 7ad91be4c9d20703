"""Watches from a thread of its own whether the GUI thread answers: a screen that stands still is noticed and said.

The watch asks ("ping") through the event queue of the GUI thread, as a touch would come, and measures until it is answered.
What a finger felt grows on an overloaded machine whatever this program does. `own_s` is what is left of it without the time
in which the thread stood in line for a processor: work, and waiting for a device, a lock or a file. Tests bound that.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from kiosk.health.stalls import Stalls, save
from kiosk.queueing import OfThread

log = logging.getLogger("hall.kiosk.stall")

#: a finger feels what is longer, s
LIMIT_S = 0.05
#: pause between two questions: a stall is measured too short by at most this
PACE_S = 0.02
#: the file is not written more often
SAVE_S = 10.0
JOIN_S = 2.0


@dataclass(frozen=True, slots=True)
class Stall:
    """`felt_s`: from a touch to its answer. `worked_s`: CPU time of the GUI thread in it.

    `own_s`: `felt_s` without what other programs took of it.
    """

    step: str
    felt_s: float
    worked_s: float
    own_s: float = 0.0


class StallWatch(QObject):
    """Make it on the GUI thread. `step` names the present step and is asked there."""

    _ping = Signal()

    def __init__(
        self,
        step: Callable[[], str],
        now: Callable[[], datetime],
        file: Path | None = None,
        heard: Callable[[Stall], None] = lambda _: None,
        queued: Callable[[], float] | None = None,
        pace_s: float = PACE_S,
    ) -> None:
        """`heard` gets every answer, stall or not, on the GUI thread; `file` keeps the count for `hall doctor`.

        `queued`: seconds spent in line for a processor so far; by default those of the GUI thread. `queueing.OfProcess`
        also knows of threads that the GUI thread waits for, and costs more. `pace_s`: pause between two questions.
        """
        super().__init__()
        self._processor = time.pthread_getcpuclockid(threading.get_ident())
        self._pace = pace_s
        self._line = OfThread() if queued is None else None
        self._queued = queued or self._line or (lambda: 0.0)
        self._queued_before = 0.0
        self._step, self._now, self._file, self._heard = step, now, file, heard
        self._asked_at = 0.0
        self._worked_before = 0.0
        self._answered = threading.Event()
        self._stop = threading.Event()
        self._stalls = Stalls()
        self._thread = threading.Thread(target=self._run, name="hall-stallwatch", daemon=True)
        self._ping.connect(self._pong, Qt.ConnectionType.QueuedConnection)

    @property
    def stalls(self) -> Stalls:
        return self._stalls

    def start(self) -> None:
        """Watch from now on; what came before does not count."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._stop.set()
        self._answered.set()
        if self._thread.ident is not None:
            self._thread.join(JOIN_S)
        if self._line is not None:
            self._line.close()

    def _run(self) -> None:
        saved, due = Stalls(), time.monotonic()
        while not self._stop.wait(self._pace):
            self._answered.clear()
            self._queued_before = self._queued()
            self._worked_before = time.clock_gettime(self._processor)
            self._asked_at = time.monotonic()
            self._ping.emit()
            self._answered.wait()
            if self._stalls != saved and time.monotonic() >= due:
                saved, due = self._stalls, time.monotonic() + SAVE_S
                self._save(saved)
        if self._stalls != saved:
            self._save(self._stalls)

    def _save(self, stalls: Stalls) -> None:
        if self._file is None:
            return
        try:
            save(self._file, stalls)
        except OSError as error:
            log.info("%s cannot be written: %s", self._file, error.strerror)

    def _pong(self) -> None:
        """On the GUI thread."""
        felt, worked = time.monotonic() - self._asked_at, time.clock_gettime(self._processor) - self._worked_before
        # what it worked was not spent in line, whoever else stood there
        own = max(felt - (self._queued() - self._queued_before), min(worked, felt))
        stall = Stall(self._step(), felt, worked, own)
        if felt > LIMIT_S:
            log.info("%s: %.0f ms, of which %.0f ms its own, %.0f ms work", stall.step, *_ms(felt, own, worked))
            self._stalls = self._stalls.and_one(felt, stall.step, self._now(), own)
        self._heard(stall)
        self._answered.set()


def _ms(*seconds: float) -> tuple[float, ...]:
    return tuple(one * 1000 for one in seconds)
