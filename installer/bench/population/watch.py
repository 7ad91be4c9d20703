"""Two clocks of one visit: the machine's is measured, the person's is added up from the times a person takes.

A person who thinks or turns a page gives the machine time to read on. The robot does not stop to think, so it waits for the
whole of the reading; what of it a person would have felt is computed: page i of n is ready a share (n - i) / n of the
reading later than the last thing the person did since page i was taken, or not felt at all.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from installer.bench.population.people import Pace

#: seconds without a touch after which the terminal asks whether anybody is there (`kiosk.settings`)
ASKED_S = 60.0


@dataclass
class Watch:
    """`machine`: seconds measured by step. `human`: seconds of thinking and doing."""

    pace: Pace
    temper: float
    machine: dict[str, float] = field(default_factory=dict)
    human: float = 0.0
    human_by_step: dict[str, float] = field(default_factory=dict)
    #: from the first touch to the slip, both clocks; 0 when there was none
    registered_s: float = 0.0
    #: how often the terminal asked whether anybody was still there
    asked: int = 0
    _touched_at: float = 0.0
    _step: str = "start"
    #: human time at which each page was taken, and real time of the first
    _taken: list[float] = field(default_factory=list)
    _reading_since: float = 0.0
    #: waited for the reading, and what a person would have felt of it
    read_s: float = 0.0
    read_felt_s: float = 0.0

    @contextmanager
    def waiting(self, step: str) -> Iterator[None]:
        """Count what passes in the block as the machine's."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.machine[step] = self.machine.get(step, 0.0) + time.monotonic() - began

    @contextmanager
    def waiting_while(self, step: str, seconds: float) -> Iterator[None]:
        """The person does something of so many seconds meanwhile; the machine's part is what it takes beyond that."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.thinks(seconds)
            felt = max(0.0, time.monotonic() - began - seconds * self.temper)
            self.machine[step] = self.machine.get(step, 0.0) + felt

    def at(self, step: str) -> None:
        """What the person does from now on belongs to this step."""
        self._step = step

    def thinks(self, seconds: float) -> None:
        self.human += seconds * self.temper
        self.human_by_step[self._step] = self.human_by_step.get(self._step, 0.0) + seconds * self.temper

    def touched(self) -> None:
        """The terminal felt a finger or went on by itself; who was quiet for too long was asked, and had to answer."""
        quiet = self.total_s - self._touched_at
        for _ in range(int(quiet // ASKED_S)):
            self.asked += 1
            self.thinks(self.pace.look + self.pace.tap)
        self._touched_at = self.total_s

    def slip_in_hand(self) -> None:
        self.registered_s = self.total_s

    def page_taken(self) -> None:
        if not self._taken:
            self._reading_since = time.monotonic()
        self._taken.append(self.human)

    def all_read(self, waited: float) -> None:
        """Every page was read; the robot stood before the form for `waited` seconds."""
        self.read_s = waited
        if not self._taken:
            self.read_felt_s = waited
            return
        work, pages = time.monotonic() - self._reading_since, len(self._taken)
        felt = [work * (pages - n) / pages - (self.human - at) for n, at in enumerate(self._taken)]
        self.read_felt_s = min(waited, max(0.0, *felt))

    @property
    def machine_felt_s(self) -> float:
        """Machine waiting as a person would have felt it."""
        return sum(self.machine.values()) + self.read_felt_s

    @property
    def machine_s(self) -> float:
        """Machine waiting of a robot that never stops to think."""
        return sum(self.machine.values()) + self.read_s

    @property
    def total_s(self) -> float:
        return self.human + self.machine_felt_s
