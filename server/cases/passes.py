"""What a history says about whose matter it is: who answers for it, who said it is not theirs, how often. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from server.cases.journal import Step
from server.cases.rules import EventType as E

_GIVEN = frozenset({E.DISPATCHED, E.TAKEN, E.RESTRICTED, E.ARBITRATED, E.REOPENED})


def responsible(steps: Sequence[Step]) -> str:
    """Return the unit the matter was given to last, "" when none yet. Objections and reviews do not change it."""
    return next((str(step.payload["holder"]) for step in reversed(steps) if step.type in _GIVEN), "")


def objector(steps: Sequence[Step]) -> str:
    """Return the unit whose objection is open or was upheld and not yet followed by another dispatch, else ""."""
    for step in reversed(steps):
        if step.type in _GIVEN or step.type is E.OBJECTION_REFUSED:
            return ""
        if step.type is E.OBJECTED:
            return str(step.payload["unit"])
    return ""


def refused(steps: Sequence[Step]) -> str:
    """Return the unit whose objection was refused since the matter was given to it, else ""."""
    for step in reversed(steps):
        if step.type in _GIVEN or step.type is E.DISPUTED:
            return ""
        if step.type is E.OBJECTION_REFUSED:
            return str(step.payload["holder"])
    return ""


def passed_on(steps: Sequence[Step]) -> int:
    """Return how many objections have sent the matter on to somebody else."""
    return sum(step.type is E.OBJECTION_UPHELD for step in steps)


def bound(steps: Sequence[Step]) -> bool:
    """Tell whether the unit was named by arbitration: it cannot object to that (Art. 24)."""
    return next((step.type for step in reversed(steps) if step.type in _GIVEN), None) is E.ARBITRATED


def last(steps: Sequence[Step], *types: E) -> E | None:
    """Return which of these happened last, None when none did."""
    return next((step.type for step in reversed(steps) if step.type in types), None)
