"""Numbers and codes people carry."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core import ids

CODES = st.text(ids.CODE_ALPHABET, min_size=10, max_size=10).map(lambda body: body + ids._code_check(body))
BODIES = st.text(string.digits + string.ascii_uppercase, min_size=1, max_size=24)


def test_the_check_character_is_that_of_the_published_example() -> None:
    # Global Release Identifier A1-2425G-ABC1234002-M, a public example of ISO 7064 MOD 37,36
    assert ids.check_character("A12425GABC1234002") == "M"


@given(BODIES, st.data())
def test_one_wrong_character_is_always_found(body: str, data: st.DataObject) -> None:
    text = body + ids.check_character(body)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(string.digits + string.ascii_uppercase).filter(lambda c: c != text[place]))
    wrong = text[:place] + other + text[place + 1 :]
    assert ids.check_character(wrong[:-1]) != wrong[-1]


def test_a_petition_number_names_region_day_and_form() -> None:
    number = ids.petition_number("130406104", date(2026, 3, 2), 7)
    assert number[:-1] == "130406260302F0007"
    assert ids.is_petition_number(number)
    assert not ids.is_petition_number(number[:-1] + ("0" if number[-1] != "0" else "1"))


@pytest.mark.parametrize(("serial", "shown"), [(1, "0001"), (9999, "9999"), (10_000, "A000"), (10_036, "A010")])
def test_serials_go_on_after_9999(serial: int, shown: str) -> None:
    assert ids.petition_number("130406", date(2026, 3, 2), serial)[13:17] == shown


@given(st.sets(st.integers(1, ids._SERIAL_LIMIT - 1), min_size=2, max_size=50))
def test_different_serials_give_different_numbers(serials: set[int]) -> None:
    day = date(2026, 3, 2)
    assert len({ids.petition_number("130406", day, serial) for serial in serials}) == len(serials)


@pytest.mark.parametrize(("region", "serial"), [("13040", 1), ("峰峰矿区", 1), ("130406", 0), ("130406", 10**7)])
def test_an_impossible_number_is_refused(region: str, serial: int) -> None:
    with pytest.raises(ValueError, match="region"):
        ids.petition_number(region, date(2026, 3, 2), serial)


def test_a_fresh_code_is_right_as_typed_by_people() -> None:
    code = ids.new_query_code()
    assert ids.is_query_code(ids.normalise_code(f" {code[:4]}-{code[4:8]}-{code[8:]} ".lower()))


@given(CODES, st.data())
def test_a_slip_of_one_character_in_a_code_is_found(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 10))
    other = data.draw(st.sampled_from(ids.CODE_ALPHABET).filter(lambda c: c != code[place]))
    assert not ids.is_query_code(code[:place] + other + code[place + 1 :])


@given(CODES, st.integers(0, 9))
def test_two_neighbours_changed_over_are_found(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or not ids.is_query_code(swapped)


@given(st.text(max_size=20))
def test_any_text_may_be_typed_as_a_code(text: str) -> None:
    assert ids.is_query_code(ids.normalise_code(text)) in (True, False)
