"""A registration: who came, with what, on which pages; and what the centre made of it.

Field names follow the national exchange layout in meaning (docs/glossary.md maps them).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.contract.v1.base import Answer, AwareDatetime, Request
from server.contract.v1.routing import Decision
from server.contract.v1.visitors import ClockView

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
#: part of a whole
Share = Annotated[float, Field(ge=0, le=1)]
#: where a value came from; card beats print beats handwriting beats inferred
Source = Literal["card", "manual", "print", "handwriting", "inferred", "spoken"]


class Petitioner(Request):
    """The person who came (主访人)."""

    name: str = Field(min_length=1, max_length=120)
    #: GA/T 517: 111 resident card, 553 permanent residence card, …
    id_type: str = Field(default="111", pattern=r"^\d{3}$")
    id_number: str = Field(default="", max_length=30)
    #: GB/T 2261.1
    sex: Literal["0", "1", "2", "9"] = "0"
    ethnic: str = Field(default="", max_length=2)
    birth: date | None = None
    #: printed on the card (户籍地址)
    registered_address: str = Field(default="", max_length=200)
    #: where the person lives (现住址)
    address: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=20, pattern=r"^[0-9+\- ]*$")
    source: Source = "card"
    #: False for manual entry and OCR of the card's face
    verified: bool = True
    warnings: tuple[str, ...] = ()


class ComplainedOf(Request):
    """A unit or person the matter complains of (被反映人或单位); never receives the matter."""

    name: str = Field(min_length=1, max_length=120)
    kind: Literal["unit", "person"] = "unit"
    post: str = Field(default="", max_length=60)


class FourQuestions(Request):
    """Asked of everybody, because the answers change the lawful route; None means not answered."""

    court: bool | None = None
    reconsideration: bool | None = None
    arbitration: bool | None = None
    earlier_opinion: bool | None = None


class FieldProvenance(Request):
    """Where a value of the form stood on paper and who vouched for it."""

    field: str = Field(max_length=40)
    page: int = Field(ge=0)
    #: left, top, width, height as fractions of the page image
    region: tuple[float, float, float, float] | None = None
    confidence: float = Field(ge=0, le=1)
    source: Source
    #: True once the visitor saw and confirmed it
    confirmed: bool


class ListedAttachment(Request):
    """An item of the papers' own list of attachments (附件目录); what was handed in is the pages themselves."""

    title: str = Field(min_length=1, max_length=120)
    #: as the list says, with its unit (页 份 张 册 本); None when it does not say
    amount: int | None = Field(default=None, ge=0, le=9999)
    unit: str = Field(default="", max_length=4)
    #: None: not said
    original: bool | None = None


class Matter(Request):
    """What the petition says."""

    #: 概况信息, what the visitor confirmed
    summary: str = Field(min_length=1, max_length=4000)
    #: 投诉内容, the recognised text
    text: str = Field(default="", max_length=20_000)
    requests: tuple[Annotated[str, StringConstraints(max_length=500)], ...] = Field(default=(), max_length=10)
    complained_of: tuple[ComplainedOf, ...] = Field(default=(), max_length=20)
    #: place as written
    place: str = Field(default="", max_length=200)
    #: GB/T 2260 code of the place (6, 9 or 12 digits)
    place_region: str = Field(default="", pattern=r"^(\d{6}|\d{9}|\d{12})?$")
    #: dates and sums as written; never corrected
    dates: tuple[Annotated[str, StringConstraints(max_length=60)], ...] = Field(default=(), max_length=50)
    sums: tuple[Annotated[str, StringConstraints(max_length=60)], ...] = Field(default=(), max_length=50)
    persons_present: int = Field(default=1, ge=1, le=9999)
    persons_affected: int = Field(default=1, ge=1, le=999_999)
    #: people, or households, who stand behind the petition (联名人数); 0 when the papers name no number
    cosigners: int = Field(default=0, ge=0, le=9999)
    cosigners_are_households: bool = False
    #: True: the text is longer than the national layout's 4,000 characters and goes along as an attachment
    text_as_attachment: bool = False
    attachments: tuple[ListedAttachment, ...] = Field(default=(), max_length=30)
    questions: FourQuestions = FourQuestions()
    #: 是否同意公开
    publish: bool = False
    confidential: bool = False
    #: number of the earlier matter this visit continues
    continues: str = Field(default="", max_length=38)


class TextLine(Request):
    """One line of a page as it was read, and where it stands."""

    text: str = Field(max_length=500)
    #: left, top, width, height as fractions of the uploaded image
    region: tuple[Share, Share, Share, Share]
    confidence: Share


class PageRef(Request):
    """One page of the papers, uploaded before under its hash."""

    sha256: Sha256
    text: str = Field(default="", max_length=20_000)
    #: letter, form, id_copy, receipt, court_paper, opinion, photo, signature, other
    kind: str = Field(default="letter", max_length=20)
    #: in reading order, so that people can see and select the words where they stand
    lines: tuple[TextLine, ...] = Field(default=(), max_length=400)


class RegisterRequest(Request):
    #: leased number, or "" when the kiosk never reached the centre
    number: str = Field(default="", max_length=38)
    #: 9-digit region of the hall
    hall_region: str = Field(pattern=r"^\d{6,12}$")
    visit_started_at: AwareDatetime
    #: the true moment of registration, also when it is sent hours later
    registered_at: AwareDatetime
    petitioner: Petitioner
    matter: Matter
    pages: tuple[PageRef, ...] = Field(default=(), max_length=60)
    provenance: tuple[FieldProvenance, ...] = Field(default=(), max_length=200)
    #: version of the personal-data notice the visitor saw (PIPL Art. 17)
    notice_version: str = Field(default="", max_length=20)
    #: who speaks for a group beside the petitioner; five in all (Regulations on Petitioning 2022, Art. 20(3))
    representatives: tuple[Petitioner, ...] = Field(default=(), max_length=4)
    #: on whose behalf the petitioner came
    on_behalf_of: Petitioner | None = None
    #: nothing about the person is kept; the matter opens with number and query code alone
    anonymous: bool = False


class PageStored(Answer):
    sha256: Sha256
    #: False when the same page was there already
    created: bool


class ReceiptView(Answer):
    """What the slip says, in the words of the centre."""

    title: str
    hall_name: str
    hall_phone: str
    supervision_phone: str
    progress_url: str
    #: sentences: what the visitor can do next
    next_steps: tuple[str, ...]
    #: the same in English; none from a centre older than this field
    next_steps_en: tuple[str, ...] = ()


class RegisterResponse(Answer):
    petition_id: str
    number: str
    query_code: str
    registered_at: AwareDatetime
    #: True when this key was registered before: the same answer again, nothing stored twice
    replayed: bool
    decision: Decision
    clocks: tuple[ClockView, ...]
    receipt: ReceiptView
    #: proves the slip without asking the centre, see `receipts`; "" from a centre that does not sign yet
    proof: str = ""
