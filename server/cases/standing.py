"""What stands on the desk of a reader: matters with limits that still run, put in order by the database.

How loud a matter is follows from the limit that is due first, as `web.countdown` shows it. A limit that stands still, or
once did, is counted anew for the moment it is shown at: matters with such a one are few, and are judged by the caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, assert_never

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    true,
    tuple_,
    type_coerce,
    union_all,
)
from sqlalchemy import select as select_columns
from sqlmodel import Integer, Session, col, select

from server.cases import reach, rules
from server.cases.access import Reader, visible, visible_in
from server.cases.rules import CaseState
from server.cases.tables import PetitionCase
from server.clocks import service as clocks
from server.clocks.tables import Clock
from server.contract.v1 import ClockKind, ClockState
from server.core.columns import Seconds, UtcDateTime
from server.core.database import plan_for_values

#: of matters none of whose limits runs: when one was registered, and its id
Place = reach.Place
Matters = Sequence[PetitionCase]


class Loudness(IntEnum):
    OVERDUE = 0
    NEAR = 1
    RUNNING = 2


@dataclass(frozen=True, slots=True)
class Near:
    """When a limit is near its end: in its last `share`, and never less than its last `at_least` (or half of it)."""

    share: float
    at_least: timedelta


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


@dataclass(frozen=True, slots=True)
class Pressing:
    """A part of a list. `places`: (how loud, when due, which), the loudest first. `counts`: of the whole list, by how loud
    and whether the desk has yet to say that it has the matter."""

    places: Sequence[tuple[Loudness, datetime, str]]
    counts: Mapping[tuple[Loudness, bool], int]


class Whose(StrEnum):
    """Of all the matters of a reader."""

    ALL = "all"
    #: in the reader's own hands
    MINE = "mine"
    #: at a desk of the reader's, in nobody's hands yet
    FREE = "free"


def whose_are(who: Reader, whose: Whose, case: Any = PetitionCase) -> ColumnElement[bool]:
    """Return what a matter that the reader may see has to meet besides, to be one of these. `case`: where its columns are."""
    match whose:
        case Whose.ALL:
            return true()
        case Whose.MINE:
            # said twice: the index leaves out what nobody has in hand
            return and_(case.handler == who.account, case.handler != literal_column("''"))
        case Whose.FREE:
            return and_(case.holder.in_(who.desks | who.heads), case.handler == "")
        case _:
            assert_never(whose)


def unsettled(session: Session, who: Reader, now: datetime, whose: Whose = Whose.ALL) -> Desk:
    """Return the matters of this reader with a running limit that stands still or did: `pressing` leaves them out."""
    book = clocks.book_of(session)
    rows = session.exec(
        select(PetitionCase.id, PetitionCase.state, Clock)
        .join(Clock, col(Clock.case_id) == col(PetitionCase.id))
        .where(
            col(Clock.met_at).is_(None),
            col(PetitionCase.id).in_(_once_paused()),
            visible(who),
            whose_are(who, whose),
        )
    )
    states: dict[str, CaseState] = {}
    found: dict[str, list[Standing]] = {}
    for case_id, state, clock in rows:
        due_at = clocks.due_now(book, clock, now)
        shown = clocks.shown_state(clock, due_at, now)
        states[case_id] = CaseState(state)
        found.setdefault(case_id, []).append(Standing(clock.kind, shown, clock.started_at, due_at))
    return Desk(states, found)


def pressing(
    session: Session,
    who: Reader,
    now: datetime,
    near: Near,
    limit: int,
    *,
    whose: Whose = Whose.ALL,
    awaiting: bool | None = None,
    loudness: Loudness | None = None,
    after: tuple[int, datetime, str] | None = None,
) -> Pressing:
    """Return the next matters of this reader whose limits run, and how many there are in all, in one statement.

    `awaiting`, `loudness`: list only these; the counts are of all.
    """
    plan_for_values(session)
    running = _running(session, who, now, near, whose).cte("running")
    place = (running.c.loudness, running.c.due_at, running.c.case_id)
    listed = select_columns(literal(True).label("listed"), *place, running.c.awaiting, literal(0).label("number"))
    if awaiting is not None:
        listed = listed.where(running.c.awaiting == int(awaiting))
    if loudness is not None:
        listed = listed.where(running.c.loudness == int(loudness))
    if after is not None:
        listed = listed.where(tuple_(*place) > tuple_(literal(after[0]), literal(after[1], UtcDateTime), after[2]))
    nothing = cast(null(), UtcDateTime)
    counts = select_columns(
        *(literal(False), running.c.loudness, nothing, literal(""), running.c.awaiting, func.count())
    ).group_by(running.c.loudness, running.c.awaiting)
    page = listed.order_by(*place).limit(limit).subquery()
    places, found = [], {}
    for is_place, loud, due_at, case_id, waits, number in session.execute(union_all(select_columns(page), counts)):
        if is_place:
            places.append((Loudness(loud), due_at, case_id))
        else:
            found[Loudness(loud), bool(waits)] = number
    return Pressing(sorted(places), found)


def resting(
    session: Session,
    who: Reader,
    states: Sequence[CaseState] | None,
    after: Place | None,
    limit: int,
    whose: Whose = Whose.ALL,
) -> Matters:
    """Return the matters of this reader none of whose limits runs, the newest first, from `after` on."""
    running = exists().where(col(Clock.case_id) == col(PetitionCase.id), col(Clock.met_at).is_(None))
    return reach.page(session, who, [whose_are(who, whose), ~running, *_of(states)], limit, after)


def these(session: Session, who: Reader, case_ids: Sequence[str]) -> Iterator[PetitionCase]:
    """Yield these matters in this order, as far as the reader may see them."""
    rows = session.exec(select(PetitionCase).where(col(PetitionCase.id).in_(case_ids), visible(who))).all()
    known = {one.id: one for one in rows}
    return (known[one] for one in case_ids if one in known)


def count(session: Session, who: Reader, states: Sequence[CaseState] | None, whose: Whose = Whose.ALL) -> int:
    """Count the matters of this reader, those with limits that run and those without; `reach.MOST` is that many or more."""
    return reach.count(session, who, [whose_are(who, whose), *_of(states)])


def _of(states: Sequence[CaseState] | None) -> tuple[ColumnElement[bool], ...]:
    return () if states is None else (col(PetitionCase.state).in_(states),)


def _once_paused() -> Any:
    """Matters with a running limit in whose course there is a pause."""
    said = type_coerce(Clock.course, Text)
    # written out: an index over the few that have a course is used for what is known before the values are
    return select(Clock.case_id).where(
        col(Clock.met_at).is_(None), said != literal_column("''"), said.contains("pauses")
    )


def _running(session: Session, who: Reader, now: datetime, near: Near, whose: Whose) -> Any:
    """Select (case_id, due_at, loudness, awaiting) of every matter of this reader, by the limit that is due first."""
    owed = _due_first(session).cte("owed")
    shown = [getattr(PetitionCase, name) for name in ("id", "state", "holder", "handler", "restricted")]
    opened = select_columns(*shown).where(reach.opened()).subquery()
    # a limit may run on after the end; such matters are so few that each is looked up
    columns = [
        func.coalesce(
            opened.c[name],
            select_columns(getattr(PetitionCase, name)).where(PetitionCase.id == owed.c.case_id).scalar_subquery(),
        ).label(name)
        for name in ("state", "holder", "handler", "restricted")
    ]
    every = (
        select_columns(owed.c.case_id.label("id"), *columns, owed.c.due_at, owed.c.started_at)
        .join(opened, opened.c.id == owed.c.case_id, isouter=True)
        .subquery()
    )
    left, whole = Seconds(every.c.due_at, literal(now, UtcDateTime)), Seconds(every.c.due_at, every.c.started_at)
    ending = or_(left <= whole * near.share, and_(left <= near.at_least.total_seconds(), left <= whole / 2))
    loud = case((every.c.due_at <= literal(now, UtcDateTime), 0), (ending, 1), else_=2)
    return select(
        every.c.id.label("case_id"),
        every.c.due_at,
        cast(loud, Integer).label("loudness"),
        case((every.c.state.in_(rules.AWAITING), 1), else_=0).label("awaiting"),
    ).where(visible_in(who, every.c), whose_are(who, whose, every.c))


def _due_first(session: Session) -> Any:
    """Select of every matter with a running limit the one that is due first; a promise stands before law."""
    # in the order of the index: "commitment" comes before "statutory"
    order = (col(Clock.due_at), col(Clock.kind))
    plain = and_(col(Clock.met_at).is_(None), col(Clock.case_id).not_in(_once_paused()))
    columns = (col(Clock.case_id), col(Clock.due_at), col(Clock.started_at))
    if session.get_bind().dialect.name == "postgresql":
        # reads the index from end to end, and PostgreSQL knows how many it will find
        return select(*columns).distinct(col(Clock.case_id)).where(plain).order_by(col(Clock.case_id), *order)
    place = func.row_number().over(partition_by=col(Clock.case_id), order_by=order)
    every = select(*columns, place.label("place")).where(plain).subquery()
    return select(every.c.case_id, every.c.due_at, every.c.started_at).where(every.c.place == 1)
