"""Numbers of the waiting, and the screens that may show them. Nothing here tells of a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from server.calling.rules import TicketState
from server.core.columns import UtcDateTime
from server.core.guarded import Guarded


class QueueCounter(SQLModel, table=True):
    """One hall on one day: the last number drawn, and how often anything changed, so that a screen need not compare."""

    __tablename__ = "queue_counter"

    #: 6 digits of the region
    hall: str = Field(primary_key=True, max_length=6)
    #: YYMMDD
    day: str = Field(primary_key=True, max_length=6)
    last: int = 0
    version: int = 0


class QueueTicket(Guarded, table=True):
    """One number. `case_id` is "" for a visitor who has registered nothing yet."""

    __tablename__ = "queue_ticket"
    __table_args__ = (UniqueConstraint("hall", "day", "serial", name="uq_queue_ticket_hall_day_serial"),)

    id: int | None = Field(default=None, primary_key=True)
    hall: str = Field(max_length=6)
    day: str = Field(max_length=6)
    serial: int
    state: str = Field(default=TicketState.WAITING, max_length=10)
    case_id: str = Field(default="", max_length=32)
    #: number of the window, 0 before the first call
    window: int = 0
    #: how often it was called
    calls: int = 0
    drawn_at: datetime = Field(sa_type=UtcDateTime)
    called_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Display(Guarded, table=True):
    """A screen on the wall of a hall: nobody signs in there, its address is the key."""

    __tablename__ = "display"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=60)
    hall: str = Field(max_length=6)
    made_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
