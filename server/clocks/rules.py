"""When a limit ends, and why: pure functions of rule, start, calendar and hall hours.

Counting follows 民法典 (Civil Code) 201–203: the day of the event does not count; hours and minutes run from the event;
a month ends on the corresponding day (202); the last day ends at 24:00; a last day of rest moves to the next working day
only where the rule says so. `due_at` is the last instant that is still in time, 23:59:59.999999 in Asia/Shanghai for a
limit in days, so that its date is the last day and `moment <= due_at` means in time.
"""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import assert_never

from server.clocks.calendar import ONE_DAY, WorkCalendar
from server.clocks.regime import Counting, Roll, Rule, Unit
from server.clocks.settings import HallHours
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


def due(rule: Rule, start: datetime, calendar: WorkCalendar, hall_hours: HallHours) -> Due:
    """Return the end of `rule` for an event at `start`.

    Raises CalendarMissing when a day must be judged whose year has no data, ValueError when `start` is naive.
    """
    begin = _local(start)
    match rule.unit:
        case Unit.MINUTE | Unit.HOUR:
            return _by_minutes(rule, begin, calendar, hall_hours)
        case Unit.WORKDAY:
            last = calendar.add_workdays(begin.date(), rule.amount)
            step = f"数{rule.amount}个工作日（含调休上班日，不含节假日）：最后一日为{_say(last)}"
            return _end_of_day(rule, begin, last, last, (_FIRST_DAY, step))
        case Unit.DAY | Unit.MONTH:
            raw = _raw_day(rule, begin.date())
            steps = (_FIRST_DAY, _counted(rule, raw), *_ladder(rule, begin.date()))
            if rule.roll is Roll.NONE:
                return _end_of_day(rule, begin, raw, raw, (*steps, "本规则不因休息日顺延"))
            last = calendar.same_or_next_workday(raw)
            if last == raw:
                return _end_of_day(rule, begin, raw, raw, (*steps, "最后一日是工作日，不顺延"))
            rolled = f"最后一日是休息日，顺延到休假结束的次日{_say(last)}（民法典第二百零三条第一款）"
            return _end_of_day(rule, begin, raw, last, (*steps, rolled))
        case _:
            assert_never(rule.unit)


def provisional_due(rule: Rule, start: datetime) -> Due:
    """Return an end that needs no calendar and is never later than the true one: every day and minute counts."""
    begin = _local(start)
    if rule.unit in (Unit.MINUTE, Unit.HOUR):
        end = begin + _length(rule)
        return Due(end, end.date(), False, True, rule.basis, (_started(begin), _FROM_EVENT, _PROVISIONAL, _until(end)))
    raw = _raw_day(rule, begin.date())
    found = _end_of_day(rule, begin, raw, raw, (_FIRST_DAY, _counted(rule, raw), _PROVISIONAL))
    return Due(found.due_at, raw, False, True, rule.basis, found.derivation)


def state_at(now: datetime, due_at: datetime, met_at: datetime | None) -> ClockState:
    """A clock met too late is expired: being late is a fact that finishing does not undo."""
    if met_at is not None:
        return ClockState.MET if met_at <= due_at else ClockState.EXPIRED
    return ClockState.RUNNING if now <= due_at else ClockState.EXPIRED


def _by_minutes(rule: Rule, begin: datetime, calendar: WorkCalendar, hall_hours: HallHours) -> Due:
    if rule.calendar is Counting.ALWAYS or hall_hours == "always":
        end, step = begin + _length(rule), "不分工作日和休息时间连续计算"
    else:
        end = _through_hall_hours(begin, _length(rule), calendar, hall_hours)
        spans = "、".join(f"{opening:%H:%M}—{closing:%H:%M}" for opening, closing in hall_hours)
        step = f"只计工作日的接待时间 {spans}"
    return Due(end, end.date(), False, False, rule.basis, (_started(begin), _FROM_EVENT, step, _until(end)))


def _through_hall_hours(
    begin: datetime, left: timedelta, calendar: WorkCalendar, hours: tuple[tuple[time, time], ...]
) -> datetime:
    day = begin.date()
    while True:
        for opening, closing in hours if calendar.is_workday(day) else ():
            start = max(begin, datetime.combine(day, opening, ZONE))
            stop = datetime.combine(day, closing, ZONE)
            if start >= stop:
                continue
            if start + left <= stop:
                return start + left
            left -= stop - start
        day += ONE_DAY


def _length(rule: Rule) -> timedelta:
    return timedelta(minutes=rule.amount) if rule.unit is Unit.MINUTE else timedelta(hours=rule.amount)


def _raw_day(rule: Rule, start: date) -> date:
    if rule.unit is not Unit.MONTH:
        return start + timedelta(days=rule.amount)
    years, month = divmod(start.month - 1 + rule.amount, 12)
    last = gregorian.monthrange(start.year + years, month + 1)[1]
    return date(start.year + years, month + 1, min(start.day, last))


def _end_of_day(rule: Rule, begin: datetime, raw: date, last: date, steps: tuple[str, ...]) -> Due:
    end = datetime.combine(last, time.max, ZONE)
    lines = (_started(begin), *steps, f"到{_say(last)}24时届满（民法典第二百零三条第二款）")
    return Due(end, raw, last != raw, False, rule.basis, lines)


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


def _counted(rule: Rule, raw: date) -> str:
    if rule.unit is Unit.MONTH:
        return f"{rule.amount}个月后的对应日为{_say(raw)}（民法典第二百零二条）"
    return f"数{rule.amount}日：最后一日为{_say(raw)}"


def _started(begin: datetime) -> str:
    return f"自{_say(begin.date())}{begin:%H:%M:%S}起算"


def _until(end: datetime) -> str:
    return f"到{_say(end.date())}{end:%H:%M:%S}届满"


def _say(day: date) -> str:
    return f"{day.isoformat()}（周{_WEEKDAYS[day.weekday()]}）"
