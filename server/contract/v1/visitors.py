"""What a returning visitor sees of earlier matters."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from server.contract.v1.base import Answer, AwareDatetime, Request


class ClockKind(StrEnum):
    #: a limit of law
    STATUTORY = "statutory"
    #: a local promise, stricter than the law
    COMMITMENT = "commitment"


class ClockState(StrEnum):
    RUNNING = "running"
    MET = "met"
    EXPIRED = "expired"


class ClockPause(Answer):
    """A time that did not count; `until` is None while it lasts."""

    since: AwareDatetime
    until: AwareDatetime | None = None
    reason: str


class ClockView(Answer):
    """One clock of a case. `provisional`: a holiday calendar for the due year is missing, so nothing was rolled."""

    rule: str
    name: str
    name_en: str = ""
    kind: ClockKind
    state: ClockState
    started_at: AwareDatetime
    due_at: AwareDatetime
    #: when what was asked for came; with `EXPIRED` it came too late, None while it is still owed
    met_at: AwareDatetime | None = None
    #: seconds allowed in words: 5分钟, 15日
    limit: str
    legal_basis: str = ""
    provisional: bool = False
    #: False: a matter between the unit and the petition office, which no slip or public page mentions
    told: bool = True
    #: it stands still now; `due_at` is when it would end if it ran on
    paused: bool = False
    pauses: tuple[ClockPause, ...] = ()


class LookupRequest(Request):
    """Find earlier matters of the person who laid down this card. Sent in the body so that no log holds the number."""

    id_type: str = Field(default="111", pattern=r"^\d{3}$")
    id_number: str = Field(min_length=5, max_length=30)


class EarlierMatter(Answer):
    petition_id: str
    number: str
    registered_at: AwareDatetime
    category: str
    summary: str
    state: str
    #: the state in words a citizen reads
    state_text: str
    unit_name: str = ""
    clocks: tuple[ClockView, ...] = ()
    #: category and state in English; "" from a centre older than these fields
    category_en: str = ""
    state_text_en: str = ""


class LookupResponse(Answer):
    #: newest first, at most 20
    matters: tuple[EarlierMatter, ...]


class SimilarRequest(LookupRequest):
    """Ask, before registering, whether the visitor has raised this matter already."""

    text: str = Field(min_length=1, max_length=20_000)
    #: GB/T 2260 code of the place, "" when unknown
    place_region: str = Field(default="", pattern=r"^(\d{6}|\d{9}|\d{12})?$")


class SimilarMatter(EarlierMatter):
    """An earlier matter that may be the same one. The visitor decides; the centre only suggests."""

    #: 0..1
    likeness: float
    #: what is alike, in words
    reasons: tuple[str, ...] = ()


class SimilarResponse(Answer):
    #: likeliest first
    matters: tuple[SimilarMatter, ...]
