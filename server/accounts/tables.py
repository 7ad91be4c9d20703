"""People who sign in, their sessions, and the kiosks with their keys."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.core.columns import UtcDateTime
from server.core.guarded import Guarded


class Role(StrEnum):
    """What an account may do; where, its unit and posts say."""

    WINDOW = "window"
    SCREENING = "screening"
    DUTY_OFFICER = "duty_officer"
    UNIT_HEAD = "unit_head"
    LEADER = "leader"
    CONVENOR = "convenor"
    CHIEF = "chief"
    ASSESSOR = "assessor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    SECURITY = "security"


class Account(Guarded, table=True):
    __tablename__ = "account"

    username: str = Field(primary_key=True, max_length=60)
    display: str = Field(max_length=60)
    role: str = Field(max_length=20)
    #: code of the unit the person works in, "" for none
    unit: str = Field(default="", max_length=40, index=True)
    password_hash: str = Field(max_length=200)
    failures: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    demo: bool = False


class WebSession(SQLModel, table=True):
    """A login. The token itself is only in the browser; here is its hash."""

    __tablename__ = "web_session"

    token_hash: str = Field(primary_key=True, max_length=64)
    account: str = Field(max_length=60, foreign_key="account.username", index=True)
    csrf: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class Kiosk(Guarded, table=True):
    __tablename__ = "kiosk"

    id: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=60)
    #: region of the hall it stands in
    region: str = Field(max_length=12)
    #: Ed25519, 32 raw bytes
    public_key: bytes
    enrolled_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class KioskNonce(SQLModel, table=True):
    """A nonce seen within the accepted clock skew; older ones are swept."""

    __tablename__ = "kiosk_nonce"
    __table_args__ = (Index("ix_kiosk_nonce_seen_at", "seen_at"),)

    kiosk: str = Field(primary_key=True, max_length=40)
    nonce: str = Field(primary_key=True, max_length=64)
    seen_at: datetime = Field(sa_type=UtcDateTime)
