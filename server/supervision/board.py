"""Matters by what presses: one condition for a count and for the list behind it. Read-only.

A limit that stands still neither runs out nor comes near. Sealed matters are seen by the desk that holds them alone, as
everywhere (`cases.access.visible`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from heapq import nsmallest
from typing import Any, NamedTuple, assert_never

from sqlalchemy import ColumnElement, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from server.cases import deed, reach, rules
from server.cases.access import Reader, visible
from server.cases.rules import CaseState
from server.cases.tables import PetitionCase
from server.clocks.tables import Clock
from server.contract.v1 import ClockState
from server.contract.v1.base import within_reach
from server.core.database import plan_for_values
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


class Press(NamedTuple):
    """A limit of an open matter that is over or near its end."""

    due_at: datetime
    case_id: str
    unit: str
    rule: str
    #: a `CaseState`
    state: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class Late:
    """Everything that presses for one reader, read in one statement: the counts and the lists are made of the same."""

    now: datetime
    every: Sequence[Press]
    #: matters this reader follows
    watched: frozenset[str]
    #: matters by how they press
    pressing: Mapping[Pressing, Collection[str]]

    @classmethod
    def of(cls, now: datetime, every: Sequence[Press], watched: frozenset[str]) -> Late:
        """Sort everything at once: a leader may have ten thousand of them."""
        tonight = midnight(now) + timedelta(days=1)
        pressing: dict[Pressing, set[str]] = {one: set() for one in Pressing}
        over, near, today = (pressing[one] for one in (Pressing.OVERDUE, Pressing.NEAR, Pressing.TODAY))
        for one in every:
            if one.due_at <= now:
                over.add(one.case_id)
                continue
            near.add(one.case_id)
            if one.due_at < tonight:
                today.add(one.case_id)
        return cls(now, every, watched, pressing)

    def cases(self, wanted: Wanted) -> dict[str, datetime]:
        """Return the matters, each with the end of the limit that presses most."""
        found: dict[str, datetime] = {}
        for one in self._fitting(wanted):
            held = found.get(one.case_id)
            if held is None or one.due_at < held:
                found[one.case_id] = one.due_at
        return found

    def _fitting(self, wanted: Wanted) -> Sequence[Press]:
        # one condition after the other, and only those that are asked for: the list may be long
        rows, began = self.every, midnight(self.now)
        if wanted.pressing is not None:
            after, until = _bounds(wanted.pressing, self.now)
            rows = [one for one in rows if after < one.due_at <= until]
        if wanted.unit:
            rows = [one for one in rows if one.unit == wanted.unit]
        if wanted.rule:
            rows = [one for one in rows if one.rule == wanted.rule]
        if wanted.state is not None:
            rows = [one for one in rows if one.state == wanted.state]
        if wanted.today:
            rows = [one for one in rows if one.registered_at >= began]
        if wanted.watched:
            rows = [one for one in rows if one.case_id in self.watched]
        return rows

    def count(self, pressing: Pressing) -> int:
        return len(self.pressing[pressing])

    def by_unit(self) -> tuple[UnitRow, ...]:
        """Count by the unit that holds the matter, the most overdue first."""
        held = defaultdict[str, dict[Pressing, set[str]]](dict)
        for one in self.every:
            pressing = Pressing.OVERDUE if one.due_at <= self.now else Pressing.NEAR
            held[one.unit].setdefault(pressing, set()).add(one.case_id)
        seen = {unit: {one: len(cases) for one, cases in found.items()} for unit, found in held.items()}
        rows = [UnitRow(unit, found) for unit, found in seen.items()]
        return tuple(sorted(rows, key=lambda row: (*(-row.counts.get(one, 0) for one in Pressing), row.unit)))


def presses(until: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a limit press that ends by then: it is owed, and does not stand still."""
    return (
        col(Clock.met_at).is_(None),
        col(Clock.due_at) <= until,
        # one that stands still has no alarm and did not expire
        or_(col(Clock.alarm_at).is_not(None), col(Clock.state) == ClockState.EXPIRED),
    )


def late(session: Session, who: Reader, now: datetime) -> Late:
    """Return every limit of an open matter of this reader that is over or ends soon."""
    return _late(session, who, now, now + NEAR)


def wanted_of(session: Session, who: Reader, now: datetime, wanted: Wanted) -> Late:
    """Return as much of what presses as this list is made of; without `pressing` that is nothing."""
    if wanted.pressing is None:
        return Late.of(now, (), frozenset())
    return _late(session, who, now, _bounds(wanted.pressing, now)[1])


def _late(session: Session, who: Reader, now: datetime, until: datetime) -> Late:
    plan_for_values(session)
    case = PetitionCase
    limits: list[Any] = [Clock.due_at, Clock.case_id, case.holder, Clock.rule, case.state, case.registered_at]
    pressing = (
        select_columns(*limits)
        .join_from(Clock, case, col(case.id) == col(Clock.case_id))
        .where(*presses(until), reach.opened(), visible(who))
    )
    rows = session.execute(pressing).all()
    watched = session.exec(select(Watch.case_id).where(Watch.account == who.account)).all()
    return Late.of(now, list(map(Press._make, rows)), frozenset(watched))


def leaf(session: Session, who: Reader, found: Late, wanted: Wanted, after: str = "", limit: int = PAGE) -> Leaf:
    """Return a page: with `pressing` what ends or ended first, else what was registered first. Raise INVALID_REQUEST for
    a place no page gave."""
    if wanted.pressing is None:
        return listed(session, who, found.now, wanted, after, limit)
    place = _place(after) if after else None
    ends = ((due_at, case_id) for case_id, due_at in found.cases(wanted).items())
    coming = nsmallest(limit + 1, (one for one in ends if place is None or one > place))
    return _leaf(coming, these(session, [case_id for _, case_id in coming[:limit]]), limit)


def listed(session: Session, who: Reader, now: datetime, wanted: Wanted, after: str = "", limit: int = PAGE) -> Leaf:
    """Return a page of what was registered first, whether anything presses or not."""
    rows = reach.page(
        session, who, _matters(who, wanted, now), limit + 1, _place(after) if after else None, newest=False
    )
    return _leaf([(case.registered_at, case.id) for case in rows], list(rows[:limit]), limit)


def these(session: Session, case_ids: Sequence[str]) -> list[PetitionCase]:
    """Return these matters in this order. The caller has asked whether the reader may see them."""
    known = {
        case.id: case for case in session.exec(select(PetitionCase).where(col(PetitionCase.id).in_(case_ids))).all()
    }
    return [known[one] for one in case_ids if one in known]


def _leaf(coming: Sequence[tuple[datetime, str]], cases: Sequence[PetitionCase], limit: int) -> Leaf:
    last = coming[:limit][-1] if len(coming) > limit else None
    return Leaf(cases, f"{last[0].isoformat()}_{last[1]}" if last else "")


def count(session: Session, who: Reader, found: Late, wanted: Wanted) -> int:
    """Count what `leaf` lists; without `pressing` no further than `reach.MOST`."""
    if wanted.pressing is not None:
        return len(found.cases(wanted))
    return number(session, who, found.now, wanted)


def number(session: Session, who: Reader, now: datetime, wanted: Wanted) -> int:
    """Count what `listed` lists, no further than `reach.MOST`."""
    return reach.count(session, who, _matters(who, wanted, now))


def latest(session: Session, case_ids: Collection[str], now: datetime) -> dict[str, tuple[str, datetime]]:
    """Return of each of these matters that is late the rule and end of the limit that is over longest."""
    statement = select(Clock.case_id, Clock.rule, Clock.due_at).where(
        col(Clock.met_at).is_(None),
        col(Clock.due_at) <= now,
        or_(col(Clock.alarm_at).is_not(None), col(Clock.state) == ClockState.EXPIRED),
        col(Clock.case_id).in_(case_ids),
    )
    found: dict[str, tuple[str, datetime]] = {}
    for case_id, rule, due_at in session.exec(statement.order_by(col(Clock.due_at).desc())).all():
        found[case_id] = (rule, due_at)
    return found


def _matters(who: Reader, wanted: Wanted, now: datetime) -> Sequence[ColumnElement[bool]]:
    """Return the conditions of a list without `pressing`, beside that the reader may see the matter."""
    narrowed: list[ColumnElement[bool]] = []
    if wanted.unit:
        narrowed.append(col(PetitionCase.holder) == wanted.unit)
    if wanted.state is not None:
        narrowed.append(col(PetitionCase.state) == wanted.state)
    if wanted.today:
        narrowed.append(col(PetitionCase.registered_at) >= midnight(now))
    if wanted.watched:
        mine = select(Watch.case_id).where(Watch.account == who.account)
        narrowed.append(col(PetitionCase.id).in_(mine))
    return narrowed


def _bounds(pressing: Pressing, now: datetime) -> tuple[datetime, datetime]:
    """Return after what moment, and until which, a limit ends that presses so."""
    match pressing:
        case Pressing.OVERDUE:
            return datetime.min.replace(tzinfo=UTC), now
        case Pressing.TODAY:
            return now, midnight(now) + timedelta(days=1) - datetime.resolution
        case Pressing.NEAR:
            return now, now + NEAR
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
