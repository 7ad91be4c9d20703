"""A visit that goes on at the window: what the terminal has of it so far, and what becomes of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from server.contract.v1.base import Answer, AwareDatetime, Request
from server.contract.v1.petitions import FieldProvenance, Matter, PageRef, Petitioner, RegisterResponse


class MatterDraft(Matter):
    """As far as it was told: even the summary may be missing."""

    summary: str = Field(default="", max_length=4000)


class HandoverRequest(Request):
    """The visit so far, sent with `Idempotency-Key`: the key the visit would be registered with.

    The window registers under that key, so that of terminal and window one alone files the matter. The pages are
    uploaded before, as for a registration. Sent again while nobody took it, it replaces what was sent.
    """

    #: screen of the visit
    step: str = Field(pattern=r"^[a-z_]{1,20}$")
    locale: Literal["zh", "en"] = "zh"
    missing: tuple[Literal["reader", "camera", "printer", "ocr"], ...] = Field(default=(), max_length=4)
    visit_started_at: AwareDatetime
    #: None: nobody has said who they are
    petitioner: Petitioner | None = None
    matter: MatterDraft = MatterDraft()
    pages: tuple[PageRef, ...] = Field(default=(), max_length=60)
    provenance: tuple[FieldProvenance, ...] = Field(default=(), max_length=200)
    notice_version: str = Field(default="", max_length=20)
    representatives: tuple[Petitioner, ...] = Field(default=(), max_length=4)
    on_behalf_of: Petitioner | None = None
    anonymous: bool = False


class HandoverState(StrEnum):
    #: the desk of the hall was told, nobody has taken it
    WAITING = "waiting"
    #: a window goes on with it: the terminal waits
    TAKEN = "taken"
    #: the visitor goes on at the terminal
    RETURNED = "returned"
    #: registered at the window
    FINISHED = "finished"
    #: ended at the window without a registration
    DROPPED = "dropped"
    #: the visitor went on at the terminal before anybody took it
    WITHDRAWN = "withdrawn"


class HandoverStatus(Answer):
    """What the terminal may know of it."""

    id: str
    state: HandoverState
    #: how the window calls itself (2号窗口), "" when it does not say or nobody took it
    window: str = ""
    #: how many at the desk of the hall were told
    told: int = 0
    #: afterwards it is forgotten and answered with NOT_FOUND
    expires_at: AwareDatetime
    #: with `FINISHED`: what the terminal would have been answered, for its slip
    registration: RegisterResponse | None = None
