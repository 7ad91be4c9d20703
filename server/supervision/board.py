"""Matters by what presses: one condition for a count and for the list behind it. Read-only.

A limit that stands still neither runs out nor comes near. Sealed matters are seen by the desk that holds them alone, as
everywhere (`cases.access.visible`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import assert_never

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from server.cases import deed, rules
from server.cases.access import Reader, visible
from server.cases.rules import CaseState
from server.cases.tables import PetitionCase
from server.clocks.tables import Clock
from server.contract.v1 import ClockState
from server.contract.v1.base import within_reach
from server.core.time import ZONE, local
from server.supervision.tables import Watch

PAGE = 30
#: how long before its end a limit is near
NEAR = timedelta(days=3)
#: states in which somebody still owes something
OPEN = tuple(state for state in CaseState if state not in rules.CLOSED and state is not CaseState.VISITING)


class Pressing(StrEnum):
    OVERDUE = "overdue"
    #: ends before midnight
    TODAY = "today"
    #: ends within `NEAR`
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which matters. Everything left out does not narrow."""

    pressing: Pressing | None = None
    #: code of the unit that holds it
    unit: str = ""
    #: rule of the limit that presses
    rule: str = ""
    state: CaseState | None = None
    #: registered since midnight
    today: bool = False
    #: followed by this reader
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    cases: Sequence[PetitionCase]
    #: asked for with the next page, "" on the last
    after: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    unit: str
    counts: Mapping[Pressing, int]


def midnight(now: datetime) -> datetime:
    """Return when today began in the hall."""
    return datetime.combine(local(now).date(), time(), ZONE)


def leaf(session: Session, who: Reader, now: datetime, wanted: Wanted, after: str = "", limit: int = PAGE) -> Leaf:
    """Return a page: with `pressing` what ends or ended first, else what was registered first. Raise INVALID_REQUEST for
    a place no page gave."""
    if wanted.pressing is None:
        moment = col(PetitionCase.registered_at)
        statement = select(PetitionCase, moment)
    else:
        late = (
            select(Clock.case_id, func.min(Clock.due_at).label("due"))
            .where(_presses(wanted.pressing, now), *_of_rule(wanted))
            .group_by(col(Clock.case_id))
            .subquery()
        )
        moment = late.c.due
        statement = select(PetitionCase, moment).join(late, late.c.case_id == col(PetitionCase.id))
    statement = statement.where(_matters(who, wanted, now))
    if after:
        at, last = _place(after)
        statement = statement.where(or_(moment > at, and_(moment == at, col(PetitionCase.id) > last)))
    rows = session.exec(statement.order_by(moment, col(PetitionCase.id)).limit(limit + 1)).all()
    shown = rows[:limit]
    more = f"{shown[-1][1].isoformat()}_{shown[-1][0].id}" if len(rows) > limit else ""
    return Leaf([case for case, _ in shown], more)


def count(session: Session, who: Reader, now: datetime, wanted: Wanted) -> int:
    """Count what `leaf` lists."""
    statement = select(func.count()).select_from(PetitionCase).where(_matters(who, wanted, now))
    if wanted.pressing is not None:
        late = select(Clock.case_id).where(_presses(wanted.pressing, now), *_of_rule(wanted))
        statement = statement.where(col(PetitionCase.id).in_(late))
    return session.exec(statement).one()


def by_state(session: Session, who: Reader) -> dict[CaseState, int]:
    """Count the matters in which somebody still owes something."""
    statement = select(PetitionCase.state, func.count()).where(visible(who), col(PetitionCase.state).in_(OPEN))
    found = {CaseState(state): number for state, number in session.exec(statement.group_by(PetitionCase.state)).all()}
    return {state: found[state] for state in OPEN if state in found}


def by_rule(session: Session, who: Reader, now: datetime, pressing: Pressing) -> dict[str, int]:
    """Count the matters that press by the rule of the limit."""
    statement = (
        select(Clock.rule, func.count(func.distinct(Clock.case_id)))
        .join(PetitionCase, col(PetitionCase.id) == col(Clock.case_id))
        .where(_presses(pressing, now), _matters(who, Wanted(), now), ~col(PetitionCase.state).in_(rules.CLOSED))
        .group_by(Clock.rule)
    )
    return dict(sorted(session.exec(statement).all(), key=lambda row: (-row[1], row[0])))


def by_unit(session: Session, who: Reader, now: datetime) -> tuple[UnitRow, ...]:
    """Count what presses by the unit that holds it, the most overdue first."""
    found: dict[str, dict[Pressing, int]] = {}
    for pressing in (Pressing.OVERDUE, Pressing.NEAR):
        statement = (
            select(PetitionCase.holder, func.count(func.distinct(PetitionCase.id)))
            .join(Clock, col(Clock.case_id) == col(PetitionCase.id))
            .where(_presses(pressing, now), _matters(who, Wanted(pressing=pressing), now))
            .group_by(PetitionCase.holder)
        )
        for unit, number in session.exec(statement).all():
            found.setdefault(unit, {})[pressing] = number
    loudest = sorted(
        found.items(), key=lambda row: (-row[1].get(Pressing.OVERDUE, 0), -row[1].get(Pressing.NEAR, 0), row[0])
    )
    return tuple(UnitRow(unit, counts) for unit, counts in loudest)


def latest(session: Session, case_ids: Collection[str], now: datetime) -> dict[str, tuple[str, datetime]]:
    """Return of each of these matters that is late the rule and end of the limit that is over longest."""
    statement = select(Clock.case_id, Clock.rule, Clock.due_at).where(
        _presses(Pressing.OVERDUE, now), col(Clock.case_id).in_(case_ids)
    )
    found: dict[str, tuple[str, datetime]] = {}
    for case_id, rule, due_at in session.exec(statement.order_by(col(Clock.due_at).desc())).all():
        found[case_id] = (rule, due_at)
    return found


def _matters(who: Reader, wanted: Wanted, now: datetime) -> ColumnElement[bool]:
    narrowed = [visible(who)]
    if wanted.pressing is not None:
        narrowed.append(~col(PetitionCase.state).in_(rules.CLOSED))
    if wanted.unit:
        narrowed.append(col(PetitionCase.holder) == wanted.unit)
    if wanted.state is not None:
        narrowed.append(col(PetitionCase.state) == wanted.state)
    if wanted.today:
        narrowed.append(col(PetitionCase.registered_at) >= midnight(now))
    if wanted.watched:
        mine = select(Watch.case_id).where(Watch.account == who.account)
        narrowed.append(col(PetitionCase.id).in_(mine))
    return and_(*narrowed)


def _of_rule(wanted: Wanted) -> list[ColumnElement[bool]]:
    return [col(Clock.rule) == wanted.rule] if wanted.rule else []


def _presses(pressing: Pressing, now: datetime) -> ColumnElement[bool]:
    """Return the condition on a limit. One that stands still has no alarm and did not expire."""
    owed = col(Clock.met_at).is_(None)
    due = col(Clock.due_at)
    counts = or_(col(Clock.alarm_at).is_not(None), col(Clock.state) == ClockState.EXPIRED)
    match pressing:
        case Pressing.OVERDUE:
            return and_(owed, due <= now, counts)
        case Pressing.TODAY:
            return and_(owed, due > now, due < midnight(now) + timedelta(days=1), counts)
        case Pressing.NEAR:
            return and_(owed, due > now, due <= now + NEAR, counts)
        case _:
            assert_never(pressing)


def _place(after: str) -> tuple[datetime, str]:
    moment, _, last = after.partition("_")
    try:
        at = within_reach(datetime.fromisoformat(moment))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not last:
        raise deed.invalid("页码不能使用。", "This place is not one that a page gave.", "after")
    return at, last
