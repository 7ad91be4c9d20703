"""A clock of a case: computed once when its event happens, stored, and never moved by an edit or a comment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Enum, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from server.contract.v1 import ClockKind, ClockState
from server.core.columns import UtcDateTime


def _values(members: type[ClockState] | type[ClockKind]) -> list[str]:
    return [member.value for member in members]


class Clock(SQLModel, table=True):
    """One limit running on one case.

    `state` is what the sweep has seen: a clock met too late stays RUNNING, with `met_at` set, until the sweep has
    reported it once as expired. What people are shown comes from `rules.state_at`.
    """

    __tablename__ = "clock"
    __table_args__ = (
        # an event delivered twice starts nothing twice
        UniqueConstraint("case_id", "rule", "started_at", name="uq_clock_case_rule_start"),
        # the sweep reads only what runs, oldest first: its cost grows with what is due, not with what is open
        Index(
            "ix_clock_running_due",
            "due_at",
            "id",
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: str = Field(max_length=40, index=True)
    #: rule of the regime: R3, F2
    rule: str = Field(max_length=20)
    regime: str = Field(max_length=40)
    regime_version: str = Field(max_length=20)
    kind: ClockKind = Field(sa_type=Enum(ClockKind, native_enum=False, length=12, values_callable=_values))
    state: ClockState = Field(sa_type=Enum(ClockState, native_enum=False, length=12, values_callable=_values))
    started_at: datetime = Field(sa_type=UtcDateTime)
    #: the last instant that is still in time
    due_at: datetime = Field(sa_type=UtcDateTime)
    met_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: the holiday calendar of the due year was missing, so nothing was rolled forward
    provisional: bool = False
    #: how the due time came about, one step a line
    derivation: str = ""
