"""Nobody there any more: ask, then wipe."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.flow.staff import locked
from kiosk.flow.visit import Step, Visit

#: the machine is at work for the visitor: leaving now would lose sight of a registration or a slip
_AT_WORK = frozenset({"submit", "print"})


@dataclass(frozen=True, slots=True)
class IdleLimits:
    """Seconds without a touch."""

    warn: int
    wipe: int


def seconds_left(visit: Visit, untouched: float, limits: IdleLimits) -> int | None:
    """None: no need to ask; otherwise the seconds until the visit is wiped, 0 for now."""
    if visit.step is Step.IDLE or _AT_WORK & visit.busy or locked(visit) or untouched < limits.warn:
        return None
    return max(round(limits.wipe - untouched), 0)
