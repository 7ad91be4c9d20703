"""Units and ways of counting that regime files are written in."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Row(BaseModel):
    """A table of a regime file: nothing unknown, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Unit(StrEnum):
    MINUTE = "min"
    HOUR = "hour"
    #: calendar day (日)
    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"


class Counting(StrEnum):
    """When minutes and hours pass."""

    ALWAYS = "always"
    HALL_HOURS = "hall_hours"


class Roll(StrEnum):
    """What happens when the last day is a day of rest."""

    NONE = "none"
    NEXT_WORKDAY = "next_workday"


_NAMES = {
    Unit.MINUTE: "分钟",
    Unit.HOUR: "小时",
    Unit.DAY: "日",
    Unit.WORKDAY: "个工作日",
    Unit.MONTH: "个月",
}


def in_words(amount: int | None, unit: Unit) -> str:
    """5分钟, 15日; without an amount: who hands the matter over sets it."""
    return "指定期限" if amount is None else f"{amount}{_NAMES[unit]}"
