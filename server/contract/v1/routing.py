"""Which unit is responsible, and why."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from server.contract.v1.base import Answer, Request


class Outcome(StrEnum):
    #: sent to a unit
    DISPATCHED = "dispatched"
    #: a person at the screening desk decides
    SCREENING = "screening"
    #: an accusation: sealed, to the discipline inspection organ only (Regulations on Petitioning 2022, Art. 30)
    RESTRICTED = "restricted"


class SuggestRequest(Request):
    """A preview of the decision; nothing is stored."""

    text: str = Field(max_length=20_000)
    #: GB/T 2260 region (6, 9 or 12 digits) where the matter arose, "" when unknown
    place_region: str = Field(default="", pattern=r"^(\d{6}|\d{9}|\d{12})?$")
    complained_of: tuple[str, ...] = ()


class UnitRef(Answer):
    code: str
    name: str
    phone: str = ""


class Party(Answer):
    """Who is told at the same moment: role is `unit`, `leader` or `convenor`."""

    role: str
    name: str


class Category(Answer):
    """Content class (内容分类), scheme gjxf-2016: six digits, two a level."""

    code: str
    #: level 1 / level 2 / level 3, as far as known
    path: tuple[str, ...]
    #: the same levels in English; none from a centre older than this field
    path_en: tuple[str, ...] = ()


class Proposed(Answer):
    """What sort of matter this seems to be (三类六径, purpose, urgency): for the desk to confirm, never a decision."""

    #: 申诉, 求决, 意见建议, 揭发控告 or 咨询
    purpose: str
    #: suggestion, accusation or claim; "" for an enquiry, which is answered at once and is no matter
    kind: str
    kind_name: str
    #: item of Art. 31 of the Regulations on Petitioning 2022 for a claim (1 to 6), 0 for anything else
    route: int = Field(default=0, ge=0, le=6)
    route_name: str = ""
    #: ordinary, pressing (life, health or daily needs at stake) or alarm (an extreme act is spoken of)
    urgency: str
    urgency_name: str
    legal_basis: str = ""
    #: the words that spoke for it; empty for a sealed matter
    words: tuple[str, ...] = ()


class Decision(Answer):
    """The machine's proposal with everything needed to explain it."""

    outcome: Outcome
    unit: UnitRef | None = None
    category: Category | None = None
    #: 0..1; below the threshold of the centre the outcome is SCREENING
    confidence: float = Field(ge=0, le=1)
    #: a sentence a citizen can read: 因为…属于…，依据…
    reason: str
    #: the same in English; "" from a centre older than this field
    reason_en: str = ""
    legal_basis: str = ""
    #: the words of the text that decided
    words: tuple[str, ...] = ()
    alternatives: tuple[UnitRef, ...] = ()
    parties: tuple[Party, ...] = ()
    #: None from a centre older than this field
    proposal: Proposed | None = None
