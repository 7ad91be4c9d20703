"""What a report leaves out for one reader: what has become of the matters that reader is kept away from.

Few matters name a unit, so all of them are fetched, once for all periods of a report, and put to their days here: asked by the
time something happened, a database looks through everything that did.
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


class Hidden:
    """The matters a reader is kept away from, as they were when the figures were counted last: what came since is in the
    figures of nobody. A matter that repeats none but such is told as a first one."""

    def __init__(self, work: Work, reader: Reader, periods: Sequence[Period]) -> None:
        self._work, self._session, self._reader = work, work.session, reader
        self._known, self._then = organisation(work.session), work.now
        self._matters: Sequence[Row[Any]] = ()
        self._limits: Sequence[Row[Any]] = ()
        self._ratings: Sequence[Row[Any]] = ()
        self._first: list[PetitionCase] = []
        plan_for_values(self._session)
        # most are kept away from nothing
        if self._session.exec(access.barred(reader).limit(1)).first() is not None:
            self._fetch(periods)

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

    def _fetch(self, periods: Sequence[Period]) -> None:
        session, away = self._session, access.barred(self._reader)
        marks = {mark.name: mark.place for mark in session.exec(select(FigureMark)).all()}
        self._then = counting.SINCE + timedelta(seconds=marks.get(counting.MOMENT, 0))
        registered = select(CaseEvent.case_id).where(
            col(CaseEvent.type) == EventType.REGISTERED, col(CaseEvent.id) <= marks.get(counting.EVENTS, 0)
        )
        told = registered.where(col(CaseEvent.case_id).in_(away))
        limits = select(*LIMIT).join(PetitionCase, col(PetitionCase.id) == col(Clock.case_id))  # type: ignore[call-overload]
        rated = select(*RATING).where(col(CaseRating.rated_at) <= self._then)
        self._matters = session.execute(select(*MATTER).where(col(PetitionCase.id).in_(told))).all()  # type: ignore[call-overload]
        self._limits = session.execute(limits.where(col(Clock.case_id).in_(told))).all()
        self._ratings = session.execute(rated.where(col(CaseRating.case_id).in_(told))).all()
        beside = {case.id: case for case in session.exec(_beside(self._reader, periods)).all()}
        counted = {
            one
            for some in firsts.parts(sorted(beside))
            for one in session.exec(registered.where(col(CaseEvent.case_id).in_(some)))
        }
        cases = [case for one, case in sorted(beside.items()) if one in counted]
        flags = firsts.told(self._work, self._reader, cases)
        self._first = [case for case in cases if not flags[case.id].repeat]


def _beside(reader: Reader, periods: Sequence[Period]) -> SelectOfScalar[PetitionCase]:
    """Matters of these periods that repeat some, of people who raised one too that the reader is kept away from."""
    mine, theirs = aliased(CasePerson), aliased(CasePerson)
    whose = (
        select(mine.case_id)
        .join(theirs, col(theirs.person_id) == col(mine.person_id))
        .where(col(theirs.case_id).in_(access.barred(reader)))
        .distinct()
        # the people first, then what they raised: few, however much was raised meanwhile
        .cte("whose")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    spans = [bounds(period.begin, period.end) for period in periods]
    at = col(PetitionCase.registered_at)
    within = or_(*(and_(at >= begin, at < end) for begin, end in spans))
    wanted = select(PetitionCase).join(whose, whose.c.case_id == col(PetitionCase.id))
    return wanted.where(col(PetitionCase.repeat), within, access.unbarred(reader))


def _in(moment: datetime, within: Bounds) -> bool:
    return within[0] <= moment < within[1]
