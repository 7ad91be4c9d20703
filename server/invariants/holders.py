"""No open matter without somebody who has it."""

from __future__ import annotations

from collections.abc import Iterator

from server.cases import proof
from server.core.work import Work
from server.invariants.rule import Invariant


def check(work: Work) -> Iterator[str]:
    for case in proof.every(work):
        yield from proof.one_holder(work, case)


HOLDERS = Invariant(
    "holders",
    "未办结事项有且只有一个承办单位",
    "an open matter has exactly one holder, or waits on a clock",
    "hall admin explain {about}",
    check,
)
