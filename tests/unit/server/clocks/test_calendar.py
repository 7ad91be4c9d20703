"""Working days and their exchanges; override files."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from server.clocks.calendar import CalendarInvalid, CalendarMissing, WorkCalendar, load_calendar

OFF_2026 = [
    ("01-01", 3), ("02-15", 9), ("04-04", 3), ("05-01", 5), ("06-19", 3), ("09-25", 3), ("10-01", 7),
]  # fmt: skip
WORK_2026 = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]

FILE = """
year = 2031
notice = "国办发明电〔2030〕0号（演示）"
off = [2031-01-01, 2031-01-02, 2031-01-03]
work = [2031-01-04]
"""


def test_the_days_of_2026_are_those_of_the_notice() -> None:
    calendar = WorkCalendar()
    off = {date.fromisoformat(f"2026-{start}") + timedelta(days=n) for start, days in OFF_2026 for n in range(days)}
    worked = {date.fromisoformat(f"2026-{day}") for day in WORK_2026}
    for n in range(365):
        day = date(2026, 1, 1) + timedelta(days=n)
        assert calendar.is_workday(day) is (day in worked or (day.weekday() < 5 and day not in off)), day


def test_a_year_without_data_names_the_year_and_the_remedy() -> None:
    with pytest.raises(CalendarMissing, match=r"2031.*chinesecalendar.*calendars"):
        WorkCalendar().is_workday(date(2031, 1, 1))


def test_a_file_brings_a_year_the_package_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "2031.toml"
    path.write_text(FILE, "utf-8")
    calendar = load_calendar([path])
    days = [calendar.is_workday(date(2031, 1, day)) for day in range(1, 8)]
    assert days == [False, False, False, True, False, True, True]
    assert calendar.source(2031) == "国办发明电〔2030〕0号（演示）"
    assert calendar.source(2026) == "chinesecalendar"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (FILE.replace("work = [2031-01-04]", "work = [2031-01-03]"), "both off and worked"),
        (FILE.replace("work = [2031-01-04]", "work = [2032-01-04]"), "is not in 2031"),
        (FILE.replace("year = 2031", ""), "year"),
        ("year = ", "2031.toml"),
    ],
)
def test_a_file_with_a_fault_is_refused_by_name(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "2031.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(CalendarInvalid, match=complaint):
        load_calendar([path])


def test_a_year_given_twice_is_refused(tmp_path: Path) -> None:
    paths = [tmp_path / "a.toml", tmp_path / "b.toml"]
    for path in paths:
        path.write_text(FILE, "utf-8")
    with pytest.raises(CalendarInvalid, match="twice"):
        load_calendar(paths)
