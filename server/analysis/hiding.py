"""What a report leaves out for one reader: what has become of the matters that reader is kept away from.

Few matters name a unit, so they are fetched by name, once for all periods of a report, and put to their days here: asked by
the time something happened, a database looks through everything that did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from server.analysis import counting
from server.analysis.counting import LIMIT, MATTER, RATING, Bounds, Cell, bounds
from server.analysis.periods import Period
from server.analysis.tables import FigureMark
from server.cases import access, firsts
from server.cases.access import Reader
from server.cases.rules import EventType
from server.cases.tables import CaseEvent, CasePerson, CaseRating, PetitionCase
from server.clocks.tables import Clock
from server.core.database import plan_for_values
from server.core.time import local
from server.core.work import Work
from server.units.organisation import organisation

#: matters or people named in one question
_AT_ONCE = 500


class Hidden:
    """The matters a reader is kept away from, as they were when the figures were counted last: what came since is in the
    figures of nobody. A matter that repeats none but such is told as a first one."""

    def __init__(self, work: Work, reader: Reader, periods: Sequence[Period]) -> None:
        self._work, self._session, self._reader = work, work.session, reader
        self._known, self._then = organisation(work.session), work.now
        self._matters, self._limits, self._ratings = list[Row[Any]](), list[Row[Any]](), list[Row[Any]]()
        self._first: list[PetitionCase] = []
        plan_for_values(self._session)
        # most are kept away from nothing
        if away := self._session.exec(access.barred(reader).distinct()).all():
            self._fetch(away, periods)

    def of(self, period: Period) -> Counter[Cell]:
        """Return what they are of the figures of this period."""
        within, found = bounds(period.begin, period.end), Counter[Cell]()
        for case in self._registered(period):
            found.update(counting.received(case, self._known))
        for limit in self._limits:
            found.update(counting.ended(limit, within, self._then))
        found.update(counting.rated(one) for one in self._ratings if _in(one.rated_at, within))
        for first in self._first:
            if _in(first.registered_at, within):
                for part, key in counting.keys(first, self._known):
                    found[part, key, "repeat"] += 1
                    found[part, key, "first"] -= 1
        return found

    def days(self, period: Period) -> Counter[date]:
        """Return how many of them were registered on each day of this period."""
        return Counter(local(case.registered_at).date() for case in self._registered(period))

    def _registered(self, period: Period) -> Iterator[Row[Any]]:
        within = bounds(period.begin, period.end)
        return (case for case in self._matters if _in(case.registered_at, within))

    def _fetch(self, away: Sequence[str], periods: Sequence[Period]) -> None:
        session = self._session
        marks = {mark.name: mark.place for mark in session.exec(select(FigureMark)).all()}
        self._then = counting.SINCE + timedelta(seconds=marks.get(counting.MOMENT, 0))
        registered = select(CaseEvent.case_id).where(
            col(CaseEvent.type) == EventType.REGISTERED, col(CaseEvent.id) <= marks.get(counting.EVENTS, 0)
        )
        limits = select(*LIMIT).join(PetitionCase, col(PetitionCase.id) == col(Clock.case_id))  # type: ignore[call-overload]
        rated = select(*RATING).where(col(CaseRating.rated_at) <= self._then)
        repeating: dict[str, PetitionCase] = {}
        for some in _parts(away):
            told = session.exec(registered.where(col(CaseEvent.case_id).in_(some))).all()
            self._matters += session.execute(select(*MATTER).where(col(PetitionCase.id).in_(told))).all()  # type: ignore[call-overload]
            self._limits += session.execute(limits.where(col(Clock.case_id).in_(told))).all()
            self._ratings += session.execute(rated.where(col(CaseRating.case_id).in_(told))).all()
            repeating |= {case.id: case for case in session.exec(_beside(some, periods)).all()}
        others = sorted(repeating.keys() - set(away))
        cases = [
            repeating[one]
            for some in _parts(others)
            for one in session.exec(registered.where(col(CaseEvent.case_id).in_(some))).all()
        ]
        flags = firsts.told(self._work, self._reader, cases)
        self._first = [case for case in cases if not flags[case.id].repeat]


def _beside(matters: Sequence[str], periods: Sequence[Period]) -> SelectOfScalar[PetitionCase]:
    """Matters of these periods that repeat some, of people who raised one of these too."""
    mine, theirs = aliased(CasePerson), aliased(CasePerson)
    whose = (
        select(mine.case_id)
        .join(theirs, col(theirs.person_id) == col(mine.person_id))
        .where(col(theirs.case_id).in_(matters))
        .distinct()
        # the people first, then what they raised: few, however much was raised meanwhile
        .cte("whose")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    spans = [bounds(period.begin, period.end) for period in periods]
    at = col(PetitionCase.registered_at)
    return (
        select(PetitionCase)
        .join(whose, whose.c.case_id == col(PetitionCase.id))
        .where(col(PetitionCase.repeat), or_(*(and_(at >= begin, at < end) for begin, end in spans)))
    )


def _in(moment: datetime, within: Bounds) -> bool:
    return within[0] <= moment < within[1]


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
