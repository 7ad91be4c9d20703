"""Reminders, supervision, circulars, and who follows what. What was written on a matter lies in its history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from server.core.columns import UtcDateTime
from server.core.guarded import Guarded


class Reminder(Guarded, table=True):
    """A unit was told to get on with a matter (催办)."""

    __tablename__ = "reminder"

    case_id: str = Field(primary_key=True, max_length=32, foreign_key="petition_case.id")
    #: place in the history of the matter
    seq: int = Field(primary_key=True)
    unit: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)


class Supervision(Guarded, table=True):
    """One of the five ways a late unit was pushed (督办), and whether it has answered."""

    __tablename__ = "supervision"
    __table_args__ = (
        Index(
            "ix_supervision_alarm",
            "alarm_at",
            sqlite_where=text("alarm_at IS NOT NULL"),
            postgresql_where=text("alarm_at IS NOT NULL"),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32, foreign_key="petition_case.id", index=True)
    seq: int
    form: str = Field(max_length=10)
    author: str = Field(max_length=60, index=True)
    unit: str = Field(max_length=40, index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    #: None when no answer is asked for
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: place of the answer in the history, 0 for none yet
    answer_seq: int = 0
    #: when both sides are told that the answer is late
    alarm_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Circular(Guarded, table=True):
    """What late units are told before all of them (通报)."""

    __tablename__ = "circular"

    id: str = Field(primary_key=True, max_length=32)
    author: str = Field(max_length=60, index=True)
    #: JSON: title, text
    words_sealed: bytes
    drafted_at: datetime = Field(sa_type=UtcDateTime)
    #: None while it is a draft
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CircularItem(Guarded, table=True):
    """One late matter of a circular, as it stood when it was drafted or published."""

    __tablename__ = "circular_item"

    circular_id: str = Field(primary_key=True, max_length=32, foreign_key="circular.id")
    case_id: str = Field(primary_key=True, max_length=32, foreign_key="petition_case.id")
    unit: str = Field(max_length=40, index=True)
    #: the limit that is over longest
    rule: str = Field(max_length=20)
    due_at: datetime = Field(sa_type=UtcDateTime)


class Watch(Guarded, table=True):
    """Somebody follows a matter: what happens after `seq` is told."""

    __tablename__ = "watch"

    account: str = Field(primary_key=True, max_length=60)
    case_id: str = Field(primary_key=True, max_length=32, foreign_key="petition_case.id", index=True)
    since: datetime = Field(sa_type=UtcDateTime)
    seq: int
