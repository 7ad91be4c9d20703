"""Tells that the machine slept, or that this process was stopped: what was open before may be dead without saying so."""

from __future__ import annotations

import time
from collections.abc import Callable

#: CLOCK_BOOTTIME runs on while the machine sleeps and CLOCK_MONOTONIC stands still
SLEPT_S = 1.0
#: a thread that comes back so much later than it meant to was stopped, not merely kept waiting by a busy machine
LATE_S = 10.0


def _boottime() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Waking:
    """Compares two clocks between two calls; for one thread."""

    def __init__(self, boot: Callable[[], float] = _boottime, awake: Callable[[], float] = time.monotonic) -> None:
        self._boot = boot
        self._awake = awake
        self._was = boot(), awake()

    def slept(self, meant: float) -> bool:
        """Say whether there was a sleep since the last call, when `meant` seconds were to pass."""
        boot, awake = self._boot(), self._awake()
        since_boot, since_awake = boot - self._was[0], awake - self._was[1]
        self._was = boot, awake
        return since_boot - since_awake > SLEPT_S or since_boot > meant + LATE_S
