"""Figures of a classifier."""

from __future__ import annotations

import pytest

from server.routing.examples import Example, ExamplesInvalid, read_examples, split
from server.routing.measure import Answer, calibration_error, measure


def test_figures_of_four_texts_by_hand() -> None:
    answers = [
        Answer("甲", ("甲", "乙"), 0.9),
        Answer("甲", ("乙", "甲"), 0.6),
        Answer("乙", ("乙",), 0.8),
        Answer("乙", (), 0.0),
    ]
    figures = measure(answers)
    assert figures.accuracy == 0.5
    assert figures.top3 == 0.75
    # both labels: one hit, two of it, one (甲) or two (乙) times said
    assert figures.macro_f1 == pytest.approx((2 / 3 + 2 / 4) / 2)


def test_a_classifier_that_is_as_sure_as_it_is_right_has_no_calibration_error() -> None:
    assert calibration_error([0.5] * 4, [True, False, True, False]) == 0
    assert calibration_error([1.0, 1.0], [False, False]) == 1


def test_nothing_to_measure_is_said() -> None:
    with pytest.raises(ValueError, match="nothing to measure"):
        measure([])


def test_a_bad_line_is_named_without_its_text() -> None:
    with pytest.raises(ExamplesInvalid, match="line 2") as caught:
        read_examples(['{"text": "甲", "label": "a"}', '{"text": "秘密"}'], "cases.jsonl")
    assert "秘密" not in str(caught.value)


def test_copies_of_one_group_stay_on_one_side_and_sides_do_not_change_when_cases_come() -> None:
    examples = [Example(f"文{i}", "a", f"g{i // 2}") for i in range(200)]
    learn, test = split(examples, 0.2, 7)
    assert {one.group for one in learn}.isdisjoint(one.group for one in test)
    assert 20 <= len(test) <= 60
    more, held = split([*examples, Example("新", "a", "new")], 0.2, 7)
    assert set(test) <= set(held)
    assert set(learn) <= set(more)
