"""What pages say in English of limits, days and what is left; and how a browser is called."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.web.browsers import named
from server.web.english import day_in_english, left_in_english, limit_in_english

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("5分钟", "5 minutes"),
        ("1小时", "1 hour"),
        ("5个工作日", "5 working days"),
        ("60日+30日", "60 days + 30 days"),
        ("指定期限", "as set for the matter"),
    ],
)
def test_a_limit_in_english(limit: str, said: str) -> None:
    assert limit_in_english(limit) == said


def test_what_is_left_and_a_day_in_english() -> None:
    assert left_in_english(NOON + timedelta(days=12, hours=3), NOON) == "12 d 3 h"
    assert left_in_english(NOON - timedelta(minutes=64, seconds=5), NOON) == "overdue 1:04:05"
    assert day_in_english(NOON) == "Monday, 2 March 2026"


def test_a_browser_is_called_as_people_call_it() -> None:
    edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
    assert named(edge) == "Edge · Windows"
    assert named("Mozilla/5.0 (Linux; Android 12) Chrome/120 Mobile MicroMessenger/8.0") == "微信 WeChat · 安卓手机"
    assert named("") == "其他程序 Other program"
