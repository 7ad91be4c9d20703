"""What a reader may do with a matter now: asked by the pages, so that only steps which can succeed are offered.

The step itself asks again under its lock; what is left out here would be refused there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from server.accounts.permissions import Action, Actor, may
from server.cases import access, assigning, colleagues, deed, disputes, journal, recusal, rooms, rules, service
from server.cases.access import Reader
from server.cases.deed import May
from server.cases.journal import Step
from server.cases.rooms import Room
from server.cases.rules import CaseState, possible
from server.cases.rules import EventType as E
from server.cases.tables import PetitionCase
from server.clocks import foresight
from server.clocks.foresight import Foreseen
from server.core.work import Work


class Choice(StrEnum):
    """A step as the address of its page names it."""

    DISPATCH = "dispatch"
    ARRIVE = "arrive"
    CONCLUDE = "conclude"
    ACCEPT = "accept"
    OPINION = "opinion"
    HAND = "handler"
    TAKE_BACK = "handler-back"
    NOTE = "note"
    REPORT = "report"
    MATERIALS_MISSING = "materials-missing"
    MATERIALS = "materials"
    MEDIATION = "mediation"
    MEDIATION_RESULT = "mediation-result"
    CONFIRMATION = "confirmation"
    ASK_EXTENSION = "extension"
    EXTEND = "extend"
    REFUSE = "refuse"
    OBJECT = "objection"
    DISPUTE = "dispute"
    DECIDE_OBJECTION = "objection-decision"
    ARBITRATE = "arbitration"
    ASSIGN = "assign"
    REVIEW = "review"
    REVIEW_DECISION = "review-decision"
    RECHECK = "recheck"
    HEARING = "hearing"
    HEARING_OVER = "hearing-over"
    RECHECK_DECISION = "recheck-decision"
    CALL_BACK = "callback"
    RECTIFY = "rectified"
    FEED_BACK = "feedback"
    FINALIZE = "finalize"
    ARCHIVE = "archive"
    REOPEN = "reopen"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SPLIT = "split"
    RECUSE = "recusal"
    INSTRUCT = "instruct"
    SUPERVISE = "supervise"
    REMIND = "remind"


@dataclass(frozen=True, slots=True)
class _Way:
    """`event` must be possible, and is what the clocks will hear."""

    event: E
    may: May
    room: Room = rooms.always
    action: Action = Action.HANDLE_CASES
    #: what the event will say, as far as clocks ask
    said: Mapping[str, Any] = field(default_factory=dict)
    #: rules whose limit the step sets itself
    limits: frozenset[str] = frozenset()


_WAYS: Mapping[Choice, _Way] = {
    Choice.DISPATCH: _Way(E.DISPATCHED, deed.desk, rooms.in_state(CaseState.SCREENING)),
    Choice.ARRIVE: _Way(E.ON_SCENE, deed.desk),
    Choice.CONCLUDE: _Way(E.INTERVIEW_CLOSED, deed.desk),
    Choice.ACCEPT: _Way(E.ACCEPTED, deed.desk, said={"kind": "claim"}),
    Choice.OPINION: _Way(E.OPINION_ISSUED, deed.desk),
    Choice.HAND: _Way(E.HANDLER_NAMED, colleagues.in_charge, rooms.still_open),
    Choice.TAKE_BACK: _Way(E.HANDLER_NAMED, colleagues.in_charge, rooms.in_hand),
    Choice.NOTE: _Way(E.PROGRESS_NOTED, deed.desk, rooms.not_merged),
    Choice.REPORT: _Way(E.RESULT_REPORTED, deed.desk, rooms.result_awaited),
    Choice.MATERIALS_MISSING: _Way(E.DOCUMENT_QUEUED, deed.desk, rooms.materials_not_yet_asked),
    Choice.MATERIALS: _Way(E.MATERIALS_RECEIVED, deed.desk, rooms.unanswered),
    Choice.MEDIATION: _Way(E.MEDIATION_OPENED, deed.desk, rooms.mediable),
    Choice.MEDIATION_RESULT: _Way(E.MEDIATION_CLOSED, deed.desk, rooms.in_mediation),
    Choice.CONFIRMATION: _Way(E.JOINT_APPLICATION, deed.desk, rooms.agreed),
    Choice.ASK_EXTENSION: _Way(E.EXTENSION_ASKED, deed.desk, rooms.more_to_ask),
    Choice.EXTEND: _Way(E.EXTENDED, deed.head, rooms.extendable, Action.APPROVE),
    Choice.REFUSE: _Way(E.NOT_ACCEPTED, deed.desk),
    Choice.OBJECT: _Way(E.OBJECTED, deed.desk, rooms.objectable),
    Choice.DISPUTE: _Way(E.DISPUTED, deed.desk, rooms.objection_refused),
    Choice.DECIDE_OBJECTION: _Way(E.OBJECTION_UPHELD, deed.office),
    Choice.ARBITRATE: _Way(E.ARBITRATED, disputes.arbiter, action=Action.ARBITRATE),
    Choice.ASSIGN: _Way(E.ASSIGNED, deed.office, rooms.assignable, limits=frozenset({assigning.RULE})),
    Choice.REVIEW: _Way(E.REVIEW_REQUESTED, deed.office, rooms.window_known),
    Choice.REVIEW_DECISION: _Way(E.REVIEW_ISSUED, deed.desk),
    Choice.RECHECK: _Way(E.RECHECK_REQUESTED, deed.office, rooms.window_known),
    Choice.HEARING: _Way(E.HEARING_OPENED, deed.desk, rooms.no_hearing),
    Choice.HEARING_OVER: _Way(E.HEARING_CLOSED, deed.desk, rooms.in_hearing),
    Choice.RECHECK_DECISION: _Way(E.RECHECK_ISSUED, deed.desk),
    Choice.CALL_BACK: _Way(E.CALLED_BACK, deed.keeps, rooms.after_bad_rating(E.CALLED_BACK)),
    Choice.RECTIFY: _Way(E.RECTIFIED, deed.keeps, rooms.after_bad_rating(E.RECTIFIED)),
    Choice.FEED_BACK: _Way(E.FED_BACK, deed.desk, rooms.feedback_owed),
    Choice.FINALIZE: _Way(E.FINALIZED, deed.office, rooms.papers_served),
    Choice.ARCHIVE: _Way(E.ARCHIVED, deed.office, rooms.papers_served),
    Choice.REOPEN: _Way(E.REOPENED, deed.office),
    Choice.MERGE: _Way(E.MERGED, deed.keeps, rooms.open_book),
    Choice.UNMERGE: _Way(E.UNMERGED, deed.keeps),
    Choice.SPLIT: _Way(E.SPLIT, deed.keeps, rooms.separable),
    Choice.RECUSE: _Way(E.RECUSED, recusal.may, rooms.not_merged),
    Choice.INSTRUCT: _Way(E.INSTRUCTED, deed.leads, rooms.open_book, Action.INSTRUCT),
    Choice.SUPERVISE: _Way(E.SUPERVISED, deed.pushes, rooms.open_book, Action.SUPERVISE),
    Choice.REMIND: _Way(E.REMINDED, deed.pushes, rooms.owing, Action.SUPERVISE),
}


def choices(work: Work, who: Reader, case_id: str) -> tuple[Choice, ...]:
    """Return the steps open to this reader now, in the order of the way of a matter; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    steps = journal.history(work.session, work.vault, case.id)
    return tuple(choice for choice, way in _WAYS.items() if _open(work, who, case, steps, way))


def foreseen(work: Work, who: Reader, case_id: str, every: Sequence[Choice]) -> dict[Choice, tuple[Foreseen, ...]]:
    """Return what each of these steps would do to the limits of the matter now; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    ways = {one: _WAYS[one] for one in every}
    steps = {one: foresight.Step(rules.heard(way.event, way.said), way.limits) for one, way in ways.items()}
    return foresight.foresee(work.session, case.id, steps, work.now, service.tags(case))


def keeps(work: Work, who: Reader, case_id: str) -> bool:
    """Tell whether the reader prints and hands over the papers of this matter; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    return may(Actor(who.role), Action.HANDLE_CASES) and deed.keeps(work, who, case)


def _open(work: Work, who: Reader, case: PetitionCase, steps: Sequence[Step], way: _Way) -> bool:
    return (
        possible(CaseState(case.state), way.event)
        and may(Actor(who.role), way.action)
        and way.may(work, who, case)
        and way.room(work, case, steps)
    )
