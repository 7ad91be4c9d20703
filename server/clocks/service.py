"""Clocks start and are met by events; nothing else moves them.

`session.info["clocks"]` may hold a `ClockSettings`; the defaults hold otherwise. No function here commits.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from sqlmodel import Session

from server.clocks import repository
from server.clocks.calendar import CalendarMissing, WorkCalendar, load_calendar
from server.clocks.events import Event
from server.clocks.regime import Regime, Rule, load_regimes
from server.clocks.repository import Expired
from server.clocks.rules import Due, due, provisional_due, state_at
from server.clocks.settings import ClockSettings
from server.clocks.tables import Clock
from server.contract.v1 import ClockKind, ClockState, ClockView
from server.core.time import local

log = logging.getLogger("hall.clocks.calendar")

#: key of the settings in `session.info`
SETTINGS = "clocks"


@dataclass(frozen=True)
class Book:
    """The rules and the calendar of one centre, read and checked once."""

    settings: ClockSettings
    regimes: tuple[Regime, ...]
    calendar: WorkCalendar
    #: years already complained about
    missing: set[int] = field(default_factory=set)

    def rules(self, at: datetime) -> Iterator[tuple[Regime, Rule]]:
        """The rules in force at this moment."""
        day = local(at).date()
        for regime in self.regimes:
            if regime.valid_from <= day:
                yield from ((regime, rule) for rule in regime.rule)

    def rule(self, code: str) -> Rule | None:
        return next((rule for regime in self.regimes for rule in regime.rule if rule.id == code), None)

    def due(self, rule: Rule, start: datetime) -> Due:
        """Compute the due time; without the year's calendar a provisional one, because nobody is sent away for that."""
        try:
            return due(rule, start, self.calendar, self.settings.hall_hours)
        except CalendarMissing as error:
            if error.year not in self.missing:
                self.missing.add(error.year)
                log.warning("due times in %d are provisional: %s", error.year, error)
            return provisional_due(rule, start)


@lru_cache(maxsize=8)
def open_book(settings: ClockSettings) -> Book:
    """Read the regimes and calendars of these settings; raises RegimeInvalid or CalendarInvalid."""
    return Book(settings, load_regimes(settings.regimes), load_calendar(settings.calendars))


def book_of(session: Session) -> Book:
    settings = session.info.get(SETTINGS)
    return open_book(settings if isinstance(settings, ClockSettings) else ClockSettings())


def on_event(
    session: Session, case_id: str, event: str, at: datetime, *, applies: frozenset[str] = frozenset()
) -> None:
    """Meet the clocks that end with `event`, then start those that begin with it.

    `applies` holds `Tag` values of the matter. The same event again changes nothing, and an event that repeats while a
    clock runs does not restart it. Raises ValueError for an unknown event or a naive `at`.
    """
    happened = Event(event)
    book = book_of(session)
    met = {rule.id for _, rule in book.rules(at) if rule.to_event is happened}
    starting = [(regime, rule) for regime, rule in book.rules(at) if _starts(rule, happened, applies)]
    if not met and not starting:
        return
    known = repository.of_rules(session, case_id, met | {rule.id for _, rule in starting})
    for clock in known:
        if clock.rule in met and clock.met_at is None and clock.started_at <= at:
            _meet(session, clock, at)
    for regime, rule in starting:
        if not any(clock.rule == rule.id and (clock.started_at == at or _is_open(clock)) for clock in known):
            session.add(_new(book, regime, rule, case_id, at))
    session.flush()


def views(session: Session, case_id: str, now: datetime) -> tuple[ClockView, ...]:
    """What people are shown of a case's clocks, the next to run out first."""
    book = book_of(session)
    return tuple(_view(clock, book.rule(clock.rule), now) for clock in repository.of_case(session, case_id))


def sweep(session: Session, now: datetime, limit: int) -> list[Expired]:
    """Return the clocks that ran out before `now`, oldest first, each exactly once over all workers."""
    return repository.expire(session, now, limit)


def settle(session: Session) -> int:
    """Replace provisional due times whose calendar has arrived since; returns how many. The start never changes."""
    book, settled = book_of(session), 0
    for clock in repository.provisional(session):
        rule = book.rule(clock.rule)
        if rule is None:
            continue
        found = book.due(rule, clock.started_at)
        if not found.provisional:
            clock.due_at, clock.provisional = found.due_at, False
            clock.derivation = "\n".join(found.derivation)
            session.add(clock)
            settled += 1
    session.flush()
    return settled


def _starts(rule: Rule, event: Event, applies: frozenset[str]) -> bool:
    return (
        rule.from_event is event
        and (rule.applies is None or rule.applies in applies)
        and not any(tag in applies for tag in rule.unless)
    )


def _is_open(clock: Clock) -> bool:
    return clock.state is ClockState.RUNNING and clock.met_at is None


def _meet(session: Session, clock: Clock, at: datetime) -> None:
    clock.met_at = at
    if clock.state is ClockState.RUNNING and at <= clock.due_at:
        clock.state = ClockState.MET
    session.add(clock)


def _new(book: Book, regime: Regime, rule: Rule, case_id: str, at: datetime) -> Clock:
    found = book.due(rule, at)
    return Clock(
        case_id=case_id,
        rule=rule.id,
        regime=regime.id,
        regime_version=regime.version,
        kind=rule.kind,
        state=ClockState.RUNNING,
        started_at=at,
        due_at=found.due_at,
        provisional=found.provisional,
        derivation="\n".join(found.derivation),
    )


def _view(clock: Clock, rule: Rule | None, now: datetime) -> ClockView:
    return ClockView(
        rule=clock.rule,
        name=rule.name if rule else clock.rule,
        kind=clock.kind,
        state=state_at(now, clock.due_at, clock.met_at),
        started_at=local(clock.started_at),
        due_at=local(clock.due_at),
        met_at=local(clock.met_at) if clock.met_at else None,
        limit=rule.limit if rule else "",
        # only a limit of law is quoted as law
        legal_basis=rule.basis if rule and clock.kind is ClockKind.STATUTORY else "",
        provisional=clock.provisional,
        told=rule.told if rule else True,
    )
