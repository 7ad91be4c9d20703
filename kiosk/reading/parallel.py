"""Several single-threaded recognisers share the strips of a page: on two cores faster than one with two threads.

A recogniser's layers are too small to be divided well; whole strips are not. The longest strips go first, so that no
recogniser is left with a long one at the end.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from kiosk.reading.ctc import Strip
from kiosk.reading.engine import Image

Recogniser = Callable[[Image], Strip]


class Team:
    """Recognisers, each used by one thread at a time."""

    def __init__(self, recognisers: Sequence[Recogniser]) -> None:
        self._free: queue.SimpleQueue[Recogniser] = queue.SimpleQueue()
        for recogniser in recognisers:
            self._free.put(recogniser)
        self._pool = ThreadPoolExecutor(len(recognisers), thread_name_prefix="hall-recognise")

    def read(self, strips: Sequence[Image]) -> list[Strip]:
        """Read all strips; the answer is in their order. What a recogniser raises is raised here."""
        longest_first = sorted(range(len(strips)), key=lambda i: -strips[i].shape[1])
        said = dict(zip(longest_first, self._pool.map(self._one, [strips[i] for i in longest_first]), strict=True))
        return [said[i] for i in range(len(strips))]

    def _one(self, strip: Image) -> Strip:
        recogniser = self._free.get()
        try:
            return recogniser(strip)
        finally:
            self._free.put(recogniser)
