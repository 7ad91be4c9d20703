"""Keeps the health of one device for the thread that owns it: when to look, what changed, what is written down."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from drivers.core.healthfile import HEARTBEAT_S, load, update
from drivers.core.status import Ready, Status
from drivers.core.supervision import Health, Policy, State, Use, observe, pause, used

#: told of every change of state or wording: before, after
Say = Callable[[Health, Health], None]


class Keeper:
    """One device under one name. Counters go on from what the health file holds; the state begins unknown."""

    def __init__(
        self,
        name: str,
        file: Path,
        say: Say,
        *,
        now: Callable[[], datetime],
        policy: Policy | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._file = file
        self._say = say
        self._now = now
        self._policy = policy or Policy()
        self._clock = clock
        known = load(file).get(name, Health())
        self._health = replace(
            known, state=State.UNKNOWN, detail="", failures_in_a_row=0, keeper=os.getpid(), told=now().isoformat()
        )
        self._look_at = clock()
        self._written_at = float("-inf")

    @property
    def health(self) -> Health:
        """As the last look or use left it."""
        return self._health

    def due(self) -> float:
        """Seconds until the next look, 0 when it is time; never so many that its keeper would seem gone."""
        left = self._look_at - self._clock()
        if left > 0:
            self.alive()
        return min(max(0.0, left), HEARTBEAT_S)

    def alive(self) -> None:
        """Nothing to say but that somebody still keeps it; to be called at least every `HEARTBEAT_S` seconds."""
        self._write(at_once=False)

    def saw(self, status: Status) -> None:
        """A look or a use found the device like this."""
        before, self._health = self._health, observe(self._health, status, self._now())
        self._look_at = self._clock() + pause(self._health, self._policy)
        changed = (before.state, before.detail) != (self._health.state, self._health.detail)
        self._write(at_once=changed)
        if changed:
            self._say(before, self._health)

    def opened(self) -> None:
        """The device was opened."""
        self._health = replace(self._health, opens=self._health.opens + 1)

    def did(self, use: Use) -> None:
        """It did what it is there for, so it works."""
        self._health = used(self._health, use)
        if self._health.state is State.READY:
            self._write(at_once=True)
        else:
            self.saw(Ready())

    def look_soon(self) -> None:
        """Something happened that a look should judge now."""
        self._look_at = self._clock()

    def leave(self) -> None:
        """Nobody keeps it any more."""
        self._health = replace(self._health, keeper=0)
        self._write(at_once=True)

    def _write(self, *, at_once: bool) -> None:
        if not at_once and self._clock() - self._written_at < HEARTBEAT_S:
            return
        self._written_at = self._clock()
        self._health = replace(self._health, told=self._now().isoformat())
        update(self._file, self.name, lambda _: self._health)
