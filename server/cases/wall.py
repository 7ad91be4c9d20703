"""What the wall of the hall may say of today's matters: the end of the number, the unit, the step. Nobody's name, no content.

Sealed and confidential matters are left out, and counted nowhere here: whoever looks at the wall may be the one complained of.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false
from sqlmodel import Session, col, func, select

from server.calling import rules as rules_of_calling
from server.calling import service as calling
from server.cases import arrival, wording
from server.cases.rules import CaseState
from server.cases.tables import CaseEvent, PetitionCase
from server.contract.v1.base import Answer, AwareDatetime
from server.core.time import local
from server.core.work import Work
from server.units import service as units

#: the wall has no more room: matters, numbers called, numbers that are next
MOST, CALLED_MOST, NEXT_MOST = 14, 6, 8
#: not yet in anybody's hands
_NEW = frozenset({CaseState.VISITING, CaseState.REGISTERED, CaseState.DISPATCHED, CaseState.SCREENING})


#: somebody works on it
_UNANSWERED = frozenset(
    {
        *(CaseState.OBJECTED, CaseState.DISPUTED, CaseState.ACKNOWLEDGED, CaseState.ON_SCENE),
        *(CaseState.INTERVIEWED, CaseState.ACCEPTED),
    }
)


class MatterLine(Answer):
    """One matter: `number` masked, `step` in words."""

    number: str
    unit: str
    step: str
    step_en: str
    at: AwareDatetime


class Today(Answer):
    """`taken`: in the hands of a unit by now; `answered`: an answer exists or the matter is over."""

    registered: int
    taken: int
    answered: int
    lines: tuple[MatterLine, ...]


class Called(Answer):
    """A number and the window it is called to; `calls` grows when it is said once more."""

    number: str
    window: int
    calls: int
    at: AwareDatetime


class Board(Answer):
    """Everything the wall of a hall shows."""

    hall_name: str
    hall_phone: str
    supervision_phone: str
    now: AwareDatetime
    #: the last called first
    called: tuple[Called, ...]
    waiting: int
    #: numbers that are next, in this order
    next: tuple[str, ...]
    today: Today
    #: with which staff of the units prove that they came; until when it is shown, and what a telephone opens
    arrival_code: str
    arrival_until: AwareDatetime
    arrival_address: str


def board(work: Work, hall: str) -> Board:
    """Return what the wall of this hall (6 digits) shows now."""
    settings, day = work.centre.settings, rules_of_calling.day_of(work.now)
    waiting = calling.line(work.session, hall, day)
    code = arrival.current(work.vault, hall, work.now)
    return Board(
        hall_name=settings.hall_name,
        hall_phone=settings.hall_phone,
        supervision_phone=settings.supervision_phone,
        now=work.now,
        called=tuple(
            Called(number=one.number, window=one.window, calls=one.calls, at=one.called_at or work.now)
            for one in calling.last_called(work.session, hall, day, CALLED_MOST)
        ),
        waiting=waiting.waiting,
        next=tuple(one.number for one in waiting.next[:NEXT_MOST]),
        today=today(work.session, hall, work.now),
        arrival_code=code.code,
        arrival_until=code.until,
        arrival_address=arrival.address(work, code),
    )


def today(session: Session, hall: str, now: datetime) -> Today:
    """Return how the matters stand that this hall (6 digits) registered today, the newest first."""
    counted = session.exec(
        select(PetitionCase.state, func.count()).where(_open(hall, now)).group_by(col(PetitionCase.state))
    ).all()
    by_state = {CaseState(state): count for state, count in counted}
    shown = session.exec(
        select(PetitionCase)
        .where(_open(hall, now))
        .order_by(col(PetitionCase.registered_at).desc(), col(PetitionCase.id))
        .limit(MOST)
    ).all()
    return Today(
        registered=sum(by_state.values()),
        taken=_sum(by_state, frozenset(CaseState) - _NEW),
        answered=_sum(by_state, frozenset(CaseState) - _NEW - _UNANSWERED),
        lines=tuple(_line(session, one) for one in shown),
    )


def stamp(work: Work, hall: str) -> tuple[int, int, str]:
    """Return what changes whenever the board may have changed: with every number called, every step of any matter, and
    the code of the hall."""
    steps = work.session.exec(select(func.max(CaseEvent.id))).one() or 0
    code = arrival.current(work.vault, hall, work.now).code
    return calling.version(work.session, hall, rules_of_calling.day_of(work.now)), steps, code


def _open(hall: str, now: datetime) -> ColumnElement[bool]:
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    registered = col(PetitionCase.registered_at)
    return and_(
        registered >= midnight,
        registered < midnight + timedelta(days=1),
        col(PetitionCase.hall_region).startswith(hall, autoescape=True),
        col(PetitionCase.restricted) == false(),
        col(PetitionCase.confidential) == false(),
    )


def _line(session: Session, case: PetitionCase) -> MatterLine:
    unit = units.ref(session, case.holder)
    state = CaseState(case.state)
    return MatterLine(
        number=f"…{wording.number_tail(case.number)}",
        unit=unit.name if unit else "",
        step=wording.STATE_TEXT[state],
        step_en=wording.STATE_TEXT_EN[state],
        at=case.registered_at,
    )


def _sum(counted: Mapping[CaseState, int], states: frozenset[CaseState]) -> int:
    return sum(count for state, count in counted.items() if state in states)
