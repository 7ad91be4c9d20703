"""The number of a resident card says birth and sex, and when it cannot be right."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.cases.identity import Flaw, Resident, plain, resident

TODAY = date(2026, 3, 2)
GOOD = "130406190001010016"


def test_birth_and_sex_are_in_the_number() -> None:
    assert resident(GOOD, TODAY) == Resident(date(1900, 1, 1), "1")
    assert resident("130406190001010024", TODAY) == Resident(date(1900, 1, 1), "2")


@pytest.mark.parametrize(
    ("number", "flaw"),
    [
        ("130406190001010017", Flaw.CHECK),
        ("13040619000101001", Flaw.LENGTH),
        ("13040619000101001A", Flaw.CHECK),
        ("130406190013010016", Flaw.BIRTH),
        ("130406209001010016", Flaw.BIRTH),
        ("１30406190001010016", Flaw.LENGTH),
    ],
)
def test_what_cannot_be_right_is_named(number: str, flaw: Flaw) -> None:
    assert resident(number, TODAY) is flaw


@given(place=st.integers(0, 16), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_found(place: int, digit: str) -> None:
    changed = GOOD[:place] + digit + GOOD[place + 1 :]
    assert isinstance(resident(changed, TODAY), Resident) is (changed == GOOD)


@given(st.text(max_size=20))
def test_anything_typed_is_read_or_refused(text: str) -> None:
    assert isinstance(resident(plain(text), TODAY), (Resident, Flaw))
