"""Which notices are new, when ids are given out before they are committed."""

from __future__ import annotations

from collections.abc import Iterable

#: An id that is missing may belong to a transaction still open, or to one rolled back. After so many seconds it is
#: given up: no transaction of ours lasts that long.
PATIENCE_SECONDS = 30.0


class Window:
    """Everything up to `low` is done with; above it, what was handed out is remembered until the gaps close."""

    def __init__(self, low: int) -> None:
        self.low = low
        self._handed: set[int] = set()
        self._gap_since: tuple[int, float] | None = None

    def take(self, ids: Iterable[int], at: float) -> frozenset[int]:
        """Return those of `ids` not handed out before; `at` is a reading of a monotonic clock, seconds."""
        fresh = frozenset(number for number in ids if number > self.low and number not in self._handed)
        self._handed |= fresh
        self._close()
        if not self._handed:
            self._gap_since = None
        elif self._gap_since is None or self._gap_since[0] != self.low:
            self._gap_since = (self.low, at)
        elif at - self._gap_since[1] > PATIENCE_SECONDS:
            self.low = min(self._handed) - 1
            self._close()
            self._gap_since = (self.low, at) if self._handed else None
        return fresh

    def _close(self) -> None:
        while self.low + 1 in self._handed:
            self.low += 1
            self._handed.discard(self.low)
