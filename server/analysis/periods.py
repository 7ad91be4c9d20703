"""Weeks and months of the hall, what they are compared with, and how an address names them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
#: there were no figures before
FIRST_YEAR, LAST_YEAR = 2000, 2199
#: the last week of a year that has 52
_LAST_SURE_WEEK = 52
_DECEMBER = 12


class PeriodKind(StrEnum):
    WEEK = "week"
    MONTH = "month"


class PeriodUnknown(ValueError):
    """The address names no week or month."""


@dataclass(frozen=True, slots=True)
class Period:
    """`begin` and `end` both belong to it."""

    kind: PeriodKind
    begin: date
    end: date

    @property
    def name(self) -> str:
        """Return 2026-11 or 2026-W47."""
        match self.kind:
            case PeriodKind.WEEK:
                year, week, _ = self.begin.isocalendar()
                return f"{year}-W{week:02}"
            case PeriodKind.MONTH:
                return f"{self.begin:%Y-%m}"
            case _:
                assert_never(self.kind)

    @property
    def text(self) -> str:
        match self.kind:
            case PeriodKind.WEEK:
                year, week, _ = self.begin.isocalendar()
                return (
                    f"{year}年第{week}周（{self.begin.month}月{self.begin.day}日至{self.end.month}月{self.end.day}日）"
                )
            case PeriodKind.MONTH:
                return f"{self.begin.year}年{self.begin.month}月"
            case _:
                assert_never(self.kind)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.begin + timedelta(days=number) for number in range((self.end - self.begin).days + 1))

    def before(self) -> Period:
        """Return the period just before (环比)."""
        return of(self.kind, self.begin - timedelta(days=1))

    def after(self) -> Period:
        return of(self.kind, self.end + timedelta(days=1))

    def year_before(self) -> Period:
        """Return the same month, or week by its number, a year before (同比); week 53 is compared with the last one."""
        match self.kind:
            case PeriodKind.WEEK:
                year, week, _ = self.begin.isocalendar()
                return of(self.kind, date.fromisocalendar(year - 1, min(week, _LAST_SURE_WEEK), 1))
            case PeriodKind.MONTH:
                return of(self.kind, self.begin.replace(year=self.begin.year - 1))
            case _:
                assert_never(self.kind)


def of(kind: PeriodKind, day: date) -> Period:
    """Return the week or month a day lies in."""
    match kind:
        case PeriodKind.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Period(kind, monday, monday + timedelta(days=6))
        case PeriodKind.MONTH:
            first = day.replace(day=1)
            following = date(day.year + day.month // _DECEMBER, day.month % _DECEMBER + 1, 1)
            return Period(kind, first, following - timedelta(days=1))
        case _:
            assert_never(kind)


def read(kind: PeriodKind, name: str) -> Period:
    """Return the period of a name as `Period.name` gives it; raise PeriodUnknown."""
    pattern = _WEEK if kind is PeriodKind.WEEK else _MONTH
    match = pattern.fullmatch(name)
    year, number = (int(match[1]), int(match[2])) if match else (0, 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodUnknown(name)
    try:
        day = date.fromisocalendar(year, number, 1) if kind is PeriodKind.WEEK else date(year, number, 1)
    except ValueError as error:
        raise PeriodUnknown(name) from error
    return of(kind, day)
