"""What may be shown and logged of a person."""

from __future__ import annotations

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.contract.logs import JsonLines
from server.contract.masking import mask_name, mask_number, mask_phone, redact

NUMBER = "130406190001010016"


def test_names_numbers_and_phones_are_masked_as_an_office_expects() -> None:
    assert mask_name("张三丰") == "张**"
    assert mask_name("张") == "张*"
    assert mask_number(NUMBER) == "130406********0016"
    assert mask_phone("13812345678") == "138****5678"


@pytest.mark.parametrize("empty", [mask_name, mask_number, mask_phone])
def test_nothing_masked_stays_nothing(empty: object) -> None:
    assert callable(empty)
    assert empty("") == ""


@pytest.mark.parametrize("short", ["1", "1234567890"])
def test_what_is_too_short_to_hide_in_part_is_hidden_whole(short: str) -> None:
    assert mask_number(short) == "*" * len(short)


@pytest.mark.parametrize("number", [NUMBER, "13040619000101018X", "13040619000101018x", "130406900101001"])
def test_an_identity_number_never_survives_in_a_log_line(number: str) -> None:
    assert number not in redact(f"持{number}来访")
    assert number not in redact(f"no={number},")


@given(
    st.text(alphabet=st.characters(categories=["Lo", "P"]), max_size=20), st.integers(3, 9), st.integers(0, 10**9 - 1)
)
def test_a_mobile_number_never_survives_among_other_words(words: str, second: int, rest: int) -> None:
    phone = f"1{second}{rest:09d}"
    assert phone not in redact(f"{words}{phone}{words}")


@given(st.text(alphabet="0123456789", min_size=1, max_size=10))
def test_short_figures_such_as_sums_stay_readable(figure: str) -> None:
    assert redact(f"拖欠 {figure} 元") == f"拖欠 {figure} 元"


def test_a_log_record_is_one_json_line_with_its_extras_and_no_identity_number() -> None:
    record = logging.makeLogRecord(
        {
            "name": "hall.kiosk.card",
            "levelname": "INFO",
            "msg": "read %s",
            "args": (NUMBER,),
            "holder": NUMBER,
            "step": "card",
        }
    )
    line = JsonLines("kiosk").format(record)
    assert NUMBER not in line
    assert json.loads(line)["step"] == "card"
    assert json.loads(line)["component"] == "kiosk"


def test_an_error_that_quotes_a_number_is_masked_too() -> None:
    try:
        raise ValueError(f"bad number {NUMBER}")
    except ValueError as error:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": (type(error), error, error.__traceback__)})
    assert NUMBER not in JsonLines("server").format(record)
