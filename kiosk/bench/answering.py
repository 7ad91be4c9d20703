"""How long the screen takes to answer: from the moment a tap has changed the visit until the new screen is drawn."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from kiosk.bench.examples import AT, visits
from kiosk.flow.visit import Visit
from kiosk.stallwatch import Stall, StallWatch
from kiosk.ui.screen import Screen

#: ms of rest between two screens, in which pictures are decoded and texts settle
REST = 150


@dataclass(slots=True)
class Answer:
    """`drawn_s`: to the first frame of the screen, `cpu_s` of the GUI thread until then. `stretch_s`: longest stay of the GUI thread away from its events, and
    `worked_s` the CPU time in it."""

    screen: str
    drawn_s: float
    cpu_s: float = 0.0
    stretch_s: float = 0.0
    worked_s: float = 0.0


class Answering(QObject):
    """Shows every example screen after an idle one, on the running event loop, then calls `finished`."""

    def __init__(self, screen: Screen, finished: Callable[[list[Answer]], None], rounds: int = 1) -> None:
        super().__init__()
        self._screen = screen
        self._finished = finished
        self._todo = [pair for _ in range(rounds) for pair in visits()]
        self._answers: list[Answer] = []
        self._began = self._cpu_began = 0.0
        self._waiting = False
        self._watch = StallWatch(lambda: "", lambda: AT, heard=self._heard)
        screen.window.frameSwapped.connect(self._drawn)

    def start(self) -> None:
        self._watch.start()
        self._rest()

    def _rest(self) -> None:
        self._screen.show(Visit())
        QTimer.singleShot(REST, self._next)

    def _next(self) -> None:
        if not self._todo:
            self._watch.stop()
            self._finished(self._answers)
            return
        name, visit = self._todo.pop(0)
        self._answers.append(Answer(name, 0.0))
        self._began, self._cpu_began, self._waiting = time.monotonic(), time.thread_time(), True
        self._screen.show(visit)
        self._screen.window.update()
        QTimer.singleShot(2 * REST, self._rest)

    def _drawn(self) -> None:
        if self._waiting:
            self._waiting = False
            self._answers[-1].drawn_s = time.monotonic() - self._began
            self._answers[-1].cpu_s = time.thread_time() - self._cpu_began

    def _heard(self, stall: Stall) -> None:
        if self._answers and stall.felt_s > self._answers[-1].stretch_s:
            self._answers[-1].stretch_s, self._answers[-1].worked_s = stall.felt_s, stall.worked_s
