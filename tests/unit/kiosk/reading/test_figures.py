"""How pages are measured, and how recognisers share strips."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.bench.reading_peers import character_error
from kiosk.reading.engine import STRIP_HEIGHT, Image, Strip
from kiosk.reading.parallel import Team


@pytest.mark.parametrize(
    ("truth", "said", "error"),
    [
        ("信访人：王建国", "信访人:王建国", 0.0),
        ("信 访\n人", "信访人", 0.0),
        ("信访人王", "信坊人王", 0.25),
        ("信访人王", "信访人", 0.25),
        ("信访", "信访人王", 1.0),
        ("", "", 0.0),
    ],
)
def test_the_character_error_counts_edits_and_not_spaces(truth: str, said: str, error: float) -> None:
    assert character_error(truth, said) == error


@given(st.text("信访人王建国", max_size=12), st.text("信访人王建国", max_size=12))
def test_the_character_error_is_the_edit_distance(a: str, b: str) -> None:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        before, row = row, [i]
        for j, y in enumerate(b, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y)))
    assert character_error(a, b) == (row[-1] / len(a) if a else float(len(b) > 0))


def strip(width: int) -> Image:
    return np.zeros((STRIP_HEIGHT, width, 3), np.uint8)


def test_answers_come_in_the_order_of_the_strips_from_both_recognisers() -> None:
    meet = threading.Barrier(2, timeout=10)
    seen: list[int] = []

    def recognise(image: Image) -> Strip:
        seen.append(image.shape[1])
        meet.wait()
        return Strip(str(image.shape[1]), 1.0)

    widths = [100, 400, 200, 300]
    said = Team([recognise, recognise]).read([strip(width) for width in widths])
    assert [one.text for one in said] == ["100", "400", "200", "300"]
    assert set(seen[:2]) == {400, 300}


def test_what_a_recogniser_raises_is_raised_and_the_next_strips_are_read() -> None:
    def recognise(image: Image) -> Strip:
        if image.shape[1] == 13:
            raise ValueError("no")
        return Strip("好", 1.0)

    team = Team([recognise])
    with pytest.raises(ValueError, match="no"):
        team.read([strip(13)])
    assert [one.text for one in team.read([strip(50)])] == ["好"]
    assert team.read([]) == []
