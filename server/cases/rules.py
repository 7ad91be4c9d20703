"""A matter's life as a table: which step is possible in which state, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class EventType(StrEnum):
    VISIT_STARTED = "visit_started"
    REGISTERED = "registered"
    #: sent to the responsible unit
    DISPATCHED = "dispatched"
    #: the machine was not sure enough: a person decides
    SCREENING = "screening"
    #: an accusation, sealed to the discipline inspection organ
    RESTRICTED = "restricted"
    ACKNOWLEDGED = "acknowledged"
    ON_SCENE = "on_scene"
    INTERVIEW_CLOSED = "interview_closed"
    ACCEPTED = "accepted"
    WRITTEN_NOTICE = "written_notice"
    OPINION_ISSUED = "opinion_issued"
    RESULT_DELIVERED = "result_delivered"
    CLOCK_EXPIRED = "clock_expired"


class CaseState(StrEnum):
    VISITING = "visiting"
    REGISTERED = "registered"
    DISPATCHED = "dispatched"
    SCREENING = "screening"
    RESTRICTED = "restricted"
    ACKNOWLEDGED = "acknowledged"
    ON_SCENE = "on_scene"
    INTERVIEWED = "interviewed"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    DELIVERED = "delivered"


E, S = EventType, CaseState

#: waiting for the desk that holds the matter to say it has it
AWAITING = frozenset({S.DISPATCHED, S.SCREENING, S.RESTRICTED})
#: in the hands of a unit
_HANDLED = (S.ACKNOWLEDGED, S.ON_SCENE, S.INTERVIEWED)

TRANSITIONS: dict[tuple[CaseState | None, EventType], CaseState] = {
    (None, E.VISIT_STARTED): S.VISITING,
    (S.VISITING, E.REGISTERED): S.REGISTERED,
    (S.REGISTERED, E.DISPATCHED): S.DISPATCHED,
    (S.REGISTERED, E.SCREENING): S.SCREENING,
    (S.REGISTERED, E.RESTRICTED): S.RESTRICTED,
    (S.SCREENING, E.DISPATCHED): S.DISPATCHED,
    (S.DISPATCHED, E.ACKNOWLEDGED): S.ACKNOWLEDGED,
    (S.RESTRICTED, E.ACKNOWLEDGED): S.ACKNOWLEDGED,
    (S.ACKNOWLEDGED, E.ON_SCENE): S.ON_SCENE,
    (S.ACKNOWLEDGED, E.INTERVIEW_CLOSED): S.INTERVIEWED,
    (S.ON_SCENE, E.INTERVIEW_CLOSED): S.INTERVIEWED,
    **{(state, E.ACCEPTED): S.ACCEPTED for state in _HANDLED},
    **{(state, E.OPINION_ISSUED): S.ANSWERED for state in (*_HANDLED, S.ACCEPTED)},
    (S.ANSWERED, E.RESULT_DELIVERED): S.DELIVERED,
}

#: recorded in any state after registration, and leaving it as it is
NEUTRAL = frozenset({E.CLOCK_EXPIRED, E.WRITTEN_NOTICE})

#: the end of a matter's way, as far as this version leads
FINAL = frozenset({S.DELIVERED})

#: what a case event means to the clocks, in this order. Sending a matter on (转送) is at once its receipt by the unit:
#: both happen in one transaction, and the unit's 15 days count from there (Regulations on Petitioning 2022, Art. 23).
CLOCK_EVENTS: dict[EventType, tuple[str, ...]] = {
    E.VISIT_STARTED: ("visit_started",),
    E.REGISTERED: ("received", "registered"),
    E.DISPATCHED: ("forwarded", "dispatched", "received_forwarded"),
    E.SCREENING: (),
    E.RESTRICTED: ("forwarded",),
    E.ACKNOWLEDGED: ("acknowledged",),
    E.ON_SCENE: ("on_scene",),
    E.INTERVIEW_CLOSED: ("interview_closed",),
    E.ACCEPTED: ("accepted",),
    E.WRITTEN_NOTICE: ("written_notice",),
    E.OPINION_ISSUED: ("opinion_issued",),
    E.RESULT_DELIVERED: ("result_delivered",),
    E.CLOCK_EXPIRED: (),
}


class ImpossibleStep(ValueError):
    """This event cannot happen in this state."""

    def __init__(self, state: CaseState | None, event: EventType) -> None:
        super().__init__(f"{event} is not possible in state {state}")
        self.state = state
        self.event = event


def step(state: CaseState | None, event: EventType) -> CaseState:
    """Return the state after `event`; raise `ImpossibleStep`."""
    if event in NEUTRAL and state not in (None, CaseState.VISITING):
        return state
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise ImpossibleStep(state, event) from None


def possible(state: CaseState | None, event: EventType) -> bool:
    return (state, event) in TRANSITIONS or (event in NEUTRAL and state not in (None, CaseState.VISITING))


def project(events: Iterable[EventType]) -> CaseState | None:
    """Return the state that a whole history leads to, None before the first event."""
    state: CaseState | None = None
    for event in events:
        state = step(state, event)
    return state
