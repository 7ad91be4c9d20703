"""Where a page stands in the stream of its account: what goes into Last-Event-ID and comes back with it.

Ids are given out before they are committed, so "everything up to 7" may be wrong for a moment: 6 may still come. A place
therefore says up to where nothing can come any more, and which later ones the page has had: `5+7`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TEXT = re.compile(r"[0-9]{1,9}(?:\+[0-9]{1,9}(?:,[0-9]{1,9}){0,199})?")


@dataclass(frozen=True, slots=True)
class Place:
    """The page has had everything of its account up to `low`, and `seen` above it."""

    low: int
    seen: frozenset[int] = frozenset()

    def __str__(self) -> str:
        above = ",".join(str(number) for number in sorted(self.seen))
        return f"{self.low}+{above}" if above else str(self.low)

    def with_one(self, number: int) -> Place:
        return self if number <= self.low else Place(self.low, self.seen | {number})

    def up_to(self, low: int) -> Place:
        """Return the place once nothing up to `low` can come any more."""
        if low <= self.low:
            return self
        return Place(low, frozenset(number for number in self.seen if number > low))

    def has(self, number: int) -> bool:
        return number <= self.low or number in self.seen


def parse(text: str) -> Place | None:
    """Return the place a page names, None for what we never said."""
    if not _TEXT.fullmatch(text):
        return None
    low, _, above = text.partition("+")
    return Place(int(low), frozenset(int(number) for number in above.split(",") if number))
