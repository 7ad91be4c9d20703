"""An edit never moved a clock."""

from __future__ import annotations

from collections.abc import Iterator

from server.cases import proof
from server.core.work import Work
from server.invariants.rule import Invariant


def check(work: Work) -> Iterator[str]:
    for case in proof.every(work):
        yield from proof.clocks_follow(work, case)


LIMITS = Invariant(
    "limits", "存储的时限与历史推算一致", "stored clocks are those the histories lead to", "hall clocks due", check
)
