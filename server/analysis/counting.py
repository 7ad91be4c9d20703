"""Counts the days into `figure_day`, so that a report reads some thousand rows however many matters there are.

Whatever happens to a matter leaves an event: the days that events touch are counted anew as a whole, and every night the
last weeks once more, because a limit that was moved leaves the day it would have ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, delete
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, insert, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from server.analysis.tables import FigureDay, FigureMark
from server.cases import access, firsts, numbers
from server.cases.access import Reader
from server.cases.rating import THREE_LEVELS, Subject
from server.cases.rules import EventType
from server.cases.tables import CaseEvent, CasePerson, CaseRating, PetitionCase
from server.clocks.tables import Clock
from server.contract.v1 import ClockState
from server.core.centre import Centre
from server.core.database import plan_for_values, transaction
from server.core.time import ZONE, local
from server.core.work import Work
from server.core.writing import insert_if_new
from server.units.organisation import Organisation, organisation

ONE_DAY = timedelta(days=1)
#: events are numbered before they are committed: so many before the last one are looked at again
_OVERLAP = 500
#: days counted in one transaction
_CHUNK = 31
#: matters named in one question
_AT_ONCE = 500
#: counted again each night
_WEEKS_DAYS = 62
_EVENTS, _NIGHT, _MOMENT = "events", "night", "moment"
#: the mark of the moment is so many seconds after this
_SINCE = datetime(2020, 1, 1, tzinfo=ZONE)

#: dimension, key, measure
Cell = tuple[str, str, str]
_Bounds = tuple[datetime, datetime]
_Which = tuple[ColumnElement[bool], ...]

_SINGLE: Final = {True: "anonymous", False: "single"}
GOOD: Final = {Subject.HALL: (4, 5)}
FAIR: Final = {Subject.HALL: (3,)}


def refresh(centre: Centre) -> int:
    """Count every day that needs it; return how many. The first time that is all there are."""
    with transaction(centre.engine, centre.domain) as session:
        for name in (_EVENTS, _NIGHT, _MOMENT):
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
        session.get_one(FigureMark, _MOMENT).place = int((now - _SINCE).total_seconds())
    return len(wanted)


def recount(centre: Centre) -> int:
    """Count every day there is anew; return how many."""
    with transaction(centre.engine, centre.domain) as session:
        for mark in session.exec(select(FigureMark)).all():
            mark.place = 0
    return refresh(centre)


def count(session: Session, day: date, now: datetime, known: Organisation) -> Counter[Cell]:
    """Return the figures of one day of the hall, counted from the matters themselves."""
    return _cells(session, _bounds(day, day), now, known)


def barred_to(session: Session, reader: Reader) -> Sequence[str]:
    """Return the ids of the matters this reader is kept away from."""
    return session.exec(access.barred(reader).distinct()).all()


def hidden_from(
    work: Work, reader: Reader, away: Sequence[str], begin: date, end: date
) -> tuple[Counter[Cell], Counter[date]]:
    """Return what `away`, the matters this reader is kept away from, are of the figures from `begin` to `end`, and how many of
    them were registered on each day, as it was when they were counted last: what came since is in the figures of nobody. A
    matter that repeats none but such is told as a first one."""
    session = work.session
    plan_for_values(session)
    marks = {mark.name: mark.place for mark in session.exec(select(FigureMark)).all()}
    then = _SINCE + timedelta(seconds=marks.get(_MOMENT, 0))
    within, registered = _bounds(begin, end), col(CaseEvent.type) == EventType.REGISTERED
    counted = select(CaseEvent.case_id).where(registered, col(CaseEvent.id) <= marks.get(_EVENTS, 0))
    told = exists(counted.where(col(CaseEvent.case_id) == col(PetitionCase.id)).correlate(PetitionCase))
    known, cells, days = organisation(session), Counter[Cell](), Counter[date]()
    repeating: dict[str, PetitionCase] = {}
    # by name: asked for by their condition, a database looks through all that happened in that time
    for start in range(0, len(away), _AT_ONCE):
        some = away[start : start + _AT_ONCE]
        these = (col(PetitionCase.id).in_(some), told)
        came = select(PetitionCase.registered_at).where(*_within(PetitionCase.registered_at, within), *these)
        days.update(local(at).date() for at in session.exec(came))
        cells.update(_cells(session, within, then, known, these))
        found = session.exec(_beside(some).where(*_within(PetitionCase.registered_at, within), told))
        repeating |= {case.id: case for case in found}
    others = [repeating[one] for one in sorted(repeating.keys() - set(away))]
    flags = firsts.told(work, reader, others)
    for case in others:
        if not flags[case.id].repeat:
            for part, key in _keys(case, known):
                cells[part, key, "repeat"] += 1
                cells[part, key, "first"] -= 1
    return cells, days


def _beside(matters: Sequence[str]) -> SelectOfScalar[PetitionCase]:
    """Matters that repeat some, of people who raised one of these too."""
    mine, theirs = aliased(CasePerson), aliased(CasePerson)
    same = (
        select(mine.case_id)
        .join(theirs, col(theirs.person_id) == col(mine.person_id))
        .where(col(theirs.case_id).in_(matters))
    )
    return select(PetitionCase).where(col(PetitionCase.repeat), col(PetitionCase.id).in_(same))


def _cells(session: Session, within: _Bounds, now: datetime, known: Organisation, which: _Which = ()) -> Counter[Cell]:
    found: Counter[Cell] = Counter()
    for cells in (
        _received(session, within, known, which),
        _ended(session, within, now, which),
        _rated(session, within, which),
    ):
        found.update(cells)
    return found


def _received(session: Session, within: _Bounds, known: Organisation, which: _Which) -> Iterator[Cell]:
    case = PetitionCase
    wanted = select(
        case.number, case.restricted, case.collective, case.anonymous, case.repeat, case.category_path, case.holder
    ).where(*_within(case.registered_at, within), *which)  # type: ignore[call-overload]
    for row in session.execute(wanted):
        for dimension, key in _keys(row, known):
            yield dimension, key, "received"
            yield dimension, key, "repeat" if row.repeat else "first"


def _keys(case: PetitionCase | Row[Any], known: Organisation) -> list[tuple[str, str]]:
    """Return (dimension, key) of all that a matter is counted under."""
    kind = "accusation" if case.restricted else "collective" if case.collective else _SINGLE[case.anonymous]
    keys = [("whole", ""), ("route", numbers.form_of(case.number).name.lower()), ("kind", kind)]
    # of an accusation it is counted that there was one, never where it went or what about
    if not case.restricted:
        unit = known.units.get(case.holder)
        keys += [("category", case.category_path.split("/")[0]), ("unit", case.holder)]
        keys.append(("region", unit.region if unit else ""))
    return keys


def _ended(session: Session, within: _Bounds, now: datetime, which: _Which) -> Iterator[Cell]:
    """Limits met in this time, in time or late, and those that ended in it and are still not met."""
    begin, end = within
    met, due = col(Clock.met_at), col(Clock.due_at)
    runs = or_(col(Clock.alarm_at).is_not(None), col(Clock.state) == ClockState.EXPIRED)
    columns = select(  # type: ignore[call-overload]
        Clock.rule, Clock.met_at, Clock.due_at, PetitionCase.holder, PetitionCase.restricted
    ).join(PetitionCase, col(PetitionCase.id) == col(Clock.case_id))
    columns = columns.where(*which)
    # some are counted as of a moment gone by: what was met since had only ended
    unmet = or_(met.is_(None), met > now) if which else met.is_(None)
    over = columns.where(unmet, due >= begin, due < min(end, now), runs if not which else or_(runs, met > now))
    for rule, met_at, due_at, holder, sealed in (
        *session.exec(columns.where(met >= begin, met < end, *((met <= now,) if which else ()))).all(),
        *session.exec(over).all(),
    ):
        measure = "unmet" if met_at is None or met_at > now else "in_time" if met_at <= due_at else "late"
        yield "clock", rule, measure
        if not sealed:
            yield "unit", holder, measure


def _rated(session: Session, within: _Bounds, which: _Which) -> Iterator[Cell]:
    wanted = select(CaseRating.subject, CaseRating.level).where(*_within(CaseRating.rated_at, within))
    if which:
        wanted = wanted.join(PetitionCase, col(PetitionCase.id) == col(CaseRating.case_id)).where(*which)
    for subject, level in session.exec(wanted).all():
        yield "rating", subject, _grade(Subject(subject), level)


def _grade(subject: Subject, level: int) -> str:
    best, middle, _ = THREE_LEVELS
    if level in GOOD.get(subject, (best,)):
        return "good"
    return "fair" if level in FAIR.get(subject, (middle,)) else "bad"


def _within(column: datetime | None, within: _Bounds) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    begin, end = within
    return col(column) >= begin, col(column) < end


def _bounds(first: date, last: date) -> _Bounds:
    """Return the beginning of the first day and the end of the last one."""
    return datetime.combine(first, time(), ZONE), datetime.combine(last + ONE_DAY, time(), ZONE)


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
