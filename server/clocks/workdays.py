"""The hall's calendar for whoever asks about a day alone."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from server.clocks.book import book_of
from server.clocks.calendar import CalendarMissing

_SATURDAY = 5


def is_workday(session: Session, day: date) -> bool:
    """Tell whether the hall works that day; a year without data goes by the days of the week, and holds nobody up."""
    try:
        return book_of(session).calendar.is_workday(day)
    except CalendarMissing:
        return day.weekday() < _SATURDAY
