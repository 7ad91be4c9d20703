"""What a centre decides about its clocks."""

from __future__ import annotations

from datetime import time
from itertools import chain, pairwise
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

HallHours = Literal["always"] | tuple[tuple[time, time], ...]


class ClockSettings(BaseModel):
    """Set once by the composition root as `session.info["clocks"]`; the defaults hold when it is absent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    regimes: tuple[str, ...] = Field(
        default=("fengfeng", "regulations2022"), description="Time regimes in force here, by file name."
    )
    hall_hours: HallHours = Field(
        default=((time(8, 30), time(12)), (time(14), time(17, 30))),
        description='When minute clocks run on working days: "always", or pairs of opening and closing times.',
    )
    calendars: tuple[Path, ...] = Field(
        default=(), description="Holiday files (TOML: year, notice, off, work) for years the package does not know yet."
    )

    @field_validator("hall_hours")
    @classmethod
    def _in_order(cls, hours: HallHours) -> HallHours:
        if hours == "always":
            return hours
        edges = list(chain.from_iterable(hours))
        if not edges or any(earlier >= later for earlier, later in pairwise(edges)):
            raise ValueError("hall hours are pairs of opening and closing times in the order of the day")
        return hours
