"""What is counted is what is listed."""

from __future__ import annotations

from collections.abc import Iterator

from server.cases import proof
from server.core.work import Work
from server.invariants.rule import Invariant


def check(work: Work) -> Iterator[str]:
    yield from proof.counts_equal_lists(work)


COUNTS = Invariant("counts", "计数与列表一致", "counts equal lists", "hall admin explain {about}", check)
