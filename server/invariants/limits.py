"""No open matter without a running clock, and no edit ever moved one."""

from __future__ import annotations

from collections.abc import Iterator

from server.cases import proof
from server.core.work import Work
from server.invariants.rule import Invariant


def check(work: Work) -> Iterator[str]:
    for case in proof.every(work):
        yield from proof.some_clock_runs(work, case)
        yield from proof.clocks_follow(work, case)


LIMITS = Invariant(
    "limits",
    "未办结事项必有时限，存储的时限与历史推算一致",
    "an open matter has a clock, and stored clocks are those the histories lead to",
    "hall admin explain {about}",
    check,
)
