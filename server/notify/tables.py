"""The outbox of notices: written in the transaction of what they tell."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.core.columns import UtcDateTime


class NoticeKind(StrEnum):
    #: a matter came to the unit
    ASSIGNED = "assigned"
    #: a limit ran out
    CLOCK_EXPIRED = "clock_expired"
    #: a limit is running out, or is still not met after its end
    CLOCK_WARNING = "clock_warning"


class Notice(SQLModel, table=True):
    """One message to one account. Holds nothing sensitive: it travels over channels the centre does not own."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_account_delivered_at", "account", "delivered_at"),)

    id: int | None = Field(default=None, primary_key=True)
    account: str = Field(max_length=60)
    case_id: str = Field(max_length=40, index=True)
    kind: str = Field(max_length=30)
    title: str = Field(max_length=100)
    body: str = Field(max_length=300)
    created_at: datetime = Field(sa_type=UtcDateTime)
    delivered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
