"""When a notice may be sent, tried again, given up, or handed to a deputy. Pure; days come from the hall's calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from server.core.time import ZONE, local

ONE_DAY = timedelta(days=1)

#: tells whether the hall works on a day
IsWorkday = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `begin` to `end` of the next morning; with `rest_days` also the whole of a day the hall is closed."""

    begin: time
    end: time
    rest_days: bool


def audible_from(at: datetime, quiet: Quiet, is_workday: IsWorkday) -> datetime:
    """Return `at`, or when the quiet hours around it end."""
    here = local(at)
    day = here.date()
    if quiet.rest_days and not is_workday(day):
        return _morning(day + ONE_DAY, quiet, is_workday)
    over_midnight = quiet.begin > quiet.end
    if here.time() < quiet.end and (over_midnight or here.time() >= quiet.begin):
        return _morning(day, quiet, is_workday)
    if over_midnight and here.time() >= quiet.begin:
        return _morning(day + ONE_DAY, quiet, is_workday)
    return at


def _morning(day: date, quiet: Quiet, is_workday: IsWorkday) -> datetime:
    while quiet.rest_days and not is_workday(day):
        day += ONE_DAY
    return datetime.combine(day, quiet.end, ZONE)


@dataclass(frozen=True, slots=True)
class Retry:
    """How often a channel is tried: pauses grow by `factor` up to `longest`, each shortened or lengthened by chance."""

    first: timedelta
    factor: float
    longest: timedelta
    attempts: int
    #: share of the pause by which chance moves it, so that a channel that comes back is not stormed
    jitter: float

    def pause(self, attempts: int, chance: float) -> timedelta | None:
        """Return the pause after so many failed attempts, None to give up; `chance` lies in 0..1."""
        if attempts >= self.attempts:
            return None
        # beyond this the pause is the longest one anyway, and a float has an end
        grown = self.first.total_seconds() * self.factor ** min(attempts - 1, 60)
        return timedelta(seconds=min(grown, self.longest.total_seconds()) * (1 + self.jitter * (2 * chance - 1)))

    def lasts(self, each: timedelta) -> timedelta:
        """Return how long a notice can wait at most from its first attempt to its end, `each` attempt taking so long."""
        pauses = (self.pause(number, 1.0) for number in range(1, self.attempts))
        return sum((pause for pause in pauses if pause is not None), self.attempts * each)
