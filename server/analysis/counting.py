"""Counts the days into `figure_day`, so that a report reads some thousand rows however many matters there are.

Whatever happens to a matter leaves an event: the days that events touch are counted anew as a whole, and every night the
last weeks once more, because a limit that was moved leaves the day it would have ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete
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
_EVENTS, _NIGHT = "events", "night"

#: dimension, key, measure
Cell = tuple[str, str, str]

GOOD: Final = {Subject.HALL: (4, 5)}
FAIR: Final = {Subject.HALL: (3,)}


def refresh(centre: Centre) -> int:
    """Count every day that needs it; return how many. The first time that is all there are."""
    with transaction(centre.engine, centre.domain) as session:
        for name in (_EVENTS, _NIGHT):
            insert_if_new(session, FigureMark, {"name": name, "place": 0})
    now = centre.clock()
    with transaction(centre.engine, centre.domain) as session:
        mark = session.get_one(FigureMark, _EVENTS)
        last = session.exec(select(func.max(CaseEvent.id))).one() or 0
        days = _every_day(session, now) if not mark.place else _touched(session, mark.place, now)
        if session.get_one(FigureMark, _NIGHT).place != local(now).toordinal():
            days |= {local(now).date() - ONE_DAY * back for back in range(_WEEKS_DAYS)}
    wanted = sorted(days)
    for begin in range(0, len(wanted), _CHUNK):
        with transaction(centre.engine, centre.domain) as session:
            # one worker at a time
            session.exec(select(FigureMark).where(FigureMark.name == _EVENTS).with_for_update()).one()
            known = organisation(session)
            for day in wanted[begin : begin + _CHUNK]:
                _store(session, day, count(session, day, now, known))
    with transaction(centre.engine, centre.domain) as session:
        session.get_one(FigureMark, _EVENTS).place = last
        session.get_one(FigureMark, _NIGHT).place = local(now).toordinal()
    return len(wanted)


def recount(centre: Centre) -> int:
    """Count every day there is anew; return how many."""
    with transaction(centre.engine, centre.domain) as session:
        for mark in session.exec(select(FigureMark)).all():
            mark.place = 0
    return refresh(centre)


def count(session: Session, day: date, now: datetime, known: Organisation) -> Counter[Cell]:
    """Return the figures of one day of the hall, counted from the matters themselves."""
    found: Counter[Cell] = Counter()
    for cells in (_received(session, day, known), _ended(session, day, now), _rated(session, day)):
        found.update(cells)
    return found


def _received(session: Session, day: date, known: Organisation) -> Iterator[Cell]:
    case = PetitionCase
    wanted = select(
        case.number, case.restricted, case.collective, case.anonymous, case.repeat, case.category_path, case.holder
    ).where(*_within(case.registered_at, day))  # type: ignore[call-overload]
    for number, sealed, collective, anonymous, repeat, category, holder in session.exec(wanted).all():
        kind = "accusation" if sealed else "collective" if collective else "anonymous" if anonymous else "single"
        keys = [("whole", ""), ("route", numbers.form_of(number).name.lower()), ("kind", kind)]
        # of an accusation it is counted that there was one, never where it went or what about
        if not sealed:
            unit = known.units.get(holder)
            keys += [("category", category.split("/")[0]), ("unit", holder), ("region", unit.region if unit else "")]
        for dimension, key in keys:
            yield dimension, key, "received"
            yield dimension, key, "repeat" if repeat else "first"


def _ended(session: Session, day: date, now: datetime) -> Iterator[Cell]:
    """Limits met on this day, in time or late, and those that ended on it and are still not met."""
    begin, end = _bounds(day)
    met, due = col(Clock.met_at), col(Clock.due_at)
    runs = or_(col(Clock.alarm_at).is_not(None), col(Clock.state) == ClockState.EXPIRED)
    columns = select(  # type: ignore[call-overload]
        Clock.rule, Clock.met_at, Clock.due_at, PetitionCase.holder, PetitionCase.restricted
    ).join(PetitionCase, col(PetitionCase.id) == col(Clock.case_id))
    over = columns.where(met.is_(None), due >= begin, due < min(end, now), runs)
    for rule, met_at, due_at, holder, sealed in (
        *session.exec(columns.where(met >= begin, met < end)).all(),
        *session.exec(over).all(),
    ):
        measure = "unmet" if met_at is None else "in_time" if met_at <= due_at else "late"
        yield "clock", rule, measure
        if not sealed:
            yield "unit", holder, measure


def _rated(session: Session, day: date) -> Iterator[Cell]:
    wanted = select(CaseRating.subject, CaseRating.level).where(*_within(CaseRating.rated_at, day))
    for subject, level in session.exec(wanted).all():
        yield "rating", subject, _grade(Subject(subject), level)


def _grade(subject: Subject, level: int) -> str:
    best, middle, _ = THREE_LEVELS
    if level in GOOD.get(subject, (best,)):
        return "good"
    return "fair" if level in FAIR.get(subject, (middle,)) else "bad"


def _within(column: datetime | None, day: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    begin, end = _bounds(day)
    return col(column) >= begin, col(column) < end


def _bounds(day: date) -> tuple[datetime, datetime]:
    begin = datetime.combine(day, time(), ZONE)
    return begin, datetime.combine(day + ONE_DAY, time(), ZONE)


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
