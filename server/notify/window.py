"""Which notices are new, when ids are given out before they are committed."""

from __future__ import annotations

from collections.abc import Iterable

#: An id that is missing may belong to a transaction still open, or to one rolled back. After so many seconds it is
#: given up: no transaction of ours lasts that long.
PATIENCE_SECONDS = 30.0
#: so many missing ids are waited for at most, the latest
MOST_GAPS = 1_000


class Window:
    """Ids up to `top` were looked at; those in `gaps` were missing then and may still come."""

    def __init__(self, top: int) -> None:
        self.top = top
        #: missing id -> when it was missed first, a reading of a monotonic clock
        self._gaps: dict[int, float] = {}

    @property
    def low(self) -> int:
        """Nothing up to here can come any more."""
        return min(self._gaps) - 1 if self._gaps else self.top

    @property
    def gaps(self) -> tuple[int, ...]:
        return tuple(self._gaps)

    def take(self, ids: Iterable[int], at: float) -> frozenset[int]:
        """Return those of `ids` not handed out before; `at` is a reading of a monotonic clock, seconds."""
        fresh = frozenset(number for number in ids if number > self.top or number in self._gaps)
        highest = max(fresh, default=self.top)
        for number in fresh:
            self._gaps.pop(number, None)
        for number in range(max(self.top + 1, highest - MOST_GAPS), highest):
            if number not in fresh:
                self._gaps[number] = at
        self.top = max(self.top, highest)
        self._gaps = {number: since for number, since in self._gaps.items() if at - since <= PATIENCE_SECONDS}
        return fresh
