"""Time that does not count, more time, and time that begins anew: what each does to a due time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.clocks import passing
from server.clocks.book import Book, open_book
from server.clocks.calendar import WorkCalendar
from server.clocks.course import PLAIN, Course, Extension
from server.clocks.events import Event
from server.clocks.explain import spent
from server.clocks.regime import Rule, load_regimes
from server.clocks.rules import due
from server.clocks.settings import ClockSettings
from server.clocks.tables import Clock
from server.clocks.terms import Unit
from server.contract.v1 import ClockKind, ClockState
from server.core.time import ZONE

CALENDAR = WorkCalendar()
HOURS = ClockSettings().hall_hours
RULES = {
    rule.id: rule
    for regime in load_regimes(("fengfeng", "regulations2022", "mediation", "tianjin12345"))
    for rule in regime.rule
    if not rule.per_case
}
MINUTE_RULES = ["F2", "F4", "T1"]
DAY_RULES = ["R1", "R10", "F5", "M1"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def paused(since: datetime, until: datetime, course: Course = PLAIN) -> Course:
    return course.pause(Event.HEARING_OPENED, since, "听证").resume(until)


def ends(rule: Rule, start: datetime, course: Course = PLAIN) -> datetime:
    return due(rule, start, CALENDAR, HOURS, course).due_at


def test_a_hearing_of_twelve_days_ends_the_limit_twelve_days_later() -> None:
    start = at("2026-04-01T09:00")
    plain = due(RULES["R10"], start, CALENDAR, HOURS)
    heard = due(RULES["R10"], start, CALENDAR, HOURS, paused(at("2026-04-07T09:00"), at("2026-04-19T17:00")))
    assert plain.raw == date(2026, 5, 1)
    assert heard.raw == date(2026, 5, 13)
    assert any("听证" in line for line in heard.derivation)


def test_the_days_of_a_hearing_are_taken_out_before_the_roll_and_not_after_it() -> None:
    # thirty days end in the October holiday; twelve more do not
    heard = paused(at("2026-09-07T09:00"), at("2026-09-19T09:00"))
    assert ends(RULES["R10"], at("2026-09-01T09:00")).date() == date(2026, 10, 8)
    assert ends(RULES["R10"], at("2026-09-01T09:00"), heard).date() == date(2026, 10, 13)


def test_a_pause_that_begins_on_an_added_rest_day_never_ends_after_the_limit() -> None:
    # thirty days end on Saturday 14 March and roll to Monday; the pause begins on the Sunday between
    heard = paused(at("2026-03-15T09:00"), at("2026-03-27T09:00"))
    assert ends(RULES["R10"], at("2026-02-12T09:00"), heard) >= at("2026-03-27T09:00")


def test_minutes_stand_still_to_the_second() -> None:
    held = paused(at("2026-08-03T10:02:10"), at("2026-08-03T10:40:00"))
    assert ends(RULES["F2"], at("2026-08-03T10:00:00"), held) == at("2026-08-03T10:42:50")


def test_a_pause_over_lunch_gives_no_minute_twice() -> None:
    held = paused(at("2026-08-03T11:58:00"), at("2026-08-03T14:10:00"))
    assert ends(RULES["F2"], at("2026-08-03T11:57:00"), held) == at("2026-08-03T14:14:00")


def test_an_extension_moves_the_end_and_is_rolled_like_the_limit_itself() -> None:
    longer = PLAIN.extend(Extension(days=30, at=at("2026-05-01T09:00"), approver="局长"))
    found = due(RULES["R5"], at("2026-04-20T09:00"), CALENDAR, HOURS, longer)
    assert found.raw == date(2026, 7, 19)
    assert found.due_at.date() == date(2026, 7, 20)
    assert "经局长批准延长30日" in found.derivation


moments = st.datetimes(datetime(2025, 1, 2), datetime(2026, 8, 31), timezones=st.just(ZONE))  # noqa: DTZ001
lengths = st.timedeltas(timedelta(0), timedelta(days=20))
shares = st.floats(0, 0.999)


@given(moments, st.sampled_from(MINUTE_RULES), shares, lengths)
def test_pausing_and_resuming_conserves_the_minutes_that_are_left(
    start: datetime, name: str, share: float, pause: timedelta
) -> None:
    rule = RULES[name]
    before = ends(rule, start)
    since = start + (before - start) * share
    until = since + pause
    after = ends(rule, start, paused(since, until))
    assert _open(rule, until, after) == _open(rule, since, before)


@given(moments, st.sampled_from(DAY_RULES), shares, lengths)
def test_pausing_and_resuming_conserves_the_days_that_are_left(
    start: datetime, name: str, share: float, pause: timedelta
) -> None:
    before = due(RULES[name], start, CALENDAR, HOURS)
    since = start + (before.due_at - start) * share
    until = since + pause
    after = due(RULES[name], start, CALENDAR, HOURS, paused(since, until))
    if since.date() <= before.raw:
        assert after.raw - until.date() == before.raw - since.date()
    assert after.due_at >= until


@given(moments, shares, lengths)
def test_pausing_and_resuming_conserves_the_working_days_that_are_left(
    start: datetime, share: float, pause: timedelta
) -> None:
    before = ends(RULES["R4"], start)
    since = start + (before - start) * share
    until = since + pause
    after = ends(RULES["R4"], start, paused(since, until))
    left = _workdays(since.date(), before.date())
    assert _workdays(until.date(), after.date()) == left or (left == 0 and after >= until)


@given(
    moments, st.sampled_from([*MINUTE_RULES, *DAY_RULES]), shares, lengths, st.timedeltas(timedelta(0), timedelta(60))
)
def test_charged_paused_and_closed_time_add_up_to_what_passed(
    start: datetime, name: str, share: float, pause: timedelta, later: timedelta
) -> None:
    book: Book = open_book(ClockSettings(regimes=("fengfeng", "regulations2022", "mediation", "tianjin12345")))
    since = start + (ends(RULES[name], start) - start) * share
    clock = _clock(RULES[name], start, paused(since, since + pause))
    until = start + later
    found = spent(book, clock, RULES[name], until)
    assert found.charged + found.paused + found.closed == until - start
    assert min(found.charged, found.paused, found.closed) >= timedelta(0)
    if RULES[name].unit is Unit.MINUTE and until >= clock.due_at:
        charged = spent(book, clock, RULES[name], clock.due_at).charged
        assert charged == timedelta(minutes=RULES[name].amount or 0)


def _clock(rule: Rule, start: datetime, course: Course) -> Clock:
    return Clock(
        case_id="c1",
        rule=rule.id,
        regime="",
        regime_version="",
        kind=ClockKind.COMMITMENT,
        state=ClockState.RUNNING,
        started_at=start,
        due_at=ends(rule, start, course),
        course=course,
    )


def _open(rule: Rule, start: datetime, end: datetime) -> timedelta:
    hours = HOURS if rule.calendar == "hall_hours" else "always"
    return passing.spent(start, end, passing.open_spans(start, CALENDAR, hours), ()).charged


def _workdays(after: date, last: date) -> int:
    return sum(CALENDAR.is_workday(after + timedelta(days=n)) for n in range(1, (last - after).days + 1))
