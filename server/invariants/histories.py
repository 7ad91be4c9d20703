"""The history of every matter is intact, and state and holder are what it leads to."""

from __future__ import annotations

from collections.abc import Iterator

from server.cases import proof
from server.core.work import Work
from server.invariants.rule import Invariant


def check(work: Work) -> Iterator[str]:
    for case in proof.every(work):
        yield from proof.history_holds(work, case)


HISTORIES = Invariant(
    "histories",
    "案件历史完整，状态和承办单位与历史一致",
    "histories are whole, and state and holder follow from them",
    "hall admin explain {about}",
    check,
)
