"""Never to the complained-of."""

from __future__ import annotations

from collections.abc import Iterator

from server.cases import proof
from server.core.work import Work
from server.invariants.rule import Invariant


def check(work: Work) -> Iterator[str]:
    for case in proof.every(work):
        yield from proof.nobody_barred_told(work, case)


RECUSAL = Invariant(
    "recusal", "应当回避的人从未被告知", "nobody who is kept away was told", "hall admin explain {about}", check
)
