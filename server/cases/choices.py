"""What a reader may do with a matter now: asked by the pages, so that only steps which can succeed are offered.

The step itself asks again under its lock; what is left out here would be refused there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from server.accounts.permissions import Action, Actor, may
from server.cases import access, assigning, deed, dispatch, disputes, journal, limits, papers, passes
from server.cases.access import Reader
from server.cases.deed import May
from server.cases.journal import Step
from server.cases.limits import Limit
from server.cases.rules import CaseState, EventType, possible
from server.cases.steps import MOST_EXTENSION_DAYS
from server.cases.tables import PetitionCase
from server.contract.v1 import UnitRef
from server.core.work import Work
from server.units import service as units


class Choice(StrEnum):
    """A step as the address of its page names it."""

    DISPATCH = "dispatch"
    ARRIVE = "arrive"
    CONCLUDE = "conclude"
    ACCEPT = "accept"
    OPINION = "opinion"
    NOTE = "note"
    REPORT = "report"
    EXTEND = "extend"
    REFUSE = "refuse"
    OBJECT = "objection"
    DISPUTE = "dispute"
    DECIDE_OBJECTION = "objection-decision"
    ARBITRATE = "arbitration"
    ASSIGN = "assign"
    FINALIZE = "finalize"
    ARCHIVE = "archive"
    REOPEN = "reopen"


#: tells whether the histories and limits leave room for the step
Room = Callable[[Work, PetitionCase, Sequence[Step]], bool]


@dataclass(frozen=True, slots=True)
class _Way:
    event: EventType
    may: May
    room: Room = lambda _work, _case, _steps: True
    action: Action = Action.HANDLE_CASES


def _extendable(work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    before = sum(int(step.payload["days"]) for step in steps if step.type is EventType.EXTENDED)
    return before < MOST_EXTENSION_DAYS and limits.running(work, case, Limit.OPINION)


def _objectable(work: Work, case: PetitionCase, steps: Sequence[Step]) -> bool:
    return not passes.bound(steps) and limits.running(work, case, Limit.OBJECTION)


def _served(work: Work, case: PetitionCase, _steps: Sequence[Step]) -> bool:
    return papers.all_served(work, case)


_WAYS: Mapping[Choice, _Way] = {
    Choice.DISPATCH: _Way(
        EventType.DISPATCHED, deed.desk, lambda _work, case, _steps: case.state == CaseState.SCREENING
    ),
    Choice.ARRIVE: _Way(EventType.ON_SCENE, deed.desk),
    Choice.CONCLUDE: _Way(EventType.INTERVIEW_CLOSED, deed.desk),
    Choice.ACCEPT: _Way(EventType.ACCEPTED, deed.desk),
    Choice.OPINION: _Way(EventType.OPINION_ISSUED, deed.desk),
    Choice.NOTE: _Way(EventType.PROGRESS_NOTED, deed.desk, lambda _work, case, _steps: case.state != CaseState.MERGED),
    Choice.REPORT: _Way(EventType.RESULT_REPORTED, deed.desk, lambda _work, _case, steps: assigning.awaited(steps)),
    Choice.EXTEND: _Way(EventType.EXTENDED, deed.head, _extendable, Action.APPROVE),
    Choice.REFUSE: _Way(EventType.NOT_ACCEPTED, deed.desk),
    Choice.OBJECT: _Way(EventType.OBJECTED, deed.desk, _objectable),
    Choice.DISPUTE: _Way(
        EventType.DISPUTED, deed.desk, lambda _work, case, steps: passes.refused(steps) == case.holder
    ),
    Choice.DECIDE_OBJECTION: _Way(EventType.OBJECTION_UPHELD, deed.office),
    Choice.ARBITRATE: _Way(EventType.ARBITRATED, disputes.arbiter, action=Action.ARBITRATE),
    Choice.ASSIGN: _Way(EventType.ASSIGNED, deed.office, lambda _work, case, steps: assigning.open_to(case, steps)),
    Choice.FINALIZE: _Way(EventType.FINALIZED, deed.office, _served),
    Choice.ARCHIVE: _Way(EventType.ARCHIVED, deed.office, _served),
    Choice.REOPEN: _Way(EventType.REOPENED, deed.office),
}


def choices(work: Work, who: Reader, case_id: str) -> tuple[Choice, ...]:
    """Return the steps open to this reader now, in the order of the way of a matter; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    steps = journal.history(work.session, work.vault, case.id)
    return tuple(choice for choice, way in _WAYS.items() if _open(work, who, case, steps, way))


def keeps(work: Work, who: Reader, case_id: str) -> bool:
    """Tell whether the reader prints and hands over the papers of this matter; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    return may(Actor(who.role), Action.HANDLE_CASES) and deed.keeps(work, who, case)


@dataclass(frozen=True, slots=True)
class Receivers:
    """Units a matter may be given to, by code, and whether others are kept from it: which is not said."""

    units: tuple[UnitRef, ...]
    withheld: bool


def receivers(work: Work, who: Reader, case_id: str) -> Receivers:
    """Return the units of the hall's region that this matter may go to; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    every = units.beside(work.session, dispatch.office_of(work, case))
    fit = {code for code in every if dispatch.allowed(work, case, code)}
    withheld = any(units.works(work.session, code) for code in every - fit)
    found = (units.ref(work.session, code) for code in sorted(fit))
    return Receivers(tuple(one for one in found if one is not None), withheld)


def _open(work: Work, who: Reader, case: PetitionCase, steps: Sequence[Step], way: _Way) -> bool:
    return (
        possible(CaseState(case.state), way.event)
        and may(Actor(who.role), way.action)
        and way.may(work, who, case)
        and way.room(work, case, steps)
    )
