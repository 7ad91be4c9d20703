"""What a page in English says of states, limits and days; pure. What no rule here knows stays as it is written."""

from __future__ import annotations

import re
from datetime import datetime

from server.cases.rules import CaseState
from server.cases.wording import STATE_TEXT_EN
from server.core.time import local

_UNITS = {"分钟": "minute", "小时": "hour", "个工作日": "working day", "日": "day", "个月": "month"}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_AMOUNT = re.compile(r"(\d+)(分钟|小时|个工作日|日|个月)")


def state_in_english(state: str) -> str:
    return STATE_TEXT_EN[CaseState(state)]


def limit_in_english(limit: str) -> str:
    """Return 5 minutes for 5分钟, 60 days + 30 days for 60日+30日."""
    if limit == "指定期限":
        return "as set for the matter"

    def said(found: re.Match[str]) -> str:
        unit = _UNITS[found[2]]
        return f"{found[1]} {unit}" + ("" if found[1] == "1" else "s")

    return _AMOUNT.sub(said, limit).replace("+", " + ")


def left_in_english(due: datetime, now: datetime) -> str:
    """As `countdown.left_in_words`; `static/hall.js` counts on in the same words."""
    seconds = round((due - now).total_seconds())
    over, seconds = ("overdue " if seconds < 0 else ""), abs(seconds)
    if seconds >= 86_400:
        return f"{over}{seconds // 86_400} d {seconds % 86_400 // 3600} h"
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    return f"{over}{hours}:{minutes:02d}:{rest:02d}" if hours else f"{over}{minutes:02d}:{rest:02d}"


def day_in_english(at: datetime) -> str:
    """Return Saturday, 21 November 2026 in the zone of the hall, whatever the language of this machine."""
    shown = local(at)
    return f"{_DAYS[shown.weekday()]}, {shown.day} {_MONTHS[shown.month - 1]} {shown.year}"
