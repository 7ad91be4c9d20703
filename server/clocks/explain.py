"""A clock explains itself: event, rule, article, calendar, pauses, due time, and who is told when. As data."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from server.clocks import passing, repository
from server.clocks.book import Book, book_of
from server.clocks.calendar import CalendarMissing, WorkCalendar
from server.clocks.course import Spent
from server.clocks.events import Event
from server.clocks.ladder import Step
from server.clocks.names import EVENT_NAMES
from server.clocks.regime import Rule
from server.clocks.rules import counting_hours
from server.clocks.service import due_now, shown_state
from server.clocks.tables import Clock
from server.clocks.terms import Counting, Roll, Unit
from server.contract.v1 import ClockKind, ClockState
from server.contract.v1.base import Answer, AwareDatetime
from server.core.time import local


class EventName(Answer):
    event: Event
    text: str


class PauseView(Answer):
    on: EventName
    since: AwareDatetime
    #: None while time stands still
    until: AwareDatetime | None
    reason: str


class ExtensionView(Answer):
    days: int
    at: AwareDatetime


class RestartView(Answer):
    at: AwareDatetime
    #: where the counting had begun before
    former: AwareDatetime
    reason: str


class AlarmView(Answer):
    """One rung of the ladder; `at` is None while time stands still and the rung is still to come."""

    step: Step
    name: str
    at: AwareDatetime | None
    fired: bool


class SpentView(Answer):
    """Seconds; the three parts add up to what passed since the start."""

    elapsed: float
    charged: float
    paused: float
    closed: float


class ClockExplanation(Answer):
    rule: str
    name: str
    name_en: str = ""
    kind: ClockKind
    state: ClockState
    regime: str
    regime_name: str
    regime_version: str
    limit: str
    legal_basis: str
    text: str
    lapse: str
    from_event: EventName
    to_event: EventName
    started_at: AwareDatetime
    #: while time stands still: when the limit would end if it ran on now
    due_at: AwareDatetime
    met_at: AwareDatetime | None
    provisional: bool
    #: how days or minutes are counted
    calendar: str
    #: year -> where its working days come from; empty where no calendar is asked
    calendar_sources: dict[int, str]
    paused: bool
    pauses: tuple[PauseView, ...]
    extensions: tuple[ExtensionView, ...]
    restarts: tuple[RestartView, ...]
    #: one step a line, Chinese
    derivation: tuple[str, ...]
    alarms: tuple[AlarmView, ...]
    spent: SpentView


class CaseClocks(Answer):
    petition_id: str
    now: AwareDatetime
    clocks: tuple[ClockExplanation, ...]


def explain(session: Session, case_id: str, now: datetime) -> CaseClocks:
    """Return every clock of a case with its reasons, the next to run out first. Rules of a regime that is no longer in
    use here have nothing to explain them."""
    book = book_of(session)
    found = [_clock(book, clock, now) for clock in repository.of_case(session, case_id) if book.find(clock)]
    return CaseClocks(
        petition_id=case_id, now=local(now), clocks=tuple(sorted(found, key=lambda one: (one.due_at, one.rule)))
    )


def spent(book: Book, clock: Clock, rule: Rule, until: datetime) -> Spent:
    """Where the time from the start of the clock to `until` went; a pause that lasts ends at `until`."""
    hours = counting_hours(rule, book.hours_of(clock), clock.provisional)
    calendar = book.calendar if hours != "always" else WorkCalendar()
    course = clock.course.resume(until)
    return passing.spent(clock.started_at, until, passing.open_spans(clock.started_at, calendar, hours), course.spans())


def _clock(book: Book, clock: Clock, now: datetime) -> ClockExplanation:
    found = book.find(clock)
    assert found is not None, "asked before"
    regime, rule = found
    due_at, course = due_now(book, clock, now), clock.course
    lived = spent(book, clock, rule, max(clock.met_at or now, clock.started_at))
    return ClockExplanation(
        rule=rule.id,
        name=rule.name,
        name_en=rule.name_en,
        kind=clock.kind,
        state=shown_state(clock, due_at, now),
        regime=regime.id,
        regime_name=regime.name,
        regime_version=clock.regime_version,
        limit=rule.limit_of(course),
        legal_basis=rule.basis,
        text=rule.text,
        lapse=rule.lapse,
        from_event=_event(rule.from_event),
        to_event=_event(rule.to_event),
        started_at=local(clock.started_at),
        due_at=local(due_at),
        met_at=local(clock.met_at) if clock.met_at else None,
        provisional=clock.provisional,
        calendar=rule.counting,
        calendar_sources=_sources(book, rule, clock.started_at, due_at),
        paused=course.paused is not None,
        pauses=tuple(
            PauseView(
                on=_event(one.on),
                since=local(one.since),
                until=local(one.until) if one.until else None,
                reason=one.reason,
            )
            for one in course.pauses
        ),
        extensions=tuple(ExtensionView(days=one.days, at=local(one.at)) for one in course.extensions),
        restarts=tuple(
            RestartView(at=local(one.at), former=local(one.former), reason=one.reason) for one in course.restarts
        ),
        derivation=tuple(clock.derivation.splitlines()),
        alarms=_alarms(book, clock),
        spent=SpentView(
            elapsed=(lived.charged + lived.paused + lived.closed).total_seconds(),
            charged=lived.charged.total_seconds(),
            paused=lived.paused.total_seconds(),
            closed=lived.closed.total_seconds(),
        ),
    )


def _alarms(book: Book, clock: Clock) -> tuple[AlarmView, ...]:
    waiting = clock.course.paused is not None
    return tuple(
        AlarmView(
            step=rung.step,
            name=rung.name,
            at=None if waiting and rung.mark > clock.mark else local(rung.at),
            fired=rung.mark <= clock.mark,
        )
        for rung in book.rungs(clock)
    )


def _event(event: Event) -> EventName:
    return EventName(event=event, text=EVENT_NAMES[event])


def _sources(book: Book, rule: Rule, start: datetime, due_at: datetime) -> dict[int, str]:
    if rule.calendar is Counting.ALWAYS or (rule.unit in (Unit.DAY, Unit.MONTH) and rule.roll is Roll.NONE):
        return {}
    found = {}
    for year in range(local(start).year, local(due_at).year + 1):
        try:
            found[year] = book.calendar.source(year)
        except CalendarMissing:
            found[year] = ""
    return found
