"""One thread for one device: effects go in, answers come out, in order, and every wait can be cancelled."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from kiosk.flow.answers import Answer
from kiosk.flow.effects import Effect
from kiosk.workers.breakdown import place
from kiosk.workers.watchful import Watchful
from kiosk.workers.worker import Worker, gave_up

log = logging.getLogger("hall.kiosk.workers")

#: ticket and answer; must be safe to call from any thread
Post = Callable[[int, Answer], None]

#: a driver promises to notice a cancel within 0.3 s; a registration and a slip may take a few seconds more
JOIN_SECONDS = 15.0
#: after a look that broke down
LOOK_AGAIN_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class _Job:
    ticket: int
    effect: Effect
    cancel: threading.Event = field(default_factory=threading.Event)


class Bus:
    """Owns the thread on which a worker lives; `make` builds it there, so that slow imports hold up no screen."""

    def __init__(self, name: str, make: Callable[[], Worker], post: Post) -> None:
        self._make = make
        self._worker: Worker | None = None
        self._post = post
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._pending: list[_Job] = []
        self._running: _Job | None = None
        self._thread = threading.Thread(target=self._work, name=f"hall-{name}", daemon=True)

    def start(self) -> None:
        """Start the thread; effects handed in before wait for it."""
        self._thread.start()

    def hand(self, ticket: int, effect: Effect) -> None:
        job = _Job(ticket, effect)
        with self._lock:
            self._pending.append(job)
        self._jobs.put(job)

    def cancel(self) -> None:
        """Withdraw what waits and what is under way; neither answers any more."""
        with self._lock:
            withdrawn = [*self._pending, *([self._running] if self._running else [])]
            for job in withdrawn:
                job.cancel.set()
            self._pending.clear()

    def stop(self) -> None:
        """Cancel everything, close the worker and wait for the thread."""
        self.cancel()
        self._jobs.put(None)
        if self._thread.ident is not None:
            self._thread.join(JOIN_SECONDS)
            if self._thread.is_alive():
                log.error("%s did not end in time", self._thread.name)

    def _work(self) -> None:
        try:
            self._worker = self._make()
        except Exception as error:  # noqa: BLE001
            log.error("%s could not make ready and tries again: %s", self._thread.name, place(error))
        while self._next():
            continue
        if self._worker is not None:
            self._worker.close()

    def _next(self) -> bool:
        """Wait for one job and do it; False at the end. A job done is held nowhere: it may carry a picture of a card.

        While there is none, the worker looks after its device.
        """
        try:
            job = self._jobs.get(timeout=self._look())
        except queue.Empty:
            return True
        if job is None:
            return False
        self._do(job)
        return True

    def _look(self) -> float | None:
        """Return how long there is nothing to look after; None without a device."""
        if not isinstance(self._worker, Watchful):
            return None
        try:
            return self._worker.look()
        except Exception as error:  # noqa: BLE001
            log.error("%s could not look after its device: %s", self._thread.name, place(error))
            return LOOK_AGAIN_SECONDS

    def _do(self, job: _Job) -> None:
        with self._lock:
            if job.cancel.is_set():
                return
            self._pending.remove(job)
            self._running = job
        try:
            self._worker = self._worker or self._make()
            answer = self._worker.carry_out(job.effect, job.cancel, partial(self._say, job))
        except Exception as error:  # noqa: BLE001
            # Whatever it was, a dead thread would leave this and every later visitor waiting for ever.
            log.error("%s broke down on %s: %s", self._thread.name, type(job.effect).__name__, place(error))
            answer = gave_up(job.effect)
        finally:
            with self._lock:
                self._running = None
        if answer is not None:
            self._say(job, answer)

    def _say(self, job: _Job, answer: Answer) -> None:
        if not job.cancel.is_set():
            self._post(job.ticket, answer)
