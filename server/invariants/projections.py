"""What is stored beside a history is what it leads to."""

from __future__ import annotations

from collections.abc import Iterator

from server.cases import proof
from server.core.work import Work
from server.invariants.rule import Invariant


def check(work: Work) -> Iterator[str]:
    for case in proof.every(work):
        yield from proof.projections_follow(work, case)
    yield from proof.numbers_used_once(work)
    yield from proof.found_by_their_words(work)


PROJECTIONS = Invariant(
    "projections",
    "文书、评价、异议、并案、编号、检索词的存储与历史一致",
    "stored papers, ratings, objections, mergers, numbers and search words are what the histories lead to",
    "hall admin explain {about}",
    check,
)
