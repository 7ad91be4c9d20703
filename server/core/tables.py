"""What the database knows of itself."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from server.core.columns import UtcDateTime
from server.core.guarded import Guarded


class Installation(Guarded, table=True):
    """One row. `key_check` opens only with the key everything else was sealed with."""

    __tablename__ = "installation"

    id: int = Field(primary_key=True)
    key_check: bytes
    created_at: datetime = Field(sa_type=UtcDateTime)
    #: True: holds the demo county, whose accounts share a public password
    demo: bool = False


class ReferenceStamp(SQLModel, table=True):
    """One row. Triggers give it a new stamp whenever region, unit, post or duty_entry change: see `core.reference`.

    A migration that copies one of those tables must make its triggers again.
    """

    __tablename__ = "reference_stamp"

    id: int = Field(primary_key=True)
    stamp: str = Field(max_length=40)
