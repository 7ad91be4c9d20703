"""What stands on the desk of a reader: matters with limits that still run, light enough to be put in order all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlmodel import Session, col, select

from server.cases.access import Reader, visible
from server.cases.rules import CaseState
from server.cases.tables import PetitionCase
from server.clocks import service as clocks
from server.clocks.tables import Clock
from server.contract.v1 import ClockKind, ClockState

#: of matters none of whose limits runs: when one was registered, and its id
Place = tuple[datetime, str]
Matters = Sequence[PetitionCase]


@dataclass(frozen=True, slots=True)
class Standing:
    """A clock that is still owed, as far as the order of a list needs it. Times as people are shown them."""

    kind: ClockKind
    state: ClockState
    started_at: datetime
    due_at: datetime
    met_at: None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Matters with limits that run: the state of each, and those limits."""

    states: Mapping[str, CaseState]
    clocks: Mapping[str, Sequence[Standing]]


class Whose(StrEnum):
    """Of all the matters of a reader."""

    ALL = "all"
    #: in the reader's own hands
    MINE = "mine"
    #: at a desk of the reader's, in nobody's hands yet
    FREE = "free"


def belongs(who: Reader, whose: Whose) -> ColumnElement[bool]:
    """Return the condition under which a matter of this reader is one of these."""
    match whose:
        case Whose.ALL:
            return visible(who)
        case Whose.MINE:
            return and_(visible(who), col(PetitionCase.handler) == who.account)
        case Whose.FREE:
            at_the_desk = col(PetitionCase.holder).in_(who.desks | who.heads)
            return and_(visible(who), at_the_desk, col(PetitionCase.handler) == "")
        case _:
            assert_never(whose)


def desk(session: Session, who: Reader, now: datetime, whose: Whose = Whose.ALL) -> Desk:
    """Return every matter of this reader one of whose limits still runs, in one statement."""
    book = clocks.book_of(session)
    rows = session.exec(
        select(PetitionCase.id, PetitionCase.state, Clock)
        .join(Clock, col(Clock.case_id) == col(PetitionCase.id))
        .where(col(Clock.met_at).is_(None), belongs(who, whose))
    )
    states: dict[str, CaseState] = {}
    found: dict[str, list[Standing]] = {}
    for case_id, state, clock in rows:
        due_at = clocks.due_now(book, clock, now)
        shown = clocks.shown_state(clock, due_at, now)
        states[case_id] = CaseState(state)
        found.setdefault(case_id, []).append(Standing(clock.kind, shown, clock.started_at, due_at))
    return Desk(states, found)


def resting(
    session: Session,
    who: Reader,
    states: Collection[CaseState] | None,
    after: Place | None,
    limit: int,
    whose: Whose = Whose.ALL,
) -> Matters:
    """Return the matters of this reader none of whose limits runs, the newest first, from `after` on."""
    running = exists().where(col(Clock.case_id) == col(PetitionCase.id), col(Clock.met_at).is_(None))
    statement = select(PetitionCase).where(belongs(who, whose), ~running)
    if states is not None:
        statement = statement.where(col(PetitionCase.state).in_(states))
    if after is not None:
        at, case_id = after
        later = and_(col(PetitionCase.registered_at) == at, col(PetitionCase.id) < case_id)
        # said twice, because only the plain comparison is a bound of the index
        statement = statement.where(
            col(PetitionCase.registered_at) <= at, or_(col(PetitionCase.registered_at) < at, later)
        )
    newest = statement.order_by(col(PetitionCase.registered_at).desc(), col(PetitionCase.id).desc())
    return session.exec(newest.limit(limit)).all()


def these(session: Session, who: Reader, case_ids: Sequence[str]) -> Iterator[PetitionCase]:
    """Yield these matters in this order, as far as the reader may see them."""
    rows = session.exec(select(PetitionCase).where(col(PetitionCase.id).in_(case_ids), visible(who))).all()
    known = {case.id: case for case in rows}
    return (known[one] for one in case_ids if one in known)


def count(session: Session, who: Reader, states: Collection[CaseState] | None, whose: Whose = Whose.ALL) -> int:
    """Count the matters of this reader, those with limits that run and those without."""
    statement = select(func.count()).select_from(PetitionCase).where(belongs(who, whose))
    if states is not None:
        statement = statement.where(col(PetitionCase.state).in_(states))
    return session.exec(statement).one()
