"""Keeps an eye on one device: looks again, less and less often while it is gone, counts, and says what changed.

The policy is pure: times and statuses in, health out. `supervise` is the loop around it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, assert_never

from drivers.core.errors import DeviceAbsent, DeviceError
from drivers.core.status import Absent, Faulty, Ready, Status


class Use(StrEnum):
    """What a device is there for; the counter in `Health` of the same name."""

    READS = "reads"
    PAGES = "pages"
    PRINTS = "prints"


class State(StrEnum):
    """A device as its last look found it."""

    UNKNOWN = "unknown"
    READY = "ready"
    ABSENT = "absent"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class Policy:
    """When to look again, in seconds."""

    #: a device that works
    ready: float = 5.0
    #: the first look after a failure, doubled with each further one
    first: float = 0.5
    factor: float = 2.0
    longest: float = 30.0


@dataclass(frozen=True, slots=True)
class LastError:
    """What went wrong last, in words an office can follow."""

    cause: str
    remedy: str
    at: str


@dataclass(frozen=True, slots=True)
class Health:
    """A device's state and counters. Times are ISO 8601 with zone."""

    state: State = State.UNKNOWN
    detail: str = ""
    #: since when it is in this state
    since: str = ""
    looks: int = 0
    #: from ready to anything else
    losses: int = 0
    #: from anything else to ready, the first time not counted
    recoveries: int = 0
    failures_in_a_row: int = 0
    last_error: LastError | None = None
    #: looks and uses that found it not working
    failures: int = 0
    #: how often it was opened: once, and again after each loss
    opens: int = 0
    #: cards read
    reads: int = 0
    #: pages taken
    pages: int = 0
    #: papers that came out
    prints: int = 0
    #: the process that keeps an eye on it, 0 for none, and when it last said so
    keeper: int = 0
    told: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return plain JSON types."""
        return asdict(self)

    @classmethod
    def of_data(cls, data: Any) -> Health:
        """Read what `as_data` gave, leaving out what a newer program added; `ValueError` for anything else."""
        known = {f.name: f.type for f in fields(cls)}
        try:
            items = {name: value for name, value in dict(data).items() if name in known}
            error = items.pop("last_error", None)
            health = cls(last_error=LastError(**error) if error else None, **items)
        except TypeError as error:
            raise ValueError(str(error)) from error
        for name, kind in known.items():
            if kind in ("int", "str") and type(getattr(health, name)).__name__ != kind:
                raise ValueError(f"{name}: {kind} expected")
        return replace(health, state=State(health.state))


def status_of(error: DeviceError) -> Status:
    """Return what an error that a use of the device raised says of the device."""
    if isinstance(error, DeviceAbsent):
        return Absent(error.cause, error.remedy)
    return Faulty(error.cause, error.remedy)


def observe(health: Health, status: Status, now: datetime) -> Health:
    """Return the health after a look that found `status` at `now` (zone-aware)."""
    match status:
        case Ready(detail):
            state, error = State.READY, None
        case Absent(cause, remedy):
            state, detail, error = State.ABSENT, cause, LastError(cause, remedy, now.isoformat())
        case Faulty(cause, remedy):
            state, detail, error = State.FAULTY, cause, LastError(cause, remedy, now.isoformat())
        case _:
            assert_never(status)
    was_ready, is_ready = health.state is State.READY, state is State.READY
    return replace(
        health,
        state=state,
        detail=detail,
        since=health.since if state is health.state else now.isoformat(),
        looks=health.looks + 1,
        losses=health.losses + (was_ready and not is_ready),
        recoveries=health.recoveries + (is_ready and health.state in (State.ABSENT, State.FAULTY)),
        failures_in_a_row=0 if is_ready else health.failures_in_a_row + 1,
        failures=health.failures + (not is_ready),
        last_error=error or health.last_error,
    )


def used(health: Health, use: Use) -> Health:
    """Count one use that went well."""
    return replace(health, **{use.value: getattr(health, use.value) + 1})


def pause(health: Health, policy: Policy) -> float:
    """Return how many seconds to wait before the next look."""
    if health.failures_in_a_row == 0:
        return policy.ready
    # the exponent is bounded: a device may be gone for years
    exponent = min(health.failures_in_a_row - 1, 64)
    return min(policy.longest, policy.first * policy.factor**exponent)


def supervise(
    look: Callable[[], Status],
    say: Callable[[Health, Health], None],
    *,
    cancel: threading.Event,
    now: Callable[[], datetime],
    policy: Policy | None = None,
    health: Health | None = None,
) -> Health:
    """Look until `cancel`; call `say(before, after)` when state or wording changed. Returns the last health."""
    rule = policy or Policy()
    current = health or Health()
    while not cancel.is_set():
        before, current = current, observe(current, look(), now())
        if (before.state, before.detail) != (current.state, current.detail):
            say(before, current)
        cancel.wait(pause(current, rule))
    return current
