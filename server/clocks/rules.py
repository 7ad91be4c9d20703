"""When a limit ends, and why: pure functions of rule, start, course, calendar and hall hours.

Counting follows 民法典 (Civil Code) 201–203: the day of the event does not count; hours and minutes run from the event;
a month ends on the corresponding day (202); the last day ends at 24:00; a last day of rest moves to the next working day
only where the rule says so. `due_at` is the last instant that is still in time, 23:59:59.999999 in Asia/Shanghai for a
limit in days, so that its date is the last day and `moment <= due_at` means in time.

A pause in a limit of days takes out the days after its first up to its last, counted as 201 counts: a hearing of twelve
days ends the limit twelve days later. A pause in a limit of minutes takes out the minutes themselves.
"""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import assert_never

from server.clocks import passing
from server.clocks.calendar import ONE_DAY, WorkCalendar
from server.clocks.course import PLAIN, Course
from server.clocks.regime import Rule
from server.clocks.settings import HallHours, openings_on
from server.clocks.terms import Counting, Roll, Unit, in_words
from server.contract.v1 import ClockState
from server.core.time import ZONE

_WEEKDAYS = "一二三四五六日"
_FIRST_DAY = "开始的当日不计入，自下一日开始计算（民法典第二百零一条第一款）"
_FROM_EVENT = "按小时、分钟计算，自事件发生时开始（民法典第二百零一条第二款）"
_PROVISIONAL = "缺该年放假安排，暂不顺延，按最早可能的时间暂定"


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a limit and how it came about."""

    #: the last instant in time, zone-aware
    due_at: datetime
    #: the last day before any roll
    raw: date
    rolled: bool
    #: computed without the calendar of its year: earlier than the true end can be
    provisional: bool
    basis: str
    #: one step a line, Chinese
    derivation: tuple[str, ...]


def due(rule: Rule, start: datetime, calendar: WorkCalendar, hall_hours: HallHours, course: Course = PLAIN) -> Due:
    """Return the end of `rule` for an event at `start`; a pause that still lasts is not counted.

    Raises CalendarMissing when a day must be judged whose year has no data, ValueError when `start` is naive or a
    limit set for each case is not given.
    """
    begin, steps = _local(start), _altered(rule, course)
    match rule.unit:
        case Unit.MINUTE | Unit.HOUR:
            return _by_minutes(rule, begin, calendar, hall_hours, course)
        case Unit.WORKDAY:
            amount = amount_of(rule, course)
            last = _past_pauses(calendar, calendar.add_workdays(begin.date(), amount), course)
            step = f"数{amount}个工作日（含调休上班日，不含节假日）：最后一日为{_say(last)}"
            return _end_of_day(rule, begin, last, last, (_FIRST_DAY, *steps, step))
        case Unit.DAY | Unit.MONTH:
            raw = _raw_day(rule, begin.date(), course)
            steps = (_FIRST_DAY, *steps, _counted(rule, course, raw), *_ladder(rule, begin.date()))
            if rule.roll is Roll.NONE:
                return _end_of_day(rule, begin, raw, raw, (*steps, "本规则不因休息日顺延"))
            last = calendar.same_or_next_workday(raw)
            if last == raw:
                return _end_of_day(rule, begin, raw, raw, (*steps, "最后一日是工作日，不顺延"))
            rolled = f"最后一日是休息日，顺延到休假结束的次日{_say(last)}（民法典第二百零三条第一款）"
            return _end_of_day(rule, begin, raw, last, (*steps, rolled))
        case _:
            assert_never(rule.unit)


def provisional_due(rule: Rule, start: datetime, course: Course = PLAIN) -> Due:
    """Return an end that needs no calendar and is never later than the true one: every day and minute counts."""
    begin = _local(start)
    if rule.unit in (Unit.MINUTE, Unit.HOUR):
        spans = passing.running(passing.open_spans(begin, WorkCalendar(), "always"), course.spans())
        end = passing.after(length(rule, course), spans).astimezone(ZONE)
        return Due(end, end.date(), False, True, rule.basis, (_started(begin), _FROM_EVENT, _PROVISIONAL, _until(end)))
    raw = _raw_day(rule, begin.date(), course)
    found = _end_of_day(rule, begin, raw, raw, (_FIRST_DAY, _counted(rule, course, raw), _PROVISIONAL))
    return replace(found, provisional=True)


def state_at(now: datetime, due_at: datetime, met_at: datetime | None) -> ClockState:
    """A clock met too late is expired: being late is a fact that finishing does not undo."""
    if met_at is not None:
        return ClockState.MET if met_at <= due_at else ClockState.EXPIRED
    return ClockState.RUNNING if now <= due_at else ClockState.EXPIRED


def amount_of(rule: Rule, course: Course) -> int:
    """The limit in the rule's unit, with what was set for the case and what it was extended by."""
    amount = rule.amount if course.amount is None else course.amount
    if amount is None:
        raise ValueError(f"{rule.id}: this case was given no limit")
    return amount + course.extended_days


def length(rule: Rule, course: Course) -> timedelta:
    """The length of a limit of minutes or hours."""
    amount = amount_of(rule, course)
    return timedelta(minutes=amount) if rule.unit is Unit.MINUTE else timedelta(hours=amount)


def counting_hours(rule: Rule, hall_hours: HallHours, provisional: bool) -> HallHours:
    """The hours in which this rule's time passes."""
    return hall_hours if rule.calendar is Counting.HALL_HOURS and not provisional else "always"


def _by_minutes(rule: Rule, begin: datetime, calendar: WorkCalendar, hall_hours: HallHours, course: Course) -> Due:
    hours = counting_hours(rule, hall_hours, provisional=False)
    spans = passing.running(passing.open_spans(begin, calendar, hours), course.spans())
    end = passing.after(length(rule, course), spans).astimezone(ZONE)
    if hours == "always":
        step = "不分工作日和休息时间连续计算"
    else:
        step = "只计工作日的接待时间 " + _openings(hours, begin.date())
        if _openings(hours, end.date()) not in step:
            step += f"，届满之日为 {_openings(hours, end.date())}"
    steps = (_started(begin), _FROM_EVENT, step, *_altered(rule, course), _until(end))
    return Due(end, end.date(), False, False, rule.basis, steps)


def _openings(hours: HallHours, day: date) -> str:
    return "、".join(f"{opening:%H:%M}—{closing:%H:%M}" for opening, closing in openings_on(hours, day))


def _raw_day(rule: Rule, start: date, course: Course) -> date:
    amount = amount_of(rule, course)
    if rule.unit is Unit.MONTH:
        years, month = divmod(start.month - 1 + amount, 12)
        last = gregorian.monthrange(start.year + years, month + 1)[1]
        end = date(start.year + years, month + 1, min(start.day, last))
    else:
        end = start + timedelta(days=amount)
    for since, until in _days(course):
        # a pause in the days a rest day added starts after the counted end: the limit still never ends inside it
        end = max(end + (until - since), until)
    return end


def _past_pauses(calendar: WorkCalendar, last: date, course: Course) -> date:
    for since, until in _days(course):
        count = sum(calendar.is_workday(since + ONE_DAY * n) for n in range(1, (until - since).days + 1))
        if count:
            last = max(calendar.add_workdays(last, count), calendar.same_or_next_workday(until))
    return last


def _days(course: Course) -> tuple[tuple[date, date], ...]:
    return tuple((since.astimezone(ZONE).date(), until.astimezone(ZONE).date()) for since, until in course.spans())


def _end_of_day(rule: Rule, begin: datetime, raw: date, last: date, steps: tuple[str, ...]) -> Due:
    end = datetime.combine(last, time.max, ZONE)
    lines = (_started(begin), *steps, f"到{_say(last)}24时届满（民法典第二百零三条第二款）")
    return Due(end, raw, last != raw, False, rule.basis, lines)


def _altered(rule: Rule, course: Course) -> tuple[str, ...]:
    """Say what made this limit other than the rule's."""
    lines = [course.dated_back] if course.dated_back else []
    lines += [f"{_say(one.at.astimezone(ZONE).date())}起重新计算：{one.reason}" for one in course.restarts]
    if course.amount is not None:
        lines.append(f"指定期限{in_words(course.amount, rule.unit)}")
    for extension in course.extensions:
        lines.append(f"经{extension.approver}批准延长{in_words(extension.days, rule.unit)}")
    for pause in course.pauses:
        if pause.until is not None:
            since, until = pause.since.astimezone(ZONE), pause.until.astimezone(ZONE)
            lines.append(f"{since:%Y-%m-%d %H:%M}至{until:%Y-%m-%d %H:%M}不计入：{pause.reason}")
    return tuple(lines)


def _ladder(rule: Rule, start: date) -> tuple[str, ...]:
    lines, day = [], start
    for number, step in enumerate(rule.ladder, 1):
        day += timedelta(days=step.days)
        lines.append(f"第{number}级 {step.level}：{step.days}日，至{_say(day)}")
    return tuple(lines)


def _local(start: datetime) -> datetime:
    if start.tzinfo is None:
        raise ValueError("a clock starts at a moment with a time zone")
    return start.astimezone(ZONE)


def _counted(rule: Rule, course: Course, raw: date) -> str:
    amount = amount_of(rule, course)
    if rule.unit is Unit.MONTH:
        return f"{amount}个月后的对应日为{_say(raw)}（民法典第二百零二条）"
    return f"数{amount}日：最后一日为{_say(raw)}"


def _started(begin: datetime) -> str:
    return f"自{_say(begin.date())}{begin:%H:%M:%S}起算"


def _until(end: datetime) -> str:
    return f"到{_say(end.date())}{end:%H:%M:%S}届满"


def _say(day: date) -> str:
    return f"{day.isoformat()}（周{_WEEKDAYS[day.weekday()]}）"
