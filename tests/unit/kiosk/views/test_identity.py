"""A resident number says birth and sex, and a wrong digit is found."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.views.identity import CHECK, birth_of, masked_name, masked_number, sex_of

GOOD = ("130406190001010016", "130406190001010024", "13040619000101018X")


@pytest.mark.parametrize("number", GOOD)
def test_a_good_number_gives_the_birth_date(number: str) -> None:
    assert birth_of(number) == date(1900, 1, 1)


def test_sex_follows_the_seventeenth_digit() -> None:
    assert [sex_of(number) for number in GOOD] == ["1", "2", "2"]


@given(st.sampled_from(GOOD), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: str, at: int, by: int) -> None:
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    assert birth_of(wrong) is None


@given(st.text(max_size=20))
def test_anything_may_be_typed(text: str) -> None:
    birth = birth_of(text)
    assert birth is None or text[-1].upper() in CHECK


def test_a_day_that_never_was_is_no_birth_date() -> None:
    assert birth_of("130406190002300013") is None


@pytest.mark.parametrize(("name", "shown"), [("测试甲", "测**"), ("张", "张*"), ("", "")])
def test_names_are_masked(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(("number", "shown"), [(GOOD[0], "130406********0016"), ("12345678", "********"), ("", "")])
def test_numbers_are_masked(number: str, shown: str) -> None:
    assert masked_number(number) == shown
