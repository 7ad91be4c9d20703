"""What a clock says on a page: words, bar, loudness."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.contract.v1 import ClockKind, ClockState, ClockView
from server.web.countdown import Urgency, left_in_words, loudest_first, next_due, urgency, used_percent

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def clock(
    minutes: float,
    *,
    ago: float = 0,
    kind: ClockKind = ClockKind.COMMITMENT,
    state: ClockState = ClockState.RUNNING,
    met: bool = False,
) -> ClockView:
    """A clock of so many minutes that started so many minutes ago."""
    start = NOW - timedelta(minutes=ago)
    return ClockView(
        rule="F2",
        name="责任单位签收",
        kind=kind,
        state=state,
        started_at=start,
        due_at=start + timedelta(minutes=minutes),
        met_at=NOW if met else None,
        limit="5分钟",
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (272, "04:32"),
        (0, "00:00"),
        (-125, "逾期 02:05"),
        (3872, "1:04:32"),
        (86_400 * 12 + 3 * 3600, "12天3小时"),
        (-86_400, "逾期 1天0小时"),
    ],
)
def test_what_is_left_reads_as_a_person_would_say_it(seconds: int, words: str) -> None:
    assert left_in_words(NOW + timedelta(seconds=seconds), NOW) == words


@pytest.mark.parametrize(
    ("ago", "expected"),
    [(0, Urgency.RUNNING), (2.9, Urgency.RUNNING), (3.1, Urgency.NEAR), (4.9, Urgency.NEAR), (5, Urgency.OVERDUE)],
)
def test_a_five_minute_clock_turns_amber_for_its_last_two_minutes_and_then_red(ago: float, expected: Urgency) -> None:
    assert urgency([clock(5, ago=ago)], NOW) is expected


def test_a_limit_of_days_turns_amber_in_its_last_fifth() -> None:
    day = 24 * 60
    assert urgency([clock(30 * day, ago=23 * day)], NOW) is Urgency.RUNNING
    assert urgency([clock(30 * day, ago=25 * day)], NOW) is Urgency.NEAR


def test_what_was_met_late_is_no_longer_counted_down() -> None:
    late = clock(5, ago=9, state=ClockState.EXPIRED, met=True)
    following = clock(30, ago=9)
    assert next_due([late, following]) == following
    assert urgency([late], NOW) is Urgency.CALM


def test_the_promise_is_shown_before_the_law_when_both_fall_due_together() -> None:
    law, promise = clock(5, kind=ClockKind.STATUTORY), clock(5)
    assert next_due([law, promise]) is promise


def test_lists_begin_with_what_is_overdue_and_end_with_what_owes_nothing() -> None:
    overdue, near, calm = [clock(5, ago=9)], [clock(5, ago=4)], [clock(5, ago=2, state=ClockState.MET, met=True)]
    running = [clock(30)]
    shuffled = [calm, running, overdue, near]
    assert sorted(shuffled, key=lambda clocks: loudest_first(clocks, NOW)) == [overdue, near, running, calm]


@given(st.floats(0.1, 1e6), st.floats(0, 1e6))
def test_a_bar_is_never_fuller_than_full(minutes: float, ago: float) -> None:
    assert 0 <= used_percent(clock(minutes, ago=ago), NOW) <= 100
