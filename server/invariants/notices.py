"""No notice is older than its retry plan."""

from __future__ import annotations

from collections.abc import Iterator

from server.core.work import Work
from server.invariants.rule import Invariant
from server.notify import lateness


def check(work: Work) -> Iterator[str]:
    yield from lateness.overdue(work)


NOTICES = Invariant(
    "notices",
    "没有通知超过其重试方案",
    "no notice is older than its retry plan",
    "hall admin notices waiting",
    check,
)
