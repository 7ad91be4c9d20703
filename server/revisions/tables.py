"""What one object was before a change and after it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from server.core.columns import UtcDateTime
from server.core.guarded import Guarded


class ChangeKind(StrEnum):
    """What kind of object was changed."""

    REGIONS = "regions"
    UNITS = "units"
    ROSTER = "roster"
    CATALOGUE = "catalogue"
    REGIME = "regime"
    CALENDAR = "calendar"
    WORDING = "wording"
    ACCOUNT = "account"
    KIOSK_SETTINGS = "kiosk_settings"
    #: who is told when somebody leaves a notice unread
    DEPUTIES = "deputies"


class ChangeAct(StrEnum):
    CHANGED = "changed"
    #: by a file
    IMPORTED = "imported"
    UNDONE = "undone"


class Revision(Guarded, table=True):
    """One change of one object; those made together have one batch. Appended, never changed."""

    __tablename__ = "revision"
    __table_args__ = (Index("ix_revision_object", "kind", "key", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    batch: str = Field(max_length=32, index=True)
    kind: str = Field(max_length=20)
    #: of the object, as its kind names it
    key: str = Field(max_length=120)
    #: 1, 2, 3 … of this object
    number: int
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=80, index=True)
    act: str = Field(max_length=20)
    #: JSON of the object; "" for one that did not exist
    before: str = ""
    after: str = ""
    #: the batch that this one undoes, "" for a change of its own
    undoes: str = Field(default="", max_length=32)


class PlannedChange(Guarded, table=True):
    """A change that is made on a day to come."""

    __tablename__ = "planned_change"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)
    key: str = Field(max_length=120)
    #: JSON of the object from that day on; "" when it goes
    after: str
    day: date = Field(index=True)
    actor: str = Field(max_length=80)
    at: datetime = Field(sa_type=UtcDateTime)
    #: made, cancelled or impossible since
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: why it could not be made; "" otherwise
    trouble: str = Field(default="", max_length=300)
