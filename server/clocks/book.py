"""The rules and the calendar of one centre, and what they say of a clock."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from sqlmodel import Session

from server.clocks.alarms import Rung, Timing, next_rung, rungs
from server.clocks.calendar import CalendarMissing, WorkCalendar, YearFile, load_calendar
from server.clocks.course import Course
from server.clocks.ladder import DUE, Step
from server.clocks.regime import Regime, Rule, in_force, load_regimes, parse_regime, together
from server.clocks.rules import Due, due, provisional_due
from server.clocks.settings import ClockSettings, HallHours
from server.clocks.stored import Stored, stored
from server.clocks.tables import Clock
from server.clocks.terms import Counting
from server.core.time import local

log = logging.getLogger("hall.clocks.calendar")

#: key of the settings in `session.info`
SETTINGS = "clocks"


@dataclass(frozen=True)
class Book:
    """Regimes and calendars, read and checked once."""

    settings: ClockSettings
    regimes: tuple[Regime, ...]
    calendar: WorkCalendar
    #: hall hours that clocks of a replay were counted with: (rule, start) -> hours
    kept: Mapping[tuple[str, datetime], HallHours] = field(default_factory=dict)
    #: clocks of a replay whose due time still is the one without a calendar: (rule, start)
    waiting: frozenset[tuple[str, datetime]] = frozenset()
    #: years already complained about
    missing: set[int] = field(default_factory=set)
    #: rules by day, as asked for
    _in_force: dict[date, tuple[tuple[Regime, Rule], ...]] = field(default_factory=dict, init=False)
    #: (rule, version) -> where it stands, as asked for
    _found: dict[tuple[str, str], tuple[Regime, Rule] | None] = field(default_factory=dict, init=False)

    def rules(self, at: datetime) -> tuple[tuple[Regime, Rule], ...]:
        """The rules in force at this moment."""
        day = local(at).date()
        if day not in self._in_force:
            current = in_force(self.regimes, day)
            self._in_force[day] = tuple((regime, rule) for regime in current for rule in regime.rule)
        return self._in_force[day]

    def find(self, clock: Clock) -> tuple[Regime, Rule] | None:
        """The rule a clock runs by: of the version it started with, else of the newest one there is."""
        wanted = (clock.rule, clock.regime_version)
        if wanted not in self._found:
            same = [(regime, rule) for regime in self.regimes for rule in regime.rule if rule.id == clock.rule]
            exact = (pair for pair in same if pair[0].version == clock.regime_version)
            self._found[wanted] = next(exact, max(same, key=lambda pair: pair[0].valid_from, default=None))
        return self._found[wanted]

    def rule(self, clock: Clock) -> Rule | None:
        found = self.find(clock)
        return found[1] if found else None

    def known(self, clock: Clock) -> bool:
        """Tell whether the version this clock started with is still on file."""
        return any((regime.id, regime.version) == (clock.regime, clock.regime_version) for regime in self.regimes)

    def hours_for(self, rule: Rule, start: datetime) -> HallHours | None:
        """The hall hours a clock that begins now is counted with from then on; None where none are asked."""
        if rule.calendar is not Counting.HALL_HOURS:
            return None
        return self.kept.get((rule.id, start), self.settings.hall_hours)

    def hours_of(self, clock: Clock) -> HallHours:
        return self.settings.hall_hours if clock.hours is None else clock.hours

    def due(self, rule: Rule, clock: Clock, course: Course) -> Due:
        """Compute the due time; without the year's calendar a provisional one, because nobody is sent away for that."""
        start = clock.started_at
        if (rule.id, start) in self.waiting:
            return provisional_due(rule, start, course)
        try:
            return due(rule, start, self.calendar, self.hours_of(clock), course)
        except CalendarMissing as error:
            if error.year not in self.missing:
                self.missing.add(error.year)
                log.warning("due times in %d are provisional: %s", error.year, error)
            return provisional_due(rule, start, course)

    def compute(self, clock: Clock, rule: Rule) -> None:
        """Set the due time and how it came about from start and course, then the next alarm."""
        found = self.due(rule, clock, clock.course)
        clock.due_at, clock.provisional = found.due_at, found.provisional
        clock.derivation = "\n".join(found.derivation)
        self.schedule(clock)

    def schedule(self, clock: Clock) -> None:
        rung = self.next_rung(clock)
        clock.alarm_at = rung.at if rung else None

    def next_rung(self, clock: Clock) -> Rung | None:
        """What the sweep owes this clock next."""
        return self.rung_above(clock, clock.mark)

    def rung_above(self, clock: Clock, mark: int) -> Rung | None:
        """The first rung above `mark`. A clock met too late is still reported once; its end is all of it."""
        timing = self._timing(clock)
        if timing is None or clock.met_at is not None:
            owed = mark < DUE and not (clock.met_at and clock.met_at <= clock.due_at)
            return Rung(DUE, clock.due_at, Step.EXPIRED, "到期") if owed else None
        return next_rung(timing, mark, self.calendar, self.hours_of(clock))

    def rungs(self, clock: Clock) -> tuple[Rung, ...]:
        timing = self._timing(clock)
        return rungs(timing, self.calendar, self.hours_of(clock)) if timing else ()

    def _timing(self, clock: Clock) -> Timing | None:
        """None for a rule that is no longer among the regimes of this centre."""
        found = self.find(clock)
        if found is None:
            return None
        regime, rule = found
        return Timing(rule, regime.alarms(rule), clock.course, clock.started_at, clock.due_at, clock.provisional)


@lru_cache(maxsize=8)
def open_book(settings: ClockSettings, more: Stored = Stored()) -> Book:
    """Read the regimes and calendars of these settings, and those the centre keeps itself; raises RegimeInvalid or
    CalendarInvalid."""
    files = load_regimes(settings.regimes)
    kept = [parse_regime(text.encode(), "database") for text in more.regimes]
    calendar = load_calendar(settings.calendars)
    years = {one.year: one for one in map(YearFile.model_validate_json, more.years)}
    return Book(settings, together([*files, *kept]), WorkCalendar({**calendar.years, **years}))


def book_of(session: Session) -> Book:
    settings = session.info.get(SETTINGS)
    return open_book(settings if isinstance(settings, ClockSettings) else ClockSettings(), stored(session))
