"""When a limit alarms next: the rungs of its ladder placed on its own time. Pure.

A mark says how far the alarms of a clock have gone: percent of the limit, `ladder.DUE` for its end, above that the
rungs after the end. It only grows, so that nothing alarms twice however the due time moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

from server.clocks import passing
from server.clocks.calendar import CalendarMissing, WorkCalendar
from server.clocks.course import Course
from server.clocks.ladder import DUE, Alarm, Overdue, Step
from server.clocks.regime import Rule
from server.clocks.rules import counting_hours, length, provisional_due
from server.clocks.settings import HallHours
from server.clocks.terms import Unit
from server.core.time import ZONE


@dataclass(frozen=True, slots=True)
class Timing:
    """One clock, as far as its alarms depend on it."""

    rule: Rule
    alarms: tuple[Alarm, ...]
    course: Course
    started_at: datetime
    due_at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class Rung:
    mark: int
    at: datetime
    step: Step
    name: str


def next_rung(timing: Timing, mark: int, calendar: WorkCalendar, hours: HallHours) -> Rung | None:
    """Return the first rung above `mark`, None when nothing is left or time stands still."""
    return None if timing.course.paused else next(_above(timing, mark, calendar, hours), None)


def rungs(timing: Timing, calendar: WorkCalendar, hours: HallHours) -> tuple[Rung, ...]:
    """Return every rung in order, as if time never stood still again."""
    return tuple(_above(timing, 0, calendar, hours))


def _above(timing: Timing, mark: int, calendar: WorkCalendar, hours: HallHours) -> Iterator[Rung]:
    warnings = [(alarm.used, alarm) for alarm in timing.alarms if alarm.used is not None]
    before: list[tuple[int, Alarm | _Climb]] = [*warnings, *_levels(timing.rule)]
    for used, what in sorted(before, key=lambda rung: rung[0]):
        if used <= mark:
            continue
        match what:
            case Alarm():
                yield Rung(used, _when_used(timing, used, calendar, hours), Step(what.step), what.name)
            case _Climb():
                yield Rung(used, _level_ends(timing, what.days), Step.NEXT_LEVEL, what.name)
    if mark < DUE:
        yield Rung(DUE, timing.due_at, Step.EXPIRED, "到期")
    after = (alarm for alarm in timing.alarms if alarm.overdue is not None)
    for number, alarm in enumerate(after, DUE + 1):
        if number > mark and alarm.overdue is not None:
            yield Rung(number, _when_overdue(timing, alarm.overdue, calendar, hours), Step(alarm.step), alarm.name)


@dataclass(frozen=True, slots=True)
class _Climb:
    """From the start, after so many days, the matter goes to the next level of its ladder."""

    days: int
    name: str


def _levels(rule: Rule) -> Iterator[tuple[int, _Climb]]:
    days = 0
    for number, (level, above) in enumerate(pairwise(rule.ladder), 2):
        days += level.days
        yield DUE * days // (rule.amount or days), _Climb(days, f"转第{number}级 {above.level}")


def _level_ends(timing: Timing, days: int) -> datetime:
    course = timing.course.model_copy(update={"amount": days, "extensions": ()})
    return min(provisional_due(timing.rule, timing.started_at, course).due_at, timing.due_at)


def _when_used(timing: Timing, used: int, calendar: WorkCalendar, hours: HallHours) -> datetime:
    """Return the moment when this share of the limit's time is gone, never after its end."""
    pauses = timing.course.spans()
    if timing.rule.unit in (Unit.MINUTE, Unit.HOUR):
        whole = length(timing.rule, timing.course)
        counting = counting_hours(timing.rule, hours, timing.provisional)
    else:
        whole, counting = _charged_until_due(timing), "always"
    spans = passing.running(passing.open_spans(timing.started_at, calendar, counting), pauses)
    return min(passing.after(whole * used / DUE, spans), timing.due_at)


def _charged_until_due(timing: Timing) -> timedelta:
    spans = passing.open_spans(timing.started_at, WorkCalendar(), "always")
    return passing.spent(timing.started_at, timing.due_at, spans, timing.course.spans()).charged


def _when_overdue(timing: Timing, overdue: Overdue, calendar: WorkCalendar, hours: HallHours) -> datetime:
    match overdue.unit:
        case Unit.MINUTE | Unit.HOUR:
            each = timedelta(minutes=1) if overdue.unit is Unit.MINUTE else timedelta(hours=1)
            counting = counting_hours(timing.rule, hours, timing.provisional)
            try:
                return passing.after(each * overdue.amount, passing.open_spans(timing.due_at, calendar, counting))
            except CalendarMissing:
                return timing.due_at + each * overdue.amount
        case Unit.DAY:
            return timing.due_at + timedelta(days=overdue.amount)
        case Unit.WORKDAY:
            try:
                last = calendar.add_workdays(timing.due_at.astimezone(ZONE).date(), overdue.amount)
            except CalendarMissing:
                return timing.due_at + timedelta(days=overdue.amount)
            return datetime.combine(last, time.max, ZONE)
