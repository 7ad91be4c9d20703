"""Notices whose ids are committed out of order are handed out once each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.notify.window import PATIENCE_SECONDS, Window


@given(st.permutations(range(1, 30)), st.integers(1, 5))
def test_whatever_the_order_of_commits_each_id_is_handed_out_once(order: list[int], at_once: int) -> None:
    window, visible, handed = Window(0), set[int](), list[int]()
    for start in range(0, len(order), at_once):
        visible |= set(order[start : start + at_once])
        # the query reads everything above the low mark
        handed += window.take([number for number in sorted(visible) if number > window.low], at=0)
    assert sorted(handed) == sorted(order)
    assert window.low == len(order)


def test_a_gap_that_stays_is_given_up_after_a_while() -> None:
    window = Window(0)
    assert window.take([2, 3], at=0) == {2, 3}
    assert window.low == 0
    assert window.take([2, 3], at=PATIENCE_SECONDS / 2) == set()
    assert window.take([2, 3], at=PATIENCE_SECONDS + 1) == set()
    assert window.low == 3
