"""Working days of China with their exchanges (调休), from the `chinesecalendar` package and from dated override files.

The State Council publishes each year's days late in the year before. A year without data is never guessed: asking about
it raises `CalendarMissing`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import chinese_calendar
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

ONE_DAY = timedelta(days=1)


class CalendarMissing(Exception):
    """No holiday data for this year."""

    code = "calendar_missing"

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年的放假安排尚未录入，不能推算工作日；请升级 chinesecalendar 或在 calendars 设置中加入该年文件 · "
            f"no holiday data for {year}: upgrade chinesecalendar, or name a file for that year in the setting `calendars`"
        )
        self.year = year


class CalendarInvalid(Exception):
    """An override file cannot be used; the message names the file and what to mend."""

    code = "calendar_invalid"


class YearFile(BaseModel):
    """One year's announcement: the days off that a weekday rule would not give, and the weekend days worked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int
    #: the State Council's notice these days come from, 国办发明电〔…〕…号
    notice: str
    off: frozenset[date]
    work: frozenset[date]

    @model_validator(mode="after")
    def _consistent(self) -> YearFile:
        if self.off & self.work:
            raise ValueError(f"a day is both off and worked: {min(self.off & self.work)}")
        stray = [day for day in self.off | self.work if day.year != self.year]
        if stray:
            raise ValueError(f"{min(stray)} is not in {self.year}")
        return self


@cache
def _package_years() -> frozenset[int]:
    return frozenset(day.year for day in chinese_calendar.constants.holidays)


@dataclass(frozen=True)
class WorkCalendar:
    """Tells working days from rest days. `years` replace the package's data for their year."""

    years: dict[int, YearFile] = field(default_factory=dict)

    def source(self, year: int) -> str:
        """Where this year's days come from; raises CalendarMissing."""
        if year in self.years:
            return self.years[year].notice
        if year in _package_years():
            return "chinesecalendar"
        raise CalendarMissing(year)

    def is_workday(self, day: date) -> bool:
        """Raise CalendarMissing when the year of `day` has no data."""
        if (announced := self.years.get(day.year)) is not None:
            return day in announced.work or (day.weekday() < 5 and day not in announced.off)
        if day.year not in _package_years():
            raise CalendarMissing(day.year)
        return bool(chinese_calendar.is_workday(day))

    def same_or_next_workday(self, day: date) -> date:
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def add_workdays(self, start: date, count: int) -> date:
        """Return the last of `count` working days after `start`; `start` itself does not count."""
        day = start
        while count:
            day += ONE_DAY
            count -= self.is_workday(day)
        return day


def load_calendar(files: Iterable[Path] = ()) -> WorkCalendar:
    """Read the override files; raises CalendarInvalid."""
    years: dict[int, YearFile] = {}
    for path in files:
        try:
            year = YearFile.model_validate(tomllib.loads(path.read_text("utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
            raise CalendarInvalid(f"{path.name}: {error}") from error
        if year.year in years:
            raise CalendarInvalid(f"{path.name}: {year.year} is given twice")
        years[year.year] = year
    return WorkCalendar(years)
