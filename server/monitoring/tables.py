"""Signs of life of processes that serve no requests."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from server.core.columns import UtcDateTime


class Heartbeat(SQLModel, table=True):
    """One row a job: when it last ran, and how late what it handled was."""

    __tablename__ = "heartbeat"

    job: str = Field(primary_key=True, max_length=20)
    at: datetime = Field(sa_type=UtcDateTime)
    #: of the last round that had something to do: the 99th of a hundred, seconds
    late_seconds: float = 0.0
    #: rows handled since the row was made
    handled: int = 0


class LastLook(SQLModel, table=True):
    """What was found when everything that must always hold was looked at last; one row."""

    __tablename__ = "last_look"

    id: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    found: int
    #: names of the invariants that do not hold, separated by commas; no matter is named
    names: str = Field(default="", max_length=500)
