"""A matter's life as a table: which step is possible in which state, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any


class EventType(StrEnum):
    # the visit
    VISIT_STARTED = "visit_started"
    REGISTERED = "registered"
    #: sent to the responsible unit
    DISPATCHED = "dispatched"
    #: addressed to the unit itself, which has it in hand at once (Art. 23(2))
    TAKEN = "taken"
    #: the machine was not sure enough: a person decides
    SCREENING = "screening"
    #: an accusation, sealed to the discipline inspection organ
    RESTRICTED = "restricted"
    # the unit's steps
    ACKNOWLEDGED = "acknowledged"
    ON_SCENE = "on_scene"
    INTERVIEW_CLOSED = "interview_closed"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    EXTENDED = "extended"
    OPINION_ISSUED = "opinion_issued"
    RESULT_DELIVERED = "result_delivered"
    # whose matter it is (Regulations on Petitioning 2022, Art. 23(3), 24)
    OBJECTED = "objected"
    OBJECTION_UPHELD = "objection_upheld"
    OBJECTION_REFUSED = "objection_refused"
    DISPUTED = "disputed"
    ARBITRATED = "arbitrated"
    #: taken back from a unit that must not have it (回避)
    RECALLED = "recalled"
    # review and re-review (复查、复核, Art. 35, 36)
    REVIEW_REQUESTED = "review_requested"
    REVIEW_ISSUED = "review_issued"
    REVIEW_SERVED = "review_served"
    RECHECK_REQUESTED = "recheck_requested"
    HEARING_OPENED = "hearing_opened"
    HEARING_CLOSED = "hearing_closed"
    RECHECK_ISSUED = "recheck_issued"
    RECHECK_SERVED = "recheck_served"
    # the end, and what undoes it
    FINALIZED = "finalized"
    ARCHIVED = "archived"
    REOPENED = "reopened"
    #: this matter went into another one; the other one's event is ABSORBED
    MERGED = "merged"
    ABSORBED = "absorbed"
    #: the merge was a mistake: this matter goes on by itself; the other one's event is RELEASED
    UNMERGED = "unmerged"
    RELEASED = "released"
    #: part of this matter became one of its own
    SPLIT = "split"
    # recorded on the way
    #: somebody is kept away from the matter from now on (回避, Art. 28(3), 30(3))
    RECUSED = "recused"
    #: 交办 with a limit of its own, and what the unit reports back (Art. 22(1)(3))
    ASSIGNED = "assigned"
    RESULT_REPORTED = "result_reported"
    MATERIALS_RECEIVED = "materials_received"
    #: told once and in full what is missing (一次性告知)
    ONE_TIME_NOTICE = "one_time_notice"
    # people's mediation (人民调解) and what follows from an agreement
    MEDIATION_OPENED = "mediation_opened"
    MEDIATION_CLOSED = "mediation_closed"
    JOINT_APPLICATION = "joint_application"
    # after a bad rating, and after an accusation was dealt with
    CALLED_BACK = "called_back"
    RECTIFIED = "rectified"
    FED_BACK = "fed_back"
    # what a leader orders on the matter (批示), and what becomes of it
    INSTRUCTED = "instructed"
    INSTRUCTION_ANSWERED = "instruction_answered"
    #: the answer does not do: asked again, with a new moment
    INSTRUCTION_PURSUED = "instruction_pursued"
    INSTRUCTION_CLOSED = "instruction_closed"
    INSTRUCTION_OVERDUE = "instruction_overdue"
    # pushing a late unit (催办、督办、通报)
    REMINDED = "reminded"
    SUPERVISED = "supervised"
    SUPERVISION_ANSWERED = "supervision_answered"
    CIRCULATED = "circulated"
    #: who of the unit has it in hand
    HANDLER_NAMED = "handler_named"
    #: by who works on it, of the person in charge of the unit
    EXTENSION_ASKED = "extension_asked"
    PROGRESS_NOTED = "progress_noted"
    WRITTEN_NOTICE = "written_notice"
    DOCUMENT_QUEUED = "document_queued"
    DOCUMENT_PRINTED = "document_printed"
    DOCUMENT_SERVED = "document_served"
    RATED = "rated"
    RATED_BADLY = "rated_badly"
    CLOCK_EXPIRED = "clock_expired"


class CaseState(StrEnum):
    VISITING = "visiting"
    REGISTERED = "registered"
    DISPATCHED = "dispatched"
    SCREENING = "screening"
    RESTRICTED = "restricted"
    OBJECTED = "objected"
    DISPUTED = "disputed"
    ACKNOWLEDGED = "acknowledged"
    ON_SCENE = "on_scene"
    INTERVIEWED = "interviewed"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    DELIVERED = "delivered"
    REVIEW = "review"
    REVIEW_ANSWERED = "review_answered"
    REVIEW_DELIVERED = "review_delivered"
    RECHECK = "recheck"
    RECHECK_ANSWERED = "recheck_answered"
    RECHECK_DELIVERED = "recheck_delivered"
    NOT_ACCEPTED = "not_accepted"
    FINAL = "final"
    ARCHIVED = "archived"
    MERGED = "merged"


E, S = EventType, CaseState

#: waiting for the desk that holds the matter to say it has it
AWAITING = frozenset({S.DISPATCHED, S.SCREENING, S.RESTRICTED})
#: in the hands of a unit
_HANDLED = (S.ACKNOWLEDGED, S.ON_SCENE, S.INTERVIEWED)
#: an answer has reached the petitioner
SERVED = frozenset({S.DELIVERED, S.REVIEW_DELIVERED, S.RECHECK_DELIVERED})
#: nobody owes anything more, unless it is reopened
CLOSED = frozenset({S.NOT_ACCEPTED, S.FINAL, S.ARCHIVED, S.MERGED})
#: the end of a matter's way: nothing leads on from here, unless it was a mistake
FINAL = frozenset({S.MERGED})
#: not yet answered, so that it can still be joined with another matter
JOINABLE = (S.SCREENING, S.DISPATCHED, *_HANDLED, S.ACCEPTED)

#: what leaders and supervision say about a matter: it moves neither the matter nor a limit
OVERSIGHT = frozenset(
    {
        *(E.INSTRUCTED, E.INSTRUCTION_ANSWERED, E.INSTRUCTION_PURSUED, E.INSTRUCTION_CLOSED, E.INSTRUCTION_OVERDUE),
        *(E.REMINDED, E.SUPERVISED, E.SUPERVISION_ANSWERED, E.CIRCULATED),
    }
)

TRANSITIONS: dict[tuple[CaseState | None, EventType], CaseState] = {
    (None, E.VISIT_STARTED): S.VISITING,
    (S.VISITING, E.REGISTERED): S.REGISTERED,
    (S.REGISTERED, E.DISPATCHED): S.DISPATCHED,
    (S.REGISTERED, E.TAKEN): S.ACKNOWLEDGED,
    (S.REGISTERED, E.SCREENING): S.SCREENING,
    (S.REGISTERED, E.RESTRICTED): S.RESTRICTED,
    (S.SCREENING, E.DISPATCHED): S.DISPATCHED,
    (S.DISPATCHED, E.ACKNOWLEDGED): S.ACKNOWLEDGED,
    (S.RESTRICTED, E.ACKNOWLEDGED): S.ACKNOWLEDGED,
    (S.ACKNOWLEDGED, E.ON_SCENE): S.ON_SCENE,
    (S.ACKNOWLEDGED, E.INTERVIEW_CLOSED): S.INTERVIEWED,
    (S.ON_SCENE, E.INTERVIEW_CLOSED): S.INTERVIEWED,
    **{(state, E.ACCEPTED): S.ACCEPTED for state in _HANDLED},
    **{(state, E.NOT_ACCEPTED): S.NOT_ACCEPTED for state in (S.SCREENING, *_HANDLED)},
    (S.ACCEPTED, E.EXTENDED): S.ACCEPTED,
    **{(state, E.OPINION_ISSUED): S.ANSWERED for state in (*_HANDLED, S.ACCEPTED)},
    (S.ANSWERED, E.RESULT_DELIVERED): S.DELIVERED,
    **{(state, E.OBJECTED): S.OBJECTED for state in (S.DISPATCHED, *_HANDLED)},
    (S.OBJECTED, E.OBJECTION_UPHELD): S.SCREENING,
    (S.OBJECTED, E.OBJECTION_REFUSED): S.DISPATCHED,
    **{(state, E.DISPUTED): S.DISPUTED for state in (S.OBJECTED, S.DISPATCHED, *_HANDLED)},
    (S.DISPUTED, E.ARBITRATED): S.DISPATCHED,
    **{(state, E.RECALLED): S.SCREENING for state in (S.DISPATCHED, S.OBJECTED, *_HANDLED, S.ACCEPTED)},
    (S.DELIVERED, E.REVIEW_REQUESTED): S.REVIEW,
    (S.REVIEW, E.REVIEW_ISSUED): S.REVIEW_ANSWERED,
    (S.REVIEW_ANSWERED, E.REVIEW_SERVED): S.REVIEW_DELIVERED,
    (S.REVIEW_DELIVERED, E.RECHECK_REQUESTED): S.RECHECK,
    (S.RECHECK, E.HEARING_OPENED): S.RECHECK,
    (S.RECHECK, E.HEARING_CLOSED): S.RECHECK,
    (S.RECHECK, E.RECHECK_ISSUED): S.RECHECK_ANSWERED,
    (S.RECHECK_ANSWERED, E.RECHECK_SERVED): S.RECHECK_DELIVERED,
    **{(state, E.FINALIZED): S.FINAL for state in SERVED},
    (S.NOT_ACCEPTED, E.ARCHIVED): S.ARCHIVED,
    (S.FINAL, E.ARCHIVED): S.ARCHIVED,
    **{(state, E.REOPENED): S.DISPATCHED for state in (*SERVED, S.NOT_ACCEPTED, S.FINAL, S.ARCHIVED)},
    **{(state, E.MERGED): S.MERGED for state in JOINABLE},
}

#: recorded in any state after registration, and leaving it as it is
NEUTRAL = frozenset(
    {
        *(E.CLOCK_EXPIRED, E.WRITTEN_NOTICE, E.PROGRESS_NOTED, E.RATED, E.RATED_BADLY, E.ABSORBED, E.RELEASED, E.SPLIT),
        *(E.HANDLER_NAMED, E.EXTENSION_ASKED),
        *(E.DOCUMENT_QUEUED, E.DOCUMENT_PRINTED, E.DOCUMENT_SERVED),
        *(E.RECUSED, E.ASSIGNED, E.RESULT_REPORTED, E.MATERIALS_RECEIVED, E.ONE_TIME_NOTICE),
        *(E.MEDIATION_OPENED, E.MEDIATION_CLOSED, E.JOINT_APPLICATION, E.CALLED_BACK, E.RECTIFIED, E.FED_BACK),
        *OVERSIGHT,
    }
)

#: what happens without changing what a reader of the file would decide
UNDECIDING = frozenset(
    {
        *(E.CLOCK_EXPIRED, E.PROGRESS_NOTED, E.DOCUMENT_PRINTED, E.RATED, E.RATED_BADLY),
        *(E.MATERIALS_RECEIVED, E.RESULT_REPORTED, E.CALLED_BACK, E.RECTIFIED),
        *(E.HANDLER_NAMED, E.EXTENSION_ASKED),
        *OVERSIGHT,
    }
)

#: what a case event means to the clocks, in this order; what is not named here means nothing to them. Sending a matter
#: on (转送) is at once its receipt by the unit: both happen in one transaction, and the unit's 15 days count from there
#: (Regulations on Petitioning 2022, Art. 23). A request for review reaches its organ in the same way (Art. 35, 36).
CLOCK_EVENTS: dict[EventType, tuple[str, ...]] = {
    E.VISIT_STARTED: ("visit_started",),
    E.REGISTERED: ("received", "registered", "reported"),
    E.DISPATCHED: ("forwarded", "dispatched", "received_forwarded"),
    E.SCREENING: ("screening",),
    E.RESTRICTED: ("forwarded", "received_forwarded"),
    E.ACKNOWLEDGED: ("acknowledged",),
    E.ON_SCENE: ("on_scene",),
    E.INTERVIEW_CLOSED: ("interview_closed",),
    E.ACCEPTED: ("accepted_or_forwarded",),
    E.WRITTEN_NOTICE: ("written_notice", "accept_notice"),
    #: the matter is sent nowhere and talked over no more; the rest is owed until its paper is served
    E.NOT_ACCEPTED: ("forwarded", "interview_closed", "accepted_or_forwarded", "handled", "resolved"),
    E.OPINION_ISSUED: ("opinion_issued", "handled"),
    E.RESULT_DELIVERED: ("result_delivered", "opinion_served", "resolved"),
    E.OBJECTED: ("objection",),
    E.OBJECTION_REFUSED: ("objection_refused",),
    E.DISPUTED: ("disputed",),
    #: binding, so that no new time for objections starts
    E.ARBITRATED: ("arbitrated", "dispatched"),
    E.RECALLED: ("recalled", "screening"),
    E.ASSIGNED: ("assigned",),
    E.RESULT_REPORTED: ("result_reported",),
    E.MATERIALS_RECEIVED: ("materials_received",),
    E.ONE_TIME_NOTICE: ("one_time_notice",),
    E.MEDIATION_OPENED: ("mediation_accepted",),
    E.MEDIATION_CLOSED: ("mediation_closed",),
    E.JOINT_APPLICATION: ("joint_application",),
    E.CALLED_BACK: ("callback",),
    E.RECTIFIED: ("rectified",),
    E.FED_BACK: ("feedback",),
    E.REVIEW_REQUESTED: ("review_requested", "review_received"),
    E.REVIEW_ISSUED: ("review_issued",),
    E.REVIEW_SERVED: ("review_served",),
    E.RECHECK_REQUESTED: ("recheck_requested", "recheck_received"),
    #: the time of a hearing does not count (Art. 36(2))
    E.HEARING_OPENED: ("hearing_opened",),
    E.HEARING_CLOSED: ("hearing_closed",),
    E.RECHECK_ISSUED: ("recheck_issued",),
    E.FINALIZED: ("closed", "resolved"),
    E.REOPENED: ("dispatched", "received_forwarded"),
    #: what was owed here is owed by the other matter from now on
    E.MERGED: (
        *("forwarded", "acknowledged", "on_scene", "interview_closed", "written_notice", "opinion_issued"),
        *("result_delivered", "closed", "handled", "resolved", "result_reported"),
    ),
    E.RATED_BADLY: ("bad_rating",),
}
#: what an event means to the clocks beside that when its payload says so: event -> (field, value) -> names
_IF_SAID: dict[EventType, dict[tuple[str, object], tuple[str, ...]]] = {
    #: the 60 days run for claims alone (Art. 34)
    E.ACCEPTED: {("kind", "claim"): ("accepted",)},
    E.RESTRICTED: {("named", True): ("received_named",)},
    E.INTERVIEW_CLOSED: {("settled", True): ("handled", "resolved")},
    E.MEDIATION_CLOSED: {("agreed", True): ("agreement_effective", "resolved")},
    #: whoever waits has the last word of this matter in hand, or is owed none
    E.NOT_ACCEPTED: {("ends_wait", True): ("written_notice", "result_delivered")},
    E.WRITTEN_NOTICE: {("ends_wait", True): ("result_delivered",)},
}


#: `procedures.Procedure.PETITION`, as an event of acceptance says it
_PETITION = "petition"


class ImpossibleStep(ValueError):
    """This event cannot happen in this state."""

    def __init__(self, state: CaseState | None, event: EventType) -> None:
        super().__init__(f"{event} is not possible in state {state}")
        self.state = state
        self.event = event


def step(state: CaseState | None, event: EventType, before: CaseState | None = None) -> CaseState:
    """Return the state after `event`; raise `ImpossibleStep`. `before`: where a merged matter stood, which undoing the
    merge leads back to."""
    if event in NEUTRAL and state not in (None, CaseState.VISITING):
        return state
    if event is EventType.UNMERGED and state is CaseState.MERGED and before in JOINABLE:
        return before
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise ImpossibleStep(state, event) from None


def possible(state: CaseState | None, event: EventType) -> bool:
    if event is EventType.UNMERGED:
        return state is CaseState.MERGED
    return (state, event) in TRANSITIONS or (event in NEUTRAL and state not in (None, CaseState.VISITING))


def project(events: Iterable[EventType]) -> CaseState | None:
    """Return the state that a whole history leads to, None before the first event."""
    state: CaseState | None = None
    before: CaseState | None = None
    for event in events:
        if event is EventType.MERGED:
            before = state
        state = step(state, event, before)
    return state


def limits(payload: Mapping[str, Any]) -> dict[str, int]:
    """Return the limits an event sets for this matter alone: rule -> amount."""
    return dict(payload.get("limits", {}))


def heard(event: EventType, payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what an event means to the clocks, in this order; replaying a history asks the same."""
    names = CLOCK_EVENTS.get(event, ())
    # addressed to a unit itself: nothing is forwarded, and its own 15 days run (Art. 23(2))
    if event is E.REGISTERED and payload.get("direct"):
        names = tuple("received_direct" if name == "received" else name for name in names)
    # the petition procedure alone has the 60 days (Art. 31, item 6; Art. 34)
    elsewhere = event is E.ACCEPTED and payload.get("procedure", _PETITION) != _PETITION
    for (field, value), more in _IF_SAID.get(event, {}).items():
        if payload.get(field) == value:
            names += more
    if elsewhere:
        names = tuple("accepted_by_law" if name == "accepted" else name for name in names)
    return names


def every_name() -> frozenset[str]:
    """Return all that a matter's life can ever tell the clocks."""
    said: list[dict[str, Any]] = [
        {},
        *({field: value} for facts in _IF_SAID.values() for field, value in facts),
        {"direct": True},
        {"kind": "claim", "procedure": "elsewhere"},
    ]
    return frozenset(name for event in E for payload in said for name in heard(event, payload)) | {"extended"}
