"""An instruction (批示) as a table of steps, and when it alarms: shares of its time, its end, and after it. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import assert_never

from pydantic import TypeAdapter

from server.clocks.ladder import DUE, Alarm, Overdue, Step, check_order
from server.clocks.terms import Unit
from server.core.time import ZONE, local

IsWorkday = Callable[[date], bool]
_LADDER = Path(__file__).with_name("ladder.toml")
_ALARMS: TypeAdapter[tuple[Alarm, ...]] = TypeAdapter(tuple[Alarm, ...])
#: the name of the rung at the end itself
_ENDED = "到期"


class State(StrEnum):
    OPEN = "open"
    #: the unit has answered: the leader looks at it
    ANSWERED = "answered"
    CLOSED = "closed"


class Turn(StrEnum):
    INSTRUCTED = "instructed"
    ANSWERED = "answered"
    #: asked again: the answer does not do, or something is added
    PURSUED = "pursued"
    OVERDUE = "overdue"
    CLOSED = "closed"


_NEXT: dict[tuple[State | None, Turn], State] = {
    (None, Turn.INSTRUCTED): State.OPEN,
    (State.OPEN, Turn.ANSWERED): State.ANSWERED,
    # what was forgotten in the first answer
    (State.ANSWERED, Turn.ANSWERED): State.ANSWERED,
    (State.OPEN, Turn.PURSUED): State.OPEN,
    (State.ANSWERED, Turn.PURSUED): State.OPEN,
    (State.OPEN, Turn.OVERDUE): State.OPEN,
    (State.OPEN, Turn.CLOSED): State.CLOSED,
    (State.ANSWERED, Turn.CLOSED): State.CLOSED,
}


def possible(state: State | None, turn: Turn) -> bool:
    return (state, turn) in _NEXT


def project(turns: Iterable[Turn]) -> State | None:
    """Return the state a whole history leads to; raise KeyError for one that cannot be."""
    state: State | None = None
    for turn in turns:
        state = _NEXT[state, turn]
    return state


def after(state: State | None, turn: Turn) -> State:
    """Return the state after a turn that is `possible`."""
    return _NEXT[state, turn]


@dataclass(frozen=True, slots=True)
class Rung:
    """`mark` grows along the ladder, as with the limits of law: percent used, 100 at the end, above it after the end."""

    mark: int
    at: datetime
    step: Step
    name: str


@lru_cache(maxsize=1)
def ladder() -> tuple[Alarm, ...]:
    """Return the rungs of `ladder.toml`; raise ValueError when they are not in order."""
    found = _ALARMS.validate_python(tomllib.loads(_LADDER.read_text("utf-8"))["alarm"])
    check_order(found)
    return found


def next_rung(sent_at: datetime, due_at: datetime, mark: int, is_workday: IsWorkday) -> Rung | None:
    """Return the first rung above `mark` of what was sent then and is due then; None after the last."""
    return next((rung for rung in _rungs(sent_at, due_at, is_workday) if rung.mark > mark), None)


def _rungs(sent_at: datetime, due_at: datetime, is_workday: IsWorkday) -> Iterator[Rung]:
    late = DUE
    for alarm in ladder():
        if alarm.used is not None:
            yield Rung(alarm.used, sent_at + (due_at - sent_at) * alarm.used / DUE, Step(alarm.step), alarm.name)
            continue
        if late == DUE:
            yield Rung(DUE, due_at, Step.EXPIRED, _ENDED)
        late += 1
        assert alarm.overdue is not None, "an alarm has a share or a delay"
        yield Rung(late, _overdue(due_at, alarm.overdue, is_workday), Step(alarm.step), alarm.name)


def _overdue(due_at: datetime, overdue: Overdue, is_workday: IsWorkday) -> datetime:
    match overdue.unit:
        case Unit.MINUTE:
            return due_at + timedelta(minutes=overdue.amount)
        case Unit.HOUR:
            return due_at + timedelta(hours=overdue.amount)
        case Unit.DAY:
            return due_at + timedelta(days=overdue.amount)
        case Unit.WORKDAY:
            day, left = local(due_at).date(), overdue.amount
            while left:
                day += timedelta(days=1)
                left -= is_workday(day)
            return datetime.combine(day, time.max, ZONE)
        case _:
            assert_never(overdue.unit)
