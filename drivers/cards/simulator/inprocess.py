"""Works a simulated module inside this process, for carriers that have no file to open: USB, HID, PC/SC escape."""

from __future__ import annotations

import queue
import threading
from types import TracebackType
from typing import Self

from drivers.cards.simulator.sam import SimulatedSam


class SamThread:
    """Feeds bytes to a module and collects what it sends, in its time, from `__enter__` to `__exit__`."""

    def __init__(self, sam: SimulatedSam) -> None:
        self.sam = sam
        #: what the module has sent: one item a piece
        self.sent: queue.Queue[bytes] = queue.Queue()
        self._received: queue.Queue[bytes | None] = queue.Queue()
        self._stop = threading.Event()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._serve, name="sam-in-process", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._received.put(None)
        self._thread.join()

    def send(self, data: bytes) -> None:
        """Give the module bytes; returns at once."""
        self._received.put(data)

    def _serve(self) -> None:
        while (data := self._received.get()) is not None:
            for job in self.sam.receive(data):
                if self._stop.wait(job.seconds):
                    return
                for piece in job.finish():
                    if self._stop.wait(piece.delay):
                        return
                    self.sent.put(piece.data)
                job.after()
