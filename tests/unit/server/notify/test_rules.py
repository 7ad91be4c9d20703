"""Quiet hours by the hall's calendar, and retries that grow and end."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.time import ZONE, local
from server.notify.rules import Quiet, Retry, audible_from

NIGHT = Quiet(time(21), time(7, 30), rest_days=True)


def weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("at", "heard"),
    [
        ("2026-03-02 10:00", "2026-03-02 10:00"),
        ("2026-03-02 21:00", "2026-03-03 07:30"),
        ("2026-03-03 03:00", "2026-03-03 07:30"),
        ("2026-03-03 07:30", "2026-03-03 07:30"),
        # Friday night and the whole weekend
        ("2026-03-06 22:00", "2026-03-09 07:30"),
        ("2026-03-07 12:00", "2026-03-09 07:30"),
        ("2026-03-09 01:00", "2026-03-09 07:30"),
    ],
)
def test_an_ordinary_notice_waits_for_the_morning(at: str, heard: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    assert local(audible_from(moment, NIGHT, weekday)).strftime("%Y-%m-%d %H:%M") == heard


def test_a_lunch_break_can_be_quiet_too() -> None:
    noon = Quiet(time(12), time(14), rest_days=False)
    at = datetime(2026, 3, 7, 13, tzinfo=ZONE)
    assert local(audible_from(at, noon, weekday)).time() == time(14)
    assert audible_from(at.replace(hour=15), noon, weekday) == at.replace(hour=15)


@given(st.timedeltas(timedelta(), timedelta(days=330)), st.booleans())
def test_what_may_be_heard_is_never_earlier_and_never_quiet(later: timedelta, rest_days: bool) -> None:
    quiet = Quiet(NIGHT.begin, NIGHT.end, rest_days)
    moment = datetime(2026, 1, 1, tzinfo=UTC) + later
    heard = audible_from(moment, quiet, weekday)
    assert heard >= moment
    assert audible_from(heard, quiet, weekday) == heard
    assert heard - moment < timedelta(days=4)


RETRY = Retry(timedelta(seconds=5), 3, timedelta(minutes=30), 8, 0.25)


@given(st.floats(0, 1))
def test_pauses_stay_near_their_plan_whatever_chance_says(chance: float) -> None:
    for number in range(1, 8):
        plan = min(5 * 3 ** (number - 1), 1800)
        pause = RETRY.pause(number, chance)
        assert pause is not None
        assert plan * 0.75 <= pause.total_seconds() <= plan * 1.25
    assert RETRY.pause(8, chance) is None


def test_a_plan_says_how_long_a_notice_can_wait_at_most() -> None:
    longest = sum((RETRY.pause(number, 1.0) or timedelta() for number in range(1, 8)), timedelta())
    assert RETRY.lasts(timedelta(seconds=10)) == longest + timedelta(seconds=80)
