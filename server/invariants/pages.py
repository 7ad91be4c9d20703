"""Every page of every document is hashed and readable."""

from __future__ import annotations

from collections.abc import Iterator

from server.cases import proof
from server.core.work import Work
from server.invariants.rule import Invariant


def check(work: Work) -> Iterator[str]:
    for case in proof.every(work):
        yield from proof.pages_open(work, case)


PAGES = Invariant("pages", "材料页面可以打开", "every page opens", "hall admin explain {about}", check)
