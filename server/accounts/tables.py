"""People who sign in, their sessions, and the kiosks with their keys."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

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
    #: somebody else knows the password: it opens nothing but the page that changes it
    must_change: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    #: secret of the second factor
    totp_sealed: bytes | None = None
    totp_confirmed: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    #: time step of the last code that was taken
    totp_step: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    failures: int = 0
    #: counts of browsers that have not signed in here before; see `Device`
    locks: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    demo: bool = False


class Stage(StrEnum):
    """What a session still has to show before it opens anything else."""

    #: the second factor
    CODE = "code"
    #: a password nobody else knows
    PASSWORD = "password"
    #: a second factor, which this role must have
    ENROL = "enrol"
    FULL = "full"


class WebSession(Guarded, table=True):
    """A login. The token itself is only in the browser; here is its hash. A row the program did not write opens nothing."""

    #: one that is gone lets nobody in
    COUNTED: ClassVar[bool] = False
    PROVED_OTHERWISE: ClassVar[frozenset[str]] = frozenset({"seen_at"})

    __tablename__ = "web_session"

    token_hash: str = Field(primary_key=True, max_length=64)
    account: str = Field(max_length=60, foreign_key="account.username", index=True)
    csrf: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    stage: str = Field(default=Stage.FULL.value, max_length=10, sa_column_kwargs={"server_default": "full"})
    #: last used, to the minute
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: when password and second factor were shown last
    proved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: kind of browser, as its owner knows it again
    agent: str = Field(default="", max_length=120, sa_column_kwargs={"server_default": ""})


class RecoveryCode(Guarded, table=True):
    """Opens the door once when the telephone is lost. Only its keyed hash is kept."""

    __tablename__ = "recovery_code"

    code_hash: str = Field(primary_key=True, max_length=64)
    account: str = Field(max_length=60, foreign_key="account.username", index=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Device(Guarded, table=True):
    """A browser this account has signed in with before. Its wrong passwords are counted apart, so that a stranger who
    types wrong ones on purpose locks out strangers and not the owner."""

    __tablename__ = "device"

    token_hash: str = Field(primary_key=True, max_length=64)
    account: str = Field(max_length=60, foreign_key="account.username", index=True)
    failures: int = 0
    locks: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)


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


class KioskInvitation(Guarded, table=True):
    """A code with which one terminal may enrol itself once."""

    __tablename__ = "kiosk_invitation"

    code_hash: str = Field(primary_key=True, max_length=64)
    name: str = Field(max_length=60)
    region: str = Field(max_length=12)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: id of the terminal that used it
    kiosk: str = Field(default="", max_length=40)


class KioskNonce(SQLModel, table=True):
    """A nonce seen within the accepted clock skew; older ones are swept."""

    __tablename__ = "kiosk_nonce"
    __table_args__ = (Index("ix_kiosk_nonce_seen_at", "seen_at"),)

    kiosk: str = Field(primary_key=True, max_length=40)
    nonce: str = Field(primary_key=True, max_length=64)
    seen_at: datetime = Field(sa_type=UtcDateTime)


class KioskSettings(Guarded, table=True):
    """What is set on one terminal from afar; one row a terminal, the versions before are among the revisions."""

    __tablename__ = "kiosk_settings"

    kiosk: str = Field(primary_key=True, max_length=40, foreign_key="kiosk.id")
    version: int
    #: JSON, see `server.contract.v1.terminals.RemoteSettings`
    document: str
    at: datetime = Field(sa_type=UtcDateTime)


class KioskReport(Guarded, table=True):
    """What a terminal last said of its health."""

    __tablename__ = "kiosk_report"

    kiosk: str = Field(primary_key=True, max_length=40, foreign_key="kiosk.id")
    at: datetime = Field(sa_type=UtcDateTime)
    version: str = Field(max_length=40)
    paper: str = Field(max_length=10)
    unsent: int
    settings_version: int
    #: JSON: name, status and detail of each
    devices: str
