"""How time passes: which stretches between two moments count, which stand still, which lie outside hall hours. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from server.clocks.calendar import ONE_DAY, WorkCalendar
from server.clocks.course import Spent
from server.clocks.settings import HallHours, openings_on
from server.core.time import ZONE

Span = tuple[datetime, datetime]
#: longer than any limit and any pause
_AGES = timedelta(days=36_525)


def open_spans(begin: datetime, calendar: WorkCalendar, hours: HallHours) -> Iterator[Span]:
    """Yield when the hall is open, from `begin` on, without end; one long span for "always".

    Raises CalendarMissing on reaching a year without data.
    """
    if hours == "always":
        yield begin, begin + _AGES
        return
    day = begin.astimezone(ZONE).date()
    while True:
        for opening, closing in openings_on(hours, day) if calendar.is_workday(day) else ():
            start = max(begin, datetime.combine(day, opening, ZONE))
            stop = datetime.combine(day, closing, ZONE)
            if start < stop:
                yield start, stop
        day += ONE_DAY


def running(spans: Iterable[Span], pauses: tuple[Span, ...]) -> Iterator[Span]:
    """Yield `spans` without the pauses, which are in order."""
    for start, stop in spans:
        for since, until in pauses:
            if until <= start or since >= stop:
                continue
            if start < since:
                yield start, since
            start = min(until, stop)
        if start < stop:
            yield start, stop


def after(left: timedelta, spans: Iterable[Span]) -> datetime:
    """Return the moment when `left` has been used up in these endless spans."""
    for start, stop in spans:
        if start + left <= stop:
            return start + left
        left -= stop - start
    raise ValueError("the spans end before the limit does")


def spent(start: datetime, until: datetime, spans: Iterable[Span], pauses: tuple[Span, ...]) -> Spent:
    """Return where the time from `start` to `until` went. A pause counts as such only while the hall is open."""
    found, at = Spent(), start
    for opening, closing in spans:
        if opening >= until:
            break
        end = min(closing, until)
        charged = sum((b - a for a, b in running(((opening, end),), pauses)), timedelta(0))
        found = found.plus(closed=opening - at, charged=charged, paused=end - opening - charged)
        at = end
    return found.plus(closed=max(until - at, timedelta(0)))
