"""A matter, its history, its people and papers. Whatever tells of a person is sealed (columns ending in _sealed)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from server.core.columns import Numbers, UtcDateTime
from server.core.guarded import Guarded
from server.core.tally import Counted

#: which matters are open, for the index over them: not in a state of `rules.CLOSED`
OPEN = "state NOT IN ('archived', 'final', 'merged', 'not_accepted')"


class Person(Guarded, table=True):
    """A petitioner as last seen; found again by the blind index of type and number of the identity document."""

    __tablename__ = "person"

    id: str = Field(primary_key=True, max_length=32)
    #: None when the person gave no number
    id_index: str | None = Field(default=None, max_length=64, unique=True)
    phone_index: str | None = Field(default=None, max_length=64, index=True)
    name_sealed: bytes
    id_number_sealed: bytes
    phone_sealed: bytes
    seen_at: datetime = Field(sa_type=UtcDateTime)


class PetitionCase(Guarded, table=True):
    __tablename__ = "petition_case"
    # what is open, the oldest first: the ends of a centre's life lie far apart
    __table_args__ = (
        Index("ix_petition_case_state_registered_at", "state", "registered_at"),
        Index("ix_petition_case_holder_registered_at", "holder", "registered_at"),
        # all that lists and counts of what is open ask, so that they never read the matters themselves
        Index(
            "ix_petition_case_open",
            *("holder", "id", "state", "handler", "restricted", "registered_at"),
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        # of somebody's many matters a report looks at the few that repeat
        Index(
            "ix_petition_case_repeat",
            *("id", "registered_at"),
            sqlite_where=text("repeat"),
            postgresql_where=text("repeat"),
        ),
        Index(
            "ix_petition_case_handler",
            *("handler", "registered_at"),
            sqlite_where=text("handler <> ''"),
            postgresql_where=text("handler <> ''"),
        ),
    )
    PROVED_OTHERWISE: ClassVar[frozenset[str]] = frozenset(
        {"state", "holder", "handler", "sorts", "merged_into", "last_seq", "last_hash"}
    )

    id: str = Field(primary_key=True, max_length=32)
    number: str = Field(max_length=38, unique=True)
    #: projection of the events, kept in their transaction
    state: str = Field(max_length=20)
    restricted: bool = Field(default=False)
    #: code of the unit that holds the matter now: responsible unit, screening desk or sealed desk
    holder: str = Field(max_length=40)
    #: account that has it in hand for the unit, "" for the desk; follows from the history
    handler: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    #: sorts of matter that limits depend on (`server.clocks.sorts`), parted by spaces; follows from the history
    sorts: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    hall_region: str = Field(max_length=12)
    category_code: str = Field(default="", max_length=6, index=True)
    #: levels separated by /
    category_path: str = Field(default="", max_length=200)
    kiosk: str = Field(max_length=40)
    visit_started_at: datetime = Field(sa_type=UtcDateTime)
    registered_at: datetime = Field(sa_type=UtcDateTime, index=True)
    received_at: datetime = Field(sa_type=UtcDateTime)
    #: id of the earlier matter this one continues, "" for none
    continues: str = Field(default="", max_length=32)
    #: id of the matter this one was merged into, "" while it stands for itself
    merged_into: str = Field(default="", max_length=32)
    #: 本机构初次: nothing of this person and likeness was registered here before
    first_here: bool = True
    #: 重复信访: the same matter of the same person again
    repeat: bool = False
    confidential: bool = False
    anonymous: bool = False
    #: 集体访: at least as many persons as the setting says
    collective: bool = False
    notice_version: str = Field(default="", max_length=20)
    code_index: str = Field(max_length=64)
    petitioner_sealed: bytes
    matter_sealed: bytes
    decision_sealed: bytes
    #: last event: its place and its link, so that a history cut short is noticed
    last_seq: int = 0
    last_hash: str = Field(default="", max_length=64)


class CaseEvent(Counted, table=True):
    """One step of a matter; appended, never changed. `at` is the true moment, `recorded_at` when the centre heard."""

    __tablename__ = "case_event"
    __table_args__ = (UniqueConstraint("case_id", "seq", name="uq_case_event_case_id_seq"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: str = Field(max_length=32, foreign_key="petition_case.id")
    seq: int
    type: str = Field(max_length=30)
    at: datetime = Field(sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=80)
    payload_sealed: bytes
    hash: str = Field(max_length=64)


class CasePerson(Guarded, table=True):
    __tablename__ = "case_person"
    __table_args__ = (Index("ix_case_person_person_id", "person_id"),)

    case_id: str = Field(primary_key=True, max_length=32, foreign_key="petition_case.id")
    person_id: str = Field(primary_key=True, max_length=32, foreign_key="person.id")
    #: petitioner, representative of a group, or principal: on whose behalf somebody else came
    role: str = Field(default="petitioner", max_length=20)


class CaseParty(Guarded, table=True):
    """Who was told of the matter and may follow it."""

    __tablename__ = "case_party"
    __table_args__ = (Index("ix_case_party_account_case_id", "account", "case_id"),)

    case_id: str = Field(primary_key=True, max_length=32, foreign_key="petition_case.id")
    account: str = Field(primary_key=True, max_length=60)
    #: unit, leader or convenor
    role: str = Field(max_length=20)
    told_at: datetime = Field(sa_type=UtcDateTime)


class Barred(StrEnum):
    UNIT = "unit"
    ACCOUNT = "account"


class CaseExclusion(Guarded, table=True):
    """Who must never learn of the matter: decided once by `server.units`, obeyed by every query."""

    __tablename__ = "case_exclusion"

    case_id: str = Field(primary_key=True, max_length=32, foreign_key="petition_case.id")
    kind: str = Field(primary_key=True, max_length=10)
    #: unit code or user name
    code: str = Field(primary_key=True, max_length=60)


class PageUpload(Guarded, table=True):
    """A page image a kiosk has sent; the bytes lie sealed in the page folder under this hash."""

    __tablename__ = "page_upload"

    sha256: str = Field(primary_key=True, max_length=64)
    kiosk: str = Field(primary_key=True, max_length=40)
    media_type: str = Field(max_length=20)
    width: int
    height: int
    size: int
    stored_at: datetime = Field(sa_type=UtcDateTime)


class CasePage(Guarded, table=True):
    __tablename__ = "case_page"

    case_id: str = Field(primary_key=True, max_length=32, foreign_key="petition_case.id")
    position: int = Field(primary_key=True)
    sha256: str = Field(max_length=64, index=True)
    media_type: str = Field(max_length=20)
    kind: str = Field(max_length=20)
    text_sealed: bytes
    #: the lines with their places on the image; None when the page came without
    lines_sealed: bytes | None = None


class CasePhoto(Guarded, table=True):
    """A photo somebody of the unit has sent for an entry of the history, which names it; sealed in the page folder."""

    __tablename__ = "case_photo"

    case_id: str = Field(primary_key=True, max_length=32, foreign_key="petition_case.id")
    sha256: str = Field(primary_key=True, max_length=64)
    media_type: str = Field(default="", max_length=20)
    width: int = 0
    height: int = 0
    size: int = 0
    account: str = Field(max_length=60)
    stored_at: datetime = Field(sa_type=UtcDateTime)


class NumberCounter(SQLModel, table=True):
    """The last serial given out for a region, day and form."""

    __tablename__ = "number_counter"

    region: str = Field(primary_key=True, max_length=6)
    #: YYMMDD
    day: str = Field(primary_key=True, max_length=6)
    form: str = Field(primary_key=True, max_length=1)
    last: int


class NumberLease(Guarded, table=True):
    """A number and its query code, promised to one kiosk, used once, never given out again."""

    __tablename__ = "number_lease"
    #: the matter with this number proves it
    PROVED_OTHERWISE: ClassVar[frozenset[str]] = frozenset({"used_at"})

    number: str = Field(primary_key=True, max_length=38)
    kiosk: str = Field(max_length=40, index=True)
    code_index: str = Field(max_length=64)
    code_sealed: bytes
    leased_at: datetime = Field(sa_type=UtcDateTime)
    valid_until: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Idempotency(Guarded, table=True):
    """The answer a registration got, for when the kiosk asks again because it never heard it."""

    __tablename__ = "idempotency"

    kiosk: str = Field(primary_key=True, max_length=40)
    key: str = Field(primary_key=True, max_length=80)
    content_index: str = Field(max_length=64)
    case_id: str = Field(default="", max_length=32)
    answer_sealed: bytes = b""
    created_at: datetime = Field(sa_type=UtcDateTime)


class CodeAttempt(Guarded, table=True):
    """Wrong query codes for a number, whether it exists or not, so that a lock tells nothing."""

    __tablename__ = "code_attempt"

    number_index: str = Field(primary_key=True, max_length=64)
    failures: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CaseDocument(Counted, table=True):
    """A paper owed to the petitioner: what becomes of it. Its content is in the event of the same `seq`."""

    __tablename__ = "case_document"
    __table_args__ = (
        Index(
            "ix_case_document_to_print",
            *("holder", "queued_at"),
            sqlite_where=text("printed_at IS NULL"),
            postgresql_where=text("printed_at IS NULL"),
        ),
    )

    case_id: str = Field(primary_key=True, max_length=32, foreign_key="petition_case.id")
    seq: int = Field(primary_key=True)
    kind: str = Field(max_length=20)
    #: unit that owes it
    holder: str = Field(max_length=40)
    queued_at: datetime = Field(sa_type=UtcDateTime)
    printed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: printed again after that: the last one is 副本 n
    copies: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    served_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: in_person, by_post or other
    manner: str = Field(default="", max_length=20)
    signed: bool | None = None


class CaseRating(Counted, table=True):
    """What the petitioner thinks of one of those who dealt with the matter; the reason is in the sealed event."""

    __tablename__ = "case_rating"

    case_id: str = Field(primary_key=True, max_length=32, foreign_key="petition_case.id")
    #: office, unit or hall
    subject: str = Field(primary_key=True, max_length=10)
    #: unit rated
    unit: str = Field(max_length=40, index=True)
    level: int
    rated_at: datetime = Field(sa_type=UtcDateTime, index=True)


class ObjectionWon(Counted, table=True):
    """An objection that was right: the duty catalogue sent this class to `sent_to`, and it belonged to `belongs_to`."""

    __tablename__ = "objection_won"
    __table_args__ = (Index("ix_objection_won_category_code", "category_code"),)

    case_id: str = Field(primary_key=True, max_length=32, foreign_key="petition_case.id")
    seq: int = Field(primary_key=True)
    category_code: str = Field(max_length=6)
    sent_to: str = Field(max_length=40)
    belongs_to: str = Field(max_length=40)
    won_at: datetime = Field(sa_type=UtcDateTime)


class ProposalAnswer(Guarded, table=True):
    """What the administrator said to a proposal of mending the duty catalogue; it comes again with more objections."""

    __tablename__ = "proposal_answer"

    category_code: str = Field(primary_key=True, max_length=6)
    sent_to: str = Field(primary_key=True, max_length=40)
    belongs_to: str = Field(primary_key=True, max_length=40)
    accepted: bool
    #: objections there were by then
    times: int
    at: datetime = Field(sa_type=UtcDateTime)


class CaseSearch(Counted, table=True):
    """What a matter is found by, see `blind`; made anew from the sealed content by `hall admin search rebuild`.

    Migrations make what is looked into: on PostgreSQL an index over the single numbers, on SQLite the full-text table
    `case_words`, which triggers keep.
    """

    __tablename__ = "case_search"
    #: in the order of registration
    seq: int | None = Field(default=None, primary_key=True)
    case_id: str = Field(max_length=32, foreign_key="petition_case.id", unique=True)
    tokens: tuple[int, ...] = Field(default=(), sa_column=Column(Numbers, nullable=False))
