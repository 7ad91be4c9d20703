"""Bytes handed to a line that takes them when it likes: a printer without paper takes none, and must not hang us.

TCP has a send buffer in the kernel; a serial port has a small one and USB none, so theirs is here. While it empties,
answers and reports of the printer are read all the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from time import monotonic
from typing import Self

from printers.transport.base import ConnectionLost

#: a slip of dots has some 70 KB; more than this waiting means that nothing is printed at all
LIMIT_BYTES = 1_000_000
#: a printer that took nothing for so long stands still: listen to it instead
STALL_S = 0.5
#: while bytes wait, listening and sending take turns of this length
TURN_S = 0.02


class Backlogged(ABC):
    """A transport whose line takes bytes in pieces; see `printers.transport.base.Transport`."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, data: bytes, timeout: float) -> None:
        """Send `data`; what a stopped printer does not take waits here and leaves during later calls.

        Raise `ConnectionLost` when the line broke, or more waits than a job can be long.
        """
        self._waiting += data
        if len(self._waiting) > LIMIT_BYTES:
            raise ConnectionLost
        now = monotonic()
        give_up_at, moved_at = now + timeout, now
        while self._waiting and (now := monotonic()) < min(give_up_at, moved_at + STALL_S):
            if self._pump(min(give_up_at, moved_at + STALL_S) - now):
                moved_at = monotonic()

    def read(self, timeout: float) -> bytes:
        """Return what arrived, b"" when nothing did within `timeout` seconds; raise `ConnectionLost`."""
        deadline = monotonic() + timeout
        while self._waiting:
            self._pump(TURN_S)
            left = deadline - monotonic()
            if data := self._listen(min(TURN_S, max(left, 0))):
                return data
            if left <= 0:
                return b""
        return self._listen(max(deadline - monotonic(), 0))

    def pending(self) -> int:
        """Return how many written bytes the printer has not taken yet."""
        return len(self._waiting)

    def _pump(self, wait_s: float) -> int:
        taken = self._take(bytes(self._waiting), wait_s)
        del self._waiting[:taken]
        return taken

    @abstractmethod
    def _take(self, data: bytes, wait_s: float) -> int:
        """Give the line a piece of `data`; return how many bytes it took, 0 when none within `wait_s` seconds."""

    @abstractmethod
    def _listen(self, timeout: float) -> bytes:
        """Return what arrived, b"" when nothing did within `timeout` seconds."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the printer; safe to call twice."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
