"""Counts the days into `figure_day`, so that a report reads some thousand rows however many matters there are.

Whatever happens to a matter leaves an event: the days that events touch are counted anew as a whole, and every night the
last weeks once more, because a limit that was moved leaves the day it would have ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, delete
from sqlmodel import Session, col, func, insert, or_, select

from server.analysis.tables import FigureDay, FigureMark
from server.cases import numbers
from server.cases.rating import THREE_LEVELS, Subject
from server.cases.tables import CaseEvent, CaseRating, PetitionCase
from server.clocks.tables import Clock
from server.contract.v1 import ClockState
from server.core.centre import Centre
from server.core.database import transaction
from server.core.time import ZONE, local
from server.core.writing import insert_if_new
from server.units.organisation import Organisation, organisation

ONE_DAY = timedelta(days=1)
#: events are numbered before they are committed: so many before the last one are looked at again
_OVERLAP = 500
#: days counted in one transaction
_CHUNK = 31
#: counted again each night
_WEEKS_DAYS = 62
EVENTS, MOMENT, _NIGHT = "events", "moment", "night"
#: the mark of the moment is so many seconds after this
SINCE = datetime(2020, 1, 1, tzinfo=ZONE)

#: dimension, key, measure
Cell = tuple[str, str, str]
Bounds = tuple[datetime, datetime]

#: columns that are counted
MATTER: Final = (
    PetitionCase.id,
    PetitionCase.number,
    PetitionCase.registered_at,
    *(PetitionCase.restricted, PetitionCase.collective, PetitionCase.anonymous, PetitionCase.repeat),
    *(PetitionCase.category_path, PetitionCase.holder),
)
LIMIT: Final = (
    *(Clock.rule, Clock.met_at, Clock.due_at, Clock.alarm_at, Clock.state),
    *(PetitionCase.holder, PetitionCase.restricted),
)
RATING: Final = (CaseRating.subject, CaseRating.level, CaseRating.rated_at)

_SINGLE: Final = {True: "anonymous", False: "single"}
GOOD: Final = {Subject.HALL: (4, 5)}
FAIR: Final = {Subject.HALL: (3,)}


def refresh(centre: Centre) -> int:
    """Count every day that needs it; return how many. The first time that is all there are."""
    with transaction(centre.engine, centre.domain) as session:
        for name in (EVENTS, _NIGHT, MOMENT):
            insert_if_new(session, FigureMark, {"name": name, "place": 0})
    now = centre.clock()
    with transaction(centre.engine, centre.domain) as session:
        mark = session.get_one(FigureMark, EVENTS)
        last = session.exec(select(func.max(CaseEvent.id))).one() or 0
        days = _every_day(session, now) if not mark.place else _touched(session, mark.place, now)
        if session.get_one(FigureMark, _NIGHT).place != local(now).toordinal():
            days |= {local(now).date() - ONE_DAY * back for back in range(_WEEKS_DAYS)}
    wanted = sorted(days)
    for begin in range(0, len(wanted), _CHUNK):
        with transaction(centre.engine, centre.domain) as session:
            # one worker at a time
            session.exec(select(FigureMark).where(FigureMark.name == EVENTS).with_for_update()).one()
            known = organisation(session)
            for day in wanted[begin : begin + _CHUNK]:
                _store(session, day, count(session, day, now, known))
    with transaction(centre.engine, centre.domain) as session:
        session.get_one(FigureMark, EVENTS).place = last
        session.get_one(FigureMark, _NIGHT).place = local(now).toordinal()
        session.get_one(FigureMark, MOMENT).place = int((now - SINCE).total_seconds())
    return len(wanted)


def recount(centre: Centre) -> int:
    """Count every day there is anew; return how many."""
    with transaction(centre.engine, centre.domain) as session:
        for mark in session.exec(select(FigureMark)).all():
            mark.place = 0
    return refresh(centre)


def count(session: Session, day: date, now: datetime, known: Organisation) -> Counter[Cell]:
    """Return the figures of one day of the hall, counted from the matters themselves."""
    return Counter(_cells(session, bounds(day, day), now, known))


def received(case: PetitionCase | Row[Any], known: Organisation) -> Iterator[Cell]:
    """Give the cells of a registration; `case` has the columns of `MATTER`."""
    for dimension, key in keys(case, known):
        yield dimension, key, "received"
        yield dimension, key, "repeat" if case.repeat else "first"


def keys(case: PetitionCase | Row[Any], known: Organisation) -> list[tuple[str, str]]:
    """Return (dimension, key) of all that a matter is counted under."""
    kind = "accusation" if case.restricted else "collective" if case.collective else _SINGLE[case.anonymous]
    found = [("whole", ""), ("route", numbers.form_of(case.number).name.lower()), ("kind", kind)]
    # of an accusation it is counted that there was one, never where it went or what about
    if not case.restricted:
        unit = known.units.get(case.holder)
        found += [("category", case.category_path.split("/")[0]), ("unit", case.holder)]
        found.append(("region", unit.region if unit else ""))
    return found


def ended(limit: Row[Any], within: Bounds, now: datetime) -> Iterator[Cell]:
    """Give the cells of a limit met in this time, in time or late, or that ended in it and was not met by `now`; `limit` has
    the columns of `LIMIT`."""
    if measure := _outcome(limit, within, now):
        yield "clock", limit.rule, measure
        if not limit.restricted:
            yield "unit", limit.holder, measure


def _outcome(limit: Row[Any], within: Bounds, now: datetime) -> str:
    begin, end = within
    if limit.met_at is not None and limit.met_at <= now:
        if not begin <= limit.met_at < end:
            return ""
        return "in_time" if limit.met_at <= limit.due_at else "late"
    # a limit that was called off ran out for nobody; one met after `now` was running then
    ran = limit.met_at is not None or limit.alarm_at is not None or limit.state == ClockState.EXPIRED
    return "unmet" if ran and begin <= limit.due_at < min(end, now) else ""


def rated(rating: Row[Any]) -> Cell:
    """Return the cell of a rating; it has the columns of `RATING`."""
    return "rating", rating.subject, _grade(Subject(rating.subject), rating.level)


def bounds(first: date, last: date) -> Bounds:
    """Return the beginning of the first day and the end of the last one."""
    return datetime.combine(first, time(), ZONE), datetime.combine(last + ONE_DAY, time(), ZONE)


def _cells(session: Session, within: Bounds, now: datetime, known: Organisation) -> Iterator[Cell]:
    begin, end = within
    met, due = col(Clock.met_at), col(Clock.due_at)
    runs = or_(col(Clock.alarm_at).is_not(None), col(Clock.state) == ClockState.EXPIRED)
    limits = select(*LIMIT).join(PetitionCase, col(PetitionCase.id) == col(Clock.case_id))  # type: ignore[call-overload]
    for case in session.execute(select(*MATTER).where(*_within(PetitionCase.registered_at, within))):  # type: ignore[call-overload]
        yield from received(case, known)
    for some in (
        limits.where(met >= begin, met < end),
        limits.where(met.is_(None), due >= begin, due < min(end, now), runs),
    ):
        for limit in session.execute(some):
            yield from ended(limit, within, now)
    for rating in session.execute(select(*RATING).where(*_within(CaseRating.rated_at, within))):
        yield rated(rating)


def _grade(subject: Subject, level: int) -> str:
    best, middle, _ = THREE_LEVELS
    if level in GOOD.get(subject, (best,)):
        return "good"
    return "fair" if level in FAIR.get(subject, (middle,)) else "bad"


def _within(column: datetime | None, within: Bounds) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    begin, end = within
    return col(column) >= begin, col(column) < end


def _store(session: Session, day: date, found: Counter[Cell]) -> None:
    session.connection().execute(delete(FigureDay).where(col(FigureDay.day) == day))
    rows = [
        {"day": day, "dimension": dimension, "key": key, "measure": measure, "count": number}
        for (dimension, key, measure), number in sorted(found.items())
    ]
    if rows:
        session.exec(insert(FigureDay), params=rows)


def _every_day(session: Session, now: datetime) -> set[date]:
    first = session.exec(select(func.min(PetitionCase.registered_at))).one()
    if first is None:
        return set()
    begin, end = local(first).date(), local(now).date()
    return {begin + ONE_DAY * number for number in range((end - begin).days + 1)}


def _touched(session: Session, place: int, now: datetime) -> set[date]:
    """Return the days that the events since `place` may have changed, today among them."""
    lately = select(CaseEvent.case_id).where(col(CaseEvent.id) > place - _OVERLAP)
    moments: list[Iterable[datetime | None]] = [
        session.exec(select(PetitionCase.registered_at).where(col(PetitionCase.id).in_(lately))).all()
    ]
    moments += session.exec(select(Clock.met_at, Clock.due_at).where(col(Clock.case_id).in_(lately))).all()
    moments.append(session.exec(select(CaseRating.rated_at).where(col(CaseRating.case_id).in_(lately))).all())
    return {local(at).date() for some in moments for at in some if at is not None and at <= now} | {local(now).date()}
