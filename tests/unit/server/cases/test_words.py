"""What somebody types out of a text is found in it, whatever stands around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.cases.words import MOST, asked, words

LETTER = "工地拖欠我们农民工工资八个月，请求劳动监察部门帮助追讨。宏鑫物业公司A12栋收费不合理。"


@pytest.mark.parametrize(
    "typed", ["拖欠", "农民工工资", "拖欠工资", "劳动监察部门", "宏鑫", "a12", "物业公司 收费", "不合理", "Ａ１２"]
)
def test_what_is_typed_out_of_a_letter_is_among_its_words(typed: str) -> None:
    assert asked(typed)
    assert set(asked(typed)) <= set(words(LETTER))


@pytest.mark.parametrize("typed", ["", "，。！", "我"])
def test_nothing_to_look_for_asks_for_nothing(typed: str) -> None:
    assert asked(typed) == ()


def test_a_long_text_gives_no_more_than_so_many_words() -> None:
    assert len(words("".join(chr(0x4E00 + n) for n in range(2_000)))) == MOST


@given(st.text(alphabet=LETTER, max_size=12), st.text(alphabet=LETTER, max_size=12))
def test_words_of_the_dictionary_are_found_inside_any_text(before: str, after: str) -> None:
    assert set(asked("拖欠工资")) <= set(words(f"{before}拖欠工资{after}"))
