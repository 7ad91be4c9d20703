"""The limits of law that open or close a step: read from the clocks of the matter, never counted anew here."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from server.cases.tables import PetitionCase
from server.clocks import extension
from server.clocks import service as clocks
from server.clocks.extension import Longer
from server.contract.v1 import ClockState, ClockView
from server.core.work import Work


class Limit(StrEnum):
    """Clocks of the Regulations on Petitioning 2022 by the id of their rule."""

    #: 5 working days to object, Art. 23(3)
    OBJECTION = "R4"
    #: 60 days to an opinion, Art. 34
    OPINION = "R5"
    #: 30 days to ask for review, Art. 35
    REVIEW_REQUEST = "R7"
    REVIEW = "R8"
    #: 30 days to ask for re-review, Art. 36(1)
    RECHECK_REQUEST = "R9"
    RECHECK = "R10"


def latest(work: Work, case: PetitionCase, limit: Limit) -> ClockView | None:
    """Return the clock of this limit that started last, None when it never did."""
    found = [view for view in clocks.views(work.session, case.id, work.now) if view.rule == limit.value]
    return max(found, key=lambda view: view.started_at, default=None)


def running(work: Work, case: PetitionCase, limit: Limit) -> bool:
    clock = latest(work, case, limit)
    return clock is not None and clock.state is ClockState.RUNNING


def passed(work: Work, case: PetitionCase, limit: Limit) -> bool:
    """Tell whether the time was there and is over without what it was for."""
    clock = latest(work, case, limit)
    return clock is not None and clock.state is ClockState.EXPIRED and clock.met_at is None


def owed(work: Work, case: PetitionCase) -> bool:
    """Tell whether a limit of the matter is not met yet."""
    return any(view.met_at is None for view in clocks.views(work.session, case.id, work.now))


def longer(work: Work, case: PetitionCase) -> Longer | None:
    """Return the limit that the law of this matter's procedure lets be made longer, running or over."""
    return extension.longer(work.session, case.id, work.now)


def extend(work: Work, case: PetitionCase, rule: str, days: int, reason: str) -> datetime:
    """Make a running limit longer and return its new end; who may and how much is decided before."""
    made = extension.extend(work.session, case.id, rule, days=days, at=work.now, approver=work.actor, reason=reason)
    return made.due_at
