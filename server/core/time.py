"""Time: one zone for people, UTC for storage, and a clock that is handed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

#: the zone in which days are counted and times are shown
ZONE = ZoneInfo("Asia/Shanghai")

#: returns the present moment, zone-aware
Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """Return the present moment in UTC; tests hand in a clock of their own."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """Return the same moment as people in the hall read it."""
    return moment.astimezone(ZONE)
