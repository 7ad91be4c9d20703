"""A time limit on the screen, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.flow.clockline import ClockLine
from kiosk.views.model import clock_row, in_english

DUE = datetime(2026, 3, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("5分钟", "5 minutes"),
        ("1小时", "1 hour"),
        ("15日", "15 days"),
        ("10个工作日", "10 working days"),
        ("2个月", "2 months"),
        ("当场", "当场"),
    ],
)
def test_a_limit_is_worded_in_english(chinese: str, english: str) -> None:
    assert in_english(chinese) == english


def test_a_limit_has_its_english_name_where_the_centre_gives_one() -> None:
    named = ClockLine("办结", "60日", DUE, statutory=True, name_en="Result")
    assert (clock_row(named)["name"], clock_row(named)["nameEn"]) == ("办结　60日", "Result, 60 days")
    assert clock_row(ClockLine("办结", "60日", DUE, statutory=True))["nameEn"] == ""
