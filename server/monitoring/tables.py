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
