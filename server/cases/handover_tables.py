"""Visitors at a terminal who ask for a person: the call, and for a while what their visit has so far."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from server.core.columns import UtcDateTime
from server.core.guarded import Guarded


class Handover(Guarded, table=True):
    """One call. The content is there while the desk may need it, and the row until the day of the hall is over."""

    __tablename__ = "handover"
    __table_args__ = (
        UniqueConstraint("kiosk", "visit", name="uq_handover_kiosk_visit"),
        Index("ix_handover_desk_called_at", "desk", "called_at", "id"),
    )

    id: str = Field(primary_key=True, max_length=32)
    kiosk: str = Field(max_length=40)
    #: key the visit is registered with; None for a call without content
    visit: str | None = Field(default=None, max_length=80)
    #: code of the petition office the hall belongs to
    desk: str = Field(max_length=40)
    #: screen of the visit
    step: str = Field(max_length=20)
    #: parts of the terminal that do not work, separated by blanks
    missing: str = Field(default="", max_length=40)
    state: str = Field(max_length=12)
    told: int = 0
    called_at: datetime = Field(sa_type=UtcDateTime)
    #: end of the day in the hall
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    #: user name, "" while nobody took it
    taken_by: str = Field(default="", max_length=60)
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: how the window calls itself
    window: str = Field(default="", max_length=20)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: the matter it became, "" for none
    case_id: str = Field(default="", max_length=32)
    #: hashes of the page images, separated by blanks: they go with it when no matter keeps them
    pages: str = Field(default="", sa_type=Text)
    content_sealed: bytes | None = None
    #: why it was dropped
    reason_sealed: bytes | None = None
