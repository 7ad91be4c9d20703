"""Who is told as the time of a limit goes by and after it is over: the rungs of an escalation, as data."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from server.clocks.terms import Row, Unit

#: the mark of the end of a limit; marks below are percent used, marks above number the rungs after the end
DUE = 100


class Step(StrEnum):
    """What an alarm does; each one reaches those of the one before as well."""

    #: the unit that holds the matter
    REMIND = "remind"
    #: and a copy to the leader in charge of it (抄报分管领导)
    LEADER = "leader"
    #: and the convenor
    CONVENOR = "convenor"
    #: and said in public among the units (通报)
    CIRCULAR = "circular"
    #: the next level of a ladder takes the matter over
    NEXT_LEVEL = "next_level"
    #: the limit ran out
    EXPIRED = "expired"


class Overdue(Row):
    """How long after the end."""

    amount: int = Field(ge=1)
    unit: Literal[Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.WORKDAY]


class Alarm(Row):
    """One rung: when `used` percent of the limit are gone, or `overdue` so long after its end."""

    step: Literal[Step.REMIND, Step.LEADER, Step.CONVENOR, Step.CIRCULAR]
    #: what people call it: 预警, 催办通知书
    name: str = Field(min_length=1, max_length=20)
    used: int | None = Field(default=None, ge=1, lt=DUE)
    overdue: Overdue | None = None

    @model_validator(mode="after")
    def _one_moment(self) -> Alarm:
        if (self.used is None) == (self.overdue is None):
            raise ValueError(f"alarm {self.name}: give used or overdue, one of them")
        return self


_MINUTES = {Unit.MINUTE: 1, Unit.HOUR: 60, Unit.DAY: 24 * 60, Unit.WORKDAY: 24 * 60}


def check_order(alarms: Iterable[Alarm]) -> None:
    """Raise ValueError unless each rung comes after the one before it."""
    for before, after in pairwise(map(_place, alarms)):
        if after <= before:
            raise ValueError("the alarms are not in the order of their moments, or two share one")


def _place(alarm: Alarm) -> tuple[int, int]:
    if alarm.overdue is None:
        return 0, alarm.used or 0
    return 1, alarm.overdue.amount * _MINUTES[alarm.overdue.unit]
