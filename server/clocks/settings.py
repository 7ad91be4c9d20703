"""What a centre decides about its clocks."""

from __future__ import annotations

from datetime import date, time
from itertools import chain, pairwise
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

#: pairs of opening and closing times of one day, in order
Openings = tuple[tuple[time, time], ...]


class Season(BaseModel):
    """The hours that hold from one day on, until the next season begins: summer and winter differ."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    valid_from: date
    hours: Openings

    @model_validator(mode="after")
    def _in_order(self) -> Season:
        _check(self.hours)
        return self


HallHours = Literal["always"] | Openings | tuple[Season, ...]


def openings_on(hours: HallHours, day: date) -> Openings:
    """Return when the hall is open on a working day; days before the first season go by the first. Raise ValueError
    for "always", which has no openings."""
    if hours == "always":
        raise ValueError("always open")
    plain: list[tuple[time, time]] = []
    found: Season | None = None
    for one in hours:
        if not isinstance(one, Season):
            plain.append(one)
        elif found is None or one.valid_from <= day:
            found = one
    return found.hours if found else tuple(plain)


def _check(hours: Openings) -> None:
    edges = list(chain.from_iterable(hours))
    if not edges or any(earlier >= later for earlier, later in pairwise(edges)):
        raise ValueError("hall hours are pairs of opening and closing times in the order of the day")


class ClockSettings(BaseModel):
    """Set once by the composition root as `session.info["clocks"]`; the defaults hold when it is absent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    regimes: tuple[str, ...] = Field(
        default=("fengfeng", "regulations2022", "disclosure", "reconsideration"),
        description="Time regimes in force here, by file name.",
    )
    hall_hours: HallHours = Field(
        default=((time(8, 30), time(12)), (time(14), time(17, 30))),
        description='When minute clocks run on working days: "always", pairs of opening and closing times, or seasons '
        "{valid_from, hours}, the earliest first.",
    )
    calendars: tuple[Path, ...] = Field(
        default=(), description="Holiday files (TOML: year, notice, off, work) for years the package does not know yet."
    )

    @field_validator("hall_hours")
    @classmethod
    def _in_order(cls, hours: HallHours) -> HallHours:
        if hours == "always":
            return hours
        seasons = [one for one in hours if isinstance(one, Season)]
        if not seasons:
            _check(tuple(one for one in hours if not isinstance(one, Season)))
        elif any(one.valid_from >= following.valid_from for one, following in pairwise(seasons)):
            raise ValueError("seasons of hall hours begin on different days, the earliest first")
        return hours
