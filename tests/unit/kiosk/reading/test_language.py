"""The language chooses among what the ink allows, and only there."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kiosk.reading import recognise
from kiosk.reading.beam import likely
from kiosk.reading.ctc import Step, Strip, best_path
from kiosk.reading.language import LanguageModel, language

CHARACTERS = ["", "部", "力", "门", "学", "校", "枚", "3", "8"]


def steps(*said: dict[str, float]) -> np.ndarray:
    """Probabilities of one step each; what is left goes to the blank. A blank step stands between."""
    rows = []
    for one in said:
        row = np.zeros(len(CHARACTERS), np.float32)
        for char, p in one.items():
            row[CHARACTERS.index(char)] = p
        row[0] = 1 - row.sum()
        rows += [row, np.eye(len(CHARACTERS), dtype=np.float32)[0]]
    return np.stack(rows)


def test_the_best_path_joins_repeats_and_drops_blanks() -> None:
    said = best_path(steps({"学": 0.99}, {"校": 0.99}), CHARACTERS)
    assert (said.text, said.lattice) == ("学校", None) and said.confidence == pytest.approx(0.99)
    assert best_path(steps({}), CHARACTERS) == Strip("", 0.0)


def test_a_doubtful_character_is_settled_by_its_neighbour() -> None:
    for ink, word in (({"力": 0.6, "门": 0.35}, "部门"), ({"枚": 0.6, "校": 0.35}, "学校")):
        first = {"部": 0.99} if word[0] == "部" else {"学": 0.99}
        said = best_path(steps(first, ink), CHARACTERS)
        assert said.text != word and said.lattice is not None
        assert likely(said.lattice, language()).text == word


def test_what_the_ink_rules_out_never_appears() -> None:
    said = best_path(steps({"部": 0.7}, {"力": 0.7}), CHARACTERS)
    assert said.lattice is not None and likely(said.lattice, language()).text == "部力"


def test_figures_are_left_to_the_ink() -> None:
    said = best_path(steps({"3": 0.55, "8": 0.4}, {"8": 0.55, "3": 0.4}), CHARACTERS)
    assert said.lattice is not None and likely(said.lattice, language()).text == "38"


def test_probabilities_of_what_may_follow_sum_to_nearly_one() -> None:
    model = LanguageModel([("部门", 5), ("学校", 3), ("部", 1), ("门", 1)])
    for before in ("", "部", "部门", "学", "学校"):
        whole = sum(math.exp(model.score(before, char)) for char in "部门学校")
        assert 0.8 < whole <= 1.001


def test_doubt_does_not_grow_thin_in_a_long_line() -> None:
    assert Strip("字" * 30, 0.98).doubt > Strip("字" * 3, 0.9).doubt


def test_a_silent_stretch_is_one_step() -> None:
    blank = np.zeros((9, len(CHARACTERS)), np.float32)
    blank[:, 0] = 1
    said = best_path(np.concatenate([steps({"3": 0.6}), blank, steps({"3": 0.6})]), CHARACTERS)
    assert said.lattice is not None and said.lattice.count(Step(1.0, ())) <= 2
    assert likely(said.lattice, language()).text == "33"


def test_traditional_ink_counts_as_the_word_it_is() -> None:
    assert language().score("尊敬的", "領") == language().score("尊敬的", "领")


def test_a_look_that_lost_a_letter_inside_does_not_win() -> None:
    whole, lost = Strip("我是罗华，家住", 0.90), Strip("我是华，家住", 0.97)
    assert recognise._settled(whole, lost).text == whole.text
    assert recognise._settled(Strip("，我是罗华", 0.90), Strip("我是罗华", 0.97)).confidence <= 0.97
