"""Day counting: the vectors of the trade, the minute at midnight, and what must hold for every start."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.clocks.calendar import CalendarMissing, WorkCalendar
from server.clocks.events import Event
from server.clocks.regime import Rule, load_regimes
from server.clocks.rules import due, provisional_due, state_at
from server.clocks.settings import ClockSettings
from server.clocks.terms import Counting, Roll, Unit
from server.contract.v1 import ClockKind, ClockState
from server.core.time import ZONE

CALENDAR = WorkCalendar()
HOURS = ClockSettings().hall_hours
RULES = {
    rule.id: rule
    for regime in load_regimes(("fengfeng", "regulations2022", "mediation", "ladder-longxi"))
    for rule in regime.rule
    if not rule.per_case
}

# start, 5 working days, 15, 30 and 60 days rolled
VECTORS = [
    ("2025-01-20", "2025-01-26", "2025-02-05", "2025-02-19", "2025-03-21"),
    ("2026-01-16", "2026-01-23", "2026-02-02", "2026-02-24", "2026-03-17"),
    ("2026-02-12", "2026-02-26", "2026-02-27", "2026-03-16", "2026-04-13"),
    ("2026-04-20", "2026-04-27", "2026-05-06", "2026-05-20", "2026-06-22"),
    ("2026-08-03", "2026-08-10", "2026-08-18", "2026-09-02", "2026-10-08"),
    ("2026-09-16", "2026-09-22", "2026-10-08", "2026-10-16", "2026-11-16"),
    ("2026-09-21", "2026-09-29", "2026-10-08", "2026-10-21", "2026-11-20"),
    ("2025-12-17", "2025-12-24", "2026-01-04", "2026-01-16", "2026-02-24"),
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def limit(amount: int, unit: Unit, roll: Roll = Roll.NONE, calendar: Counting | None = None) -> Rule:
    return Rule(
        id="Z1",
        name="试",
        kind=ClockKind.COMMITMENT,
        from_event=Event.DISPATCHED,
        to_event=Event.ACKNOWLEDGED,
        amount=amount,
        unit=unit,
        roll=roll,
        calendar=calendar,
    )


@pytest.mark.parametrize(("start", "workdays", "days15", "days30", "days60"), VECTORS)
def test_the_vectors_of_the_trade_come_out(start: str, workdays: str, days15: str, days30: str, days60: str) -> None:
    found = [due(RULES[rule], at(f"{start}T10:00"), CALENDAR, HOURS) for rule in ("R4", "R1", "R7", "R5")]
    assert [one.due_at.date().isoformat() for one in found] == [workdays, days15, days30, days60]


def test_a_day_limit_ends_with_the_last_instant_of_its_last_day() -> None:
    found = due(RULES["R1"], at("2026-08-03T23:59:59"), CALENDAR, HOURS)
    assert found.due_at == datetime(2026, 8, 18, 23, 59, 59, 999999, ZONE)
    assert state_at(at("2026-08-18T23:59:59.999999"), found.due_at, None) is ClockState.RUNNING
    assert state_at(at("2026-08-19T00:00:00"), found.due_at, None) is ClockState.EXPIRED


def test_the_start_day_is_the_day_in_the_hall_not_in_utc() -> None:
    just_after_midnight = datetime(2026, 8, 2, 16, 0, 1, tzinfo=UTC)
    assert due(RULES["R1"], just_after_midnight, CALENDAR, HOURS).due_at.date() == date(2026, 8, 18)


def test_the_local_promise_of_thirty_days_does_not_roll_and_the_statutory_sixty_do() -> None:
    start = at("2026-01-16T09:00")
    promise, law = due(RULES["F5"], start, CALENDAR, HOURS), due(RULES["R7"], start, CALENDAR, HOURS)
    assert (promise.due_at.date(), promise.rolled) == (date(2026, 2, 15), False)
    assert (law.due_at.date(), law.raw, law.rolled) == (date(2026, 2, 24), date(2026, 2, 15), True)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-08-03T10:00:00", "2026-08-03T10:05:00"),
        ("2026-08-03T11:57:00", "2026-08-03T14:02:00"),
        ("2026-08-03T11:55:00", "2026-08-03T12:00:00"),
        ("2026-08-03T12:30:00", "2026-08-03T14:05:00"),
        ("2026-08-03T17:29:30", "2026-08-04T08:34:30"),
        ("2026-08-07T20:00:00", "2026-08-10T08:35:00"),
        ("2026-09-30T17:28:00", "2026-10-08T08:33:00"),
        ("2026-09-20T09:00:00", "2026-09-20T09:05:00"),
    ],
)
def test_five_minutes_pass_in_hall_hours_only(start: str, end: str) -> None:
    assert due(RULES["F2"], at(start), CALENDAR, HOURS).due_at == at(end)


def test_five_minutes_over_midnight_when_the_hall_never_closes() -> None:
    assert due(RULES["F2"], at("2026-12-31T23:58:00"), CALENDAR, "always").due_at == at("2027-01-01T00:03:00")


def test_an_hour_that_needs_more_than_one_session_uses_the_next() -> None:
    assert due(RULES["F4"], at("2026-08-03T11:30:00"), CALENDAR, HOURS).due_at == at("2026-08-03T14:30:00")


@pytest.mark.parametrize(("start", "end"), [("2026-01-31", "2026-02-28"), ("2026-12-15", "2027-01-15")])
def test_a_month_ends_on_the_corresponding_day_or_the_last_of_the_month(start: str, end: str) -> None:
    assert due(RULES["M1"], at(f"{start}T09:00"), CALENDAR, HOURS).due_at.date().isoformat() == end


def test_a_ladder_says_until_when_each_level_has_the_matter() -> None:
    found = due(RULES["L1"], at("2026-08-03T09:00"), CALENDAR, HOURS)
    assert [line for line in found.derivation if line.startswith("第")] == [
        "第1级 社：1日，至2026-08-04（周二）",
        "第2级 村：2日，至2026-08-06（周四）",
        "第3级 乡镇：2日，至2026-08-08（周六）",
        "第4级 部门：2日，至2026-08-10（周一）",
        "第5级 县：2日，至2026-08-12（周三）",
    ]


def test_the_derivation_names_article_last_day_and_roll() -> None:
    text = "\n".join(due(RULES["R1"], at("2026-09-16T10:00"), CALENDAR, HOURS).derivation)
    assert "第二百零一条" in text
    assert "2026-10-01（周四）" in text
    assert "顺延到休假结束的次日2026-10-08" in text


@pytest.mark.parametrize("rule", ["R1", "R4", "F2"])
def test_a_year_without_holiday_data_is_refused_and_never_guessed(rule: str) -> None:
    with pytest.raises(CalendarMissing, match="2031"):
        due(RULES[rule], at("2031-03-03T10:00"), CALENDAR, HOURS)


def test_a_limit_that_never_rolls_needs_no_holiday_data() -> None:
    assert due(RULES["F5"], at("2031-03-03T10:00"), CALENDAR, HOURS).due_at.date() == date(2031, 4, 2)


def test_a_naive_start_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(RULES["R1"], datetime(2026, 8, 3, 10), CALENDAR, HOURS)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("met", "now", "state"),
    [
        (None, "2026-08-03T10:00", ClockState.RUNNING),
        (None, "2026-08-03T10:00:01", ClockState.EXPIRED),
        ("2026-08-03T10:00", "2026-09-01T00:00", ClockState.MET),
        ("2026-08-03T10:00:01", "2026-09-01T00:00", ClockState.EXPIRED),
    ],
)
def test_met_at_the_last_instant_is_in_time_and_met_late_stays_late(
    met: str | None, now: str, state: ClockState
) -> None:
    assert state_at(at(now), at("2026-08-03T10:00"), at(met) if met else None) is state


moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 9, 1), timezones=st.just(ZONE))  # noqa: DTZ001


@given(moments, st.integers(1, 90))
def test_a_rolled_day_is_a_workday_and_only_rest_days_lie_between(start: datetime, amount: int) -> None:
    found = due(limit(amount, Unit.DAY, Roll.NEXT_WORKDAY), start, CALENDAR, HOURS)
    last = found.due_at.date()
    assert found.raw == start.date() + timedelta(days=amount)
    assert CALENDAR.is_workday(last)
    skipped = [found.raw + timedelta(days=n) for n in range((last - found.raw).days)]
    assert not any(CALENDAR.is_workday(day) for day in skipped)
    assert found.rolled is bool(skipped)


@given(moments, st.integers(1, 30))
def test_working_days_counted_are_as_many_as_asked(start: datetime, amount: int) -> None:
    last = due(limit(amount, Unit.WORKDAY), start, CALENDAR, HOURS).due_at.date()
    days = [start.date() + timedelta(days=n) for n in range(1, (last - start.date()).days + 1)]
    assert sum(CALENDAR.is_workday(day) for day in days) == amount
    assert CALENDAR.is_workday(last)


@given(moments, st.integers(1, 600))
def test_hall_minutes_between_start_and_end_are_as_many_as_asked(start: datetime, amount: int) -> None:
    end = due(limit(amount, Unit.MINUTE, calendar=Counting.HALL_HOURS), start, CALENDAR, HOURS).due_at
    assert open_seconds(start, end) == pytest.approx(amount * 60)
    assert CALENDAR.is_workday(end.date())


def open_seconds(start: datetime, end: datetime) -> float:
    assert HOURS != "always"
    days = [start.date() + timedelta(days=n) for n in range((end.date() - start.date()).days + 1)]
    spans = chain.from_iterable(
        ((datetime.combine(day, a, ZONE), datetime.combine(day, b, ZONE)) for a, b in HOURS)
        for day in days
        if CALENDAR.is_workday(day)
    )
    return sum(max((min(b, end) - max(a, start)).total_seconds(), 0) for a, b in spans)


@given(moments, moments, st.sampled_from(sorted(RULES)))
def test_a_later_start_never_ends_earlier(one: datetime, other: datetime, rule: str) -> None:
    earlier, later = sorted((one, other))
    assert due(RULES[rule], earlier, CALENDAR, HOURS).due_at <= due(RULES[rule], later, CALENDAR, HOURS).due_at


@given(moments, st.sampled_from(sorted(RULES)))
def test_a_provisional_end_is_never_later_than_the_true_one(start: datetime, rule: str) -> None:
    provisional = provisional_due(RULES[rule], start)
    assert provisional.provisional
    assert start < provisional.due_at <= due(RULES[rule], start, CALENDAR, HOURS).due_at


@given(moments, st.sampled_from(sorted(RULES)))
def test_the_zone_of_the_start_does_not_matter(start: datetime, rule: str) -> None:
    assert due(RULES[rule], start, CALENDAR, HOURS) == due(RULES[rule], start.astimezone(UTC), CALENDAR, HOURS)


def test_hall_hours_may_be_one_span() -> None:
    hours = ((time(9), time(17)),)
    assert due(RULES["F3"], at("2026-08-03T16:45"), CALENDAR, hours).due_at == at("2026-08-04T09:15")
