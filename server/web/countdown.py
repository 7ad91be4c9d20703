"""How a clock is shown: what is left in words, how full its bar is, how loud its card is. Pure; the time is given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from server.contract.v1 import ClockKind, ClockState, ClockView

#: the last fifth of a limit is near-due, and never less than the last two minutes of it
NEAR_SHARE = 0.2
NEAR_AT_LEAST = timedelta(minutes=2)
_NEVER = datetime.max.replace(tzinfo=UTC)


class Urgency(StrEnum):
    """How loud a matter is on a list, loudest first."""

    OVERDUE = "overdue"
    NEAR = "near"
    RUNNING = "running"
    CALM = "calm"


class Running(Protocol):
    """What the order of a list needs to know of a clock; a `ClockView` is one."""

    @property
    def kind(self) -> ClockKind: ...
    @property
    def state(self) -> ClockState: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def met_at(self) -> datetime | None: ...


C = TypeVar("C", bound=Running)


def is_open(clock: Running) -> bool:
    """Tell whether something is still owed; a clock met too late stays expired but owes nothing any more."""
    return clock.state is not ClockState.MET and clock.met_at is None


def next_due(clocks: Iterable[C]) -> C | None:
    """Return the open clock that is due first; a local promise stands before a limit of law due at the same time."""
    return min((c for c in clocks if is_open(c)), key=lambda c: (c.due_at, c.kind is ClockKind.STATUTORY), default=None)


def urgency(clocks: Iterable[Running], now: datetime) -> Urgency:
    """Judge a matter by the clock that is due first."""
    clock = next_due(clocks)
    if clock is None:
        return Urgency.CALM
    return clock_urgency(clock, now)


def clock_urgency(clock: Running, now: datetime) -> Urgency:
    if clock.state is ClockState.MET:
        return Urgency.CALM
    left = clock.due_at - now
    if clock.state is ClockState.EXPIRED or left <= timedelta(0):
        return Urgency.OVERDUE
    whole = clock.due_at - clock.started_at
    return Urgency.NEAR if left <= max(whole * NEAR_SHARE, min(NEAR_AT_LEAST, whole / 2)) else Urgency.RUNNING


def loudest_first(clocks: Iterable[Running], now: datetime) -> tuple[int, datetime]:
    """Give a sort key: urgency, then what is due first; a matter without a running clock comes last."""
    kept = tuple(clocks)
    clock = next_due(kept)
    return list(Urgency).index(urgency(kept, now)), clock.due_at if clock else _NEVER


def used_percent(clock: ClockView, now: datetime) -> int:
    """Return how much of the limit has gone, 0..100; a clock that was met or ran out is full."""
    whole = (clock.due_at - clock.started_at).total_seconds()
    if clock.state is not ClockState.RUNNING or whole <= 0:
        return 100
    return round(min(max((now - clock.started_at).total_seconds() / whole, 0.0), 1.0) * 100)


def left_in_words(due: datetime, now: datetime) -> str:
    """Say what is left the way `static/hall.js` counts on: 04:32, 1:04:32, 12天3小时; 逾期 in front when it is over."""
    seconds = round((due - now).total_seconds())
    over, seconds = ("逾期 " if seconds < 0 else ""), abs(seconds)
    if seconds >= 86_400:
        return f"{over}{seconds // 86_400}天{seconds % 86_400 // 3600}小时"
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    return f"{over}{hours}:{minutes:02d}:{rest:02d}" if hours else f"{over}{minutes:02d}:{rest:02d}"
