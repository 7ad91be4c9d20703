"""Small numbers are hidden, and cannot be worked out from what is shown beside the sum."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.analysis.suppressing import ALSO_HIDDEN, HIDDEN, LEAST, rate, suppress


@given(st.lists(st.integers(0, 40), max_size=12))
def test_no_small_number_is_shown_and_none_stands_alone(column: list[int]) -> None:
    shown = suppress(column)
    assert all(value == seen or isinstance(seen, str) for value, seen in zip(column, shown, strict=True))
    assert not {seen for seen in shown if isinstance(seen, int) and 0 < seen < LEAST}
    hidden = [seen for seen in shown if isinstance(seen, str)]
    assert len(hidden) != 1 or sum(value > 0 for value in column) == 1


def test_one_small_number_takes_the_next_smallest_along() -> None:
    assert suppress([30, 3, 7, 0]) == (30, HIDDEN, ALSO_HIDDEN, 0)
    assert suppress([1, 2, 9]) == (HIDDEN, HIDDEN, 9)


def test_a_rate_over_few_is_hidden_and_over_none_is_no_rate() -> None:
    assert (rate(1, LEAST - 1), rate(0, 0), rate(2, 3 * LEAST)) == (HIDDEN, "–", 13.3)
