"""Who may learn of a matter, as far as telling them depends on it. Decided by the matters, obeyed by every channel."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Circle:
    #: never, whatever post they hold (Regulations on Petitioning 2022, Art. 30(3))
    away: frozenset[str] = frozenset()
    #: nobody but these: the desk of a sealed matter; None: no such limit
    only: frozenset[str] | None = None

    def admits(self, account: str) -> bool:
        return account not in self.away and (self.only is None or account in self.only)


#: for a notice that belongs to no matter
OPEN = Circle()

#: given ids of matters, returns the circle of each
Circles = Callable[[Session, Collection[str]], Mapping[str, Circle]]
