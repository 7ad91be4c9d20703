from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.transport.ipp import IppError, Operation, Tag, decode, encode
from printers.transport.queue import open_queue


def answer(*attributes: bytes, code: int = 0) -> bytes:
    return b"\x02\x00" + struct.pack(">HI", code, 1) + b"\x01" + b"".join(attributes) + b"\x03"


def attribute(tag: int, name: bytes, value: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


def test_a_request_is_laid_out_as_the_standard_says() -> None:
    data = encode(Operation.GET_JOB, [(Tag.INTEGER, "job-id", (7,))])
    assert data.startswith(b"\x02\x00\x00\x09\x00\x00\x00\x01\x01\x47\x00\x12attributes-charset\x00\x05utf-8")
    assert data.endswith(b"\x21\x00\x06job-id\x00\x04\x00\x00\x00\x07\x03")


def test_several_values_of_one_attribute_come_back_together() -> None:
    data = answer(
        attribute(Tag.KEYWORD, b"printer-state-reasons", b"media-empty-error"),
        attribute(Tag.KEYWORD, b"", b"cover-open"),
        b"\x04",
        attribute(Tag.ENUM, b"printer-state", b"\x00\x00\x00\x05"),
        attribute(Tag.BOOLEAN, b"printer-is-accepting-jobs", b"\x01"),
        code=0x0406,
    )
    assert decode(data) == (
        0x0406,
        {
            "printer-state-reasons": ("media-empty-error", "cover-open"),
            "printer-state": (5,),
            "printer-is-accepting-jobs": (True,),
        },
    )


@given(st.text(max_size=50), st.integers(-(2**31), 2**31 - 1))
def test_what_is_encoded_can_be_decoded(text: str, number: int) -> None:
    data = encode(Operation.CREATE_JOB, [(Tag.NAME, "job-name", (text,)), (Tag.INTEGER, "n", (number, 0))])
    assert decode(data)[1]["job-name"] == (text,)
    assert decode(data)[1]["n"] == (number, 0)


@given(st.binary(max_size=200))
def test_garbage_is_an_error_and_nothing_else(data: bytes) -> None:
    for mangled in (data, answer() + data, answer()[:-1] + data):
        with suppress(IppError):
            decode(mangled)


@pytest.mark.parametrize("address", ["cups:", "cups:queue", "cups:///", "cups:///a/b", "ipp:///a", "cups://host"])
def test_a_misspelt_queue_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"cups|ipp"):
        open_queue(address)


def test_a_queue_may_have_a_chinese_name() -> None:
    assert open_queue("cups:///%E7%AA%97%E5%8F%A3").name == "窗口"
    assert open_queue("cups://127.0.0.1:8631/窗口").name == "窗口"
