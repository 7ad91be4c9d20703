from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cards.number import birth_in, check_character, is_consistent, parse_date, sex_in

VALID = (
    "11010519491231002X",
    "440524188001010014",
    "130406190001010016",
    "130406190001010024",
    "13040619000101018X",
    "130406190402290039",
)


@pytest.mark.parametrize("number", VALID)
def test_the_published_vectors_are_consistent(number: str) -> None:
    assert is_consistent(number)
    assert is_consistent(number.lower())


def test_birth_and_sex_come_from_the_number() -> None:
    assert birth_in("130406190402290039") == date(1904, 2, 29)
    assert [sex_in(n) for n in ("130406190001010016", "130406190001010024", "13040619000101018X")] == ["1", "2", "2"]


@pytest.mark.parametrize("number", ["130406190002290013", "130406196202300017", "130406190013010013"])
def test_a_date_that_never_was_has_a_right_check_digit_and_no_birth(number: str) -> None:
    assert is_consistent(number)
    assert birth_in(number) is None


def test_a_wrong_check_digit_is_found() -> None:
    assert not is_consistent("130406190001010018")


@given(st.text(alphabet="0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_changing_one_digit_is_always_found(first17: str, at: int, by: int) -> None:
    number = first17 + check_character(first17)
    changed = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    assert is_consistent(number)
    assert not is_consistent(changed)


@given(st.text(max_size=20))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    assert is_consistent(text) in (True, False)
    birth_in(text)
    assert sex_in(text) in (None, "1", "2")
    parse_date(text)


@pytest.mark.parametrize("digits", ["１９０００１０１", "٠١٢٣٤٥٦٧"])
def test_digits_of_other_scripts_are_no_date(digits: str) -> None:
    assert parse_date(digits) is None
    with pytest.raises(ValueError, match="17 digits"):
        check_character((digits * 3)[:17])
