"""The turns of an instruction and the rungs of its ladder."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.clocks.ladder import DUE, Step
from server.instructions import rules
from server.instructions.rules import State, Turn

SENT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
_SATURDAY = 5


def _weekday(day: date) -> bool:
    return day.weekday() < _SATURDAY


@given(st.lists(st.sampled_from(Turn), max_size=12))
def test_nothing_follows_the_end_and_only_an_open_one_runs_late(turns: list[Turn]) -> None:
    state: State | None = None
    taken = []
    for turn in turns:
        if rules.possible(state, turn):
            assert state is not State.CLOSED
            assert turn is not Turn.OVERDUE or state is State.OPEN
            state = rules.after(state, turn)
            taken.append(turn)
    assert rules.project(taken) == state


@given(st.timedeltas(timedelta(minutes=1), timedelta(days=300)))
def test_rungs_only_climb_and_the_end_is_one_of_them(length: timedelta) -> None:
    due_at, mark, seen = SENT + length, 0, []
    while rung := rules.next_rung(SENT, due_at, mark, _weekday):
        assert rung.mark > mark
        mark = rung.mark
        seen.append(rung)
    assert [one.at for one in seen] == sorted(one.at for one in seen)
    assert [(one.at, one.step) for one in seen if one.mark == DUE] == [(due_at, Step.EXPIRED)]
