"""Nobody there any more: ask, then wipe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.flow.answers import PartChanged
from kiosk.flow.doors.events import ReportAsked, Reported, VisitParked
from kiosk.flow.events import Abandoned
from kiosk.flow.staff import locked
from kiosk.flow.visit import Step, Visit

#: the machine keeps the visitor waiting: nobody can touch anything while the form waits for its pages, and leaving now
#: would lose sight of a registration or a slip
_AT_WORK = frozenset({"reading", "submit", "print"})


#: times as long as alone at a terminal
AT_A_WINDOW = 10
#: comes by itself: a loose cable must not keep an abandoned visit open, nor the attendant's room look after itself
UNASKED = PartChanged | ReportAsked | Reported


@dataclass(frozen=True, slots=True)
class IdleLimits:
    """Seconds without a touch."""

    warn: int
    wipe: int


def seconds_left(visit: Visit, untouched: float, limits: IdleLimits) -> int | None:
    """None: no need to ask; otherwise the seconds until the visit is left, 0 for now.

    A window with staff waits longer: people talk there while nobody touches anything.
    """
    patience = AT_A_WINDOW if visit.desk else 1
    if visit.step is Step.IDLE or _AT_WORK & visit.busy or locked(visit) or untouched < limits.warn * patience:
        return None
    return max(round(limits.wipe * patience - untouched), 0)


def left_alone(visit: Visit, at: datetime) -> Abandoned | VisitParked:
    """Nobody is there any more: at a window the visit waits in the list, out of sight; alone it is wiped."""
    return VisitParked(at) if visit.desk and visit.door is None else Abandoned()
