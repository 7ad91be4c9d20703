"""Who did what to which object and when; appended, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from server.core.columns import UtcDateTime
from server.core.guarded import Guarded


class AuditRecord(SQLModel, table=True):
    __tablename__ = "audit_record"
    __table_args__ = (
        UniqueConstraint("lane", "seq", name="uq_audit_record_lane_seq"),
        # read newest first
        Index("ix_audit_record_at", "at", "id"),
        Index("ix_audit_record_actor_at", "actor", "at", "id"),
        Index("ix_audit_record_action_at", "action", "at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    lane: int
    #: 1, 2, 3 … within the lane
    seq: int
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=80)
    action: str = Field(max_length=60)
    #: kind:id, never a name or a number of a person
    object: str = Field(max_length=80, index=True)
    #: rows made and removed in the same transaction, see `core.tally`
    made: str = Field(default="", sa_column_kwargs={"server_default": ""})
    hash: str = Field(max_length=64)


class AuditHead(Guarded, table=True):
    """The last link of each lane: a record cut from the end is missed too."""

    __tablename__ = "audit_head"
    #: made by the schema, which has no keys; `verify` misses one that is gone
    COUNTED: ClassVar[bool] = False

    lane: int = Field(primary_key=True)
    seq: int
    hash: str = Field(max_length=64)
