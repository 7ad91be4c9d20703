"""The outbox of notices, and what has to be sent of them over channels beyond the page."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from server.core.columns import UtcDateTime
from server.core.guarded import Guarded


class NoticeKind(StrEnum):
    #: a matter came to the unit
    ASSIGNED = "assigned"
    #: a limit ran out
    CLOCK_EXPIRED = "clock_expired"
    #: a limit is running out, or is still not met after its end
    CLOCK_WARNING = "clock_warning"
    #: somebody has not read theirs: the deputy is told
    UNREAD = "unread"
    #: what came, what is due, what is late
    BULLETIN = "bulletin"
    #: a visitor at a terminal asks for a person
    CALL = "call"
    #: a leader orders something, or the answer to it came
    INSTRUCTION = "instruction"
    #: a reminder, a supervision, a circular, or the answer to one
    SUPERVISION = "supervision"
    #: a matter somebody follows has moved
    FOLLOWED = "followed"


class Urgency(StrEnum):
    URGENT = "urgent"
    #: waits for the morning during quiet hours
    ORDINARY = "ordinary"


class Notice(Guarded, table=True):
    """One message to one account. Holds nothing sensitive: it travels over channels the centre does not own."""

    __tablename__ = "notice"
    #: that some page was handed it: said of many at once, and no evidence
    PROVED_OTHERWISE: ClassVar[frozenset[str]] = frozenset({"delivered_at"})
    __table_args__ = (
        Index("ix_notice_account_id", "account", "id"),
        Index(
            "ix_notice_undelivered",
            *("account", "id"),
            sqlite_where=text("delivered_at IS NULL"),
            postgresql_where=text("delivered_at IS NULL"),
        ),
        Index(
            "ix_notice_bulletin",
            *("account", "id"),
            sqlite_where=text("kind = 'bulletin'"),
            postgresql_where=text("kind = 'bulletin'"),
        ),
        # most open the file of their matter, and say nothing here
        Index(
            "ix_notice_page",
            "page",
            sqlite_where=text("page <> ''"),
            postgresql_where=text("page <> ''"),
        ),
        Index(
            "ix_notice_to_read",
            "account",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index(
            "ix_notice_unplanned",
            "id",
            sqlite_where=text("planned_at IS NULL"),
            postgresql_where=text("planned_at IS NULL"),
        ),
        Index(
            "ix_notice_unread",
            "unread_due_at",
            "id",
            sqlite_where=text("unread_due_at IS NOT NULL"),
            postgresql_where=text("unread_due_at IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    account: str = Field(max_length=60)
    case_id: str = Field(max_length=40, index=True)
    kind: str = Field(max_length=30)
    title: str = Field(max_length=100)
    body: str = Field(max_length=300)
    created_at: datetime = Field(sa_type=UtcDateTime)
    delivered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    urgency: str = Field(
        default=Urgency.ORDINARY, max_length=10, sa_column_kwargs={"server_default": Urgency.ORDINARY.value}
    )
    #: of the matter, "" when there is none
    number: str = Field(default="", max_length=38, sa_column_kwargs={"server_default": ""})
    #: page it opens when that is not the file of the matter; "" for the file
    page: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    #: shown in a list or on a lock screen; reading is opening it
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: when its sendings were laid out
    planned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: unread until then, the deputy is told; None: no such clock, or it has ended
    unread_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: id of the first notice of this line that somebody did not read
    stands_for: int | None = Field(default=None, index=True)


class ChannelKind(StrEnum):
    WEB_PUSH = "webpush"
    APPRISE = "apprise"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    #: given up; the reason says why, and it can be tried again
    FAILED = "failed"
    #: no longer wanted: read meanwhile, or the phone is gone
    DROPPED = "dropped"


class Delivery(Guarded, table=True):
    """One notice on one way: to one phone, or to one channel of the configuration."""

    __tablename__ = "notice_delivery"
    __table_args__ = (
        UniqueConstraint("notice_id", "channel", "target", name="uq_notice_delivery_way"),
        Index(
            "ix_notice_delivery_due",
            "due_at",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_notice_delivery_state", "state", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id")
    channel: str = Field(max_length=10)
    #: id of the push subscription, name of the configured channel
    target: str = Field(max_length=100)
    #: equal for the notices of one event that a group channel is told once; None for a channel of one person
    shared: str | None = Field(default=None, max_length=64, unique=True)
    state: str = Field(default=DeliveryState.WAITING, max_length=10)
    attempts: int = 0
    #: the first attempt was due then
    first_at: datetime = Field(sa_type=UtcDateTime)
    #: the next attempt; while one is under way, when somebody else may take it over
    due_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: in words, Chinese and English; holds nothing of a person or an address
    reason: str = Field(default="", max_length=300)


class TextKind(StrEnum):
    #: the receipt of a registration
    REGISTERED = "registered"
    #: a person found the responsible unit
    SENT_ON = "sent_on"


class PetitionerText(Guarded, table=True):
    """One short message to the telephone a petitioner left."""

    __tablename__ = "petitioner_text"
    __table_args__ = (
        Index(
            "ix_petitioner_text_due",
            *("due_at", "id"),
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=40)
    kind: str = Field(max_length=12)
    #: JSON: phone, words; None once it was sent
    sealed: bytes | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    state: str = Field(default=DeliveryState.WAITING, max_length=10)
    attempts: int = 0
    #: the next attempt; while one is under way, when somebody else may take it over
    due_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: in words, Chinese and English; holds nothing of a person or an address
    reason: str = Field(default="", max_length=300)


class PushSubscription(Guarded, table=True):
    """A browser that asked for Web Push. Its address opens a door to it, so it is sealed."""

    __tablename__ = "push_subscription"
    PROVED_OTHERWISE: ClassVar[frozenset[str]] = frozenset({"sent_at"})

    id: str = Field(primary_key=True, max_length=32)
    account: str = Field(max_length=60, foreign_key="account.username", index=True)
    endpoint_index: str = Field(max_length=64, unique=True)
    #: JSON: endpoint, p256dh, auth
    sealed: bytes
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BulletinSent(Guarded, table=True):
    """That a person had the bulletin of a day: it is written once, whoever is first."""

    __tablename__ = "bulletin_sent"

    account: str = Field(primary_key=True, max_length=60)
    day: date = Field(primary_key=True)


class Deputy(Guarded, table=True):
    """Who stands in for a person (副职、代班): told when the person leaves a notice unread. The lowest rank comes first."""

    __tablename__ = "deputy"

    #: user names
    account: str = Field(primary_key=True, max_length=60)
    deputy: str = Field(primary_key=True, max_length=60)
    rank: int = 0
