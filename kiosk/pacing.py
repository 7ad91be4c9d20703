"""Measures how long the present visit stays at each step."""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.flow.pace import Spent, and_more
from kiosk.flow.visit import Step, Visit


class Pacing:
    """Follows the visit; a visit that waits beneath the attendant's room stands still."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._visit_id = ""
        self._step = Step.IDLE
        self._since = clock()
        self._spent: tuple[Spent, ...] = ()

    def follow(self, visit: Visit) -> tuple[Spent, ...]:
        """Return what was spent so far."""
        now = self._clock()
        self._spent = and_more(self._spent, self._step, now - self._since)
        self._since = now
        if visit.step is not Step.ATTENDANT and visit.visit_id != self._visit_id:
            self._visit_id, self._spent = visit.visit_id, ()
        self._step = visit.step
        return self._spent
