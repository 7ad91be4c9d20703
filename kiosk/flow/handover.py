"""A visit that goes on at the window: handed over as it stands, locked while a window has it, wiped once it is done there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, assert_never

if TYPE_CHECKING:
    from kiosk.flow.visit import Company, Form, Holder, Page, Part, Receipt, Step
    from kiosk.reading.result import Stroke


#: the language of the screen: the window speaks to the visitor in it
Locale = Literal["zh", "en"]


class Handing(StrEnum):
    """Where a visit stands between terminal and window."""

    SENDING = "sending"
    #: the desk was told; the visitor may go on meanwhile
    WAITING = "waiting"
    #: a window has it: this screen is locked
    TAKEN = "taken"
    #: registered at the window: nothing of the visit is left here but the slip, which may be printed
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Handover:
    state: Handing
    #: "" until the centre has it
    handover_id: str = ""
    #: how the window calls itself, "" when it does not say
    window: str = ""


class News(StrEnum):
    """What the centre says of it."""

    WAITING = "waiting"
    TAKEN = "taken"
    #: the visitor goes on here
    RETURNED = "returned"
    #: registered, or ended, at the window
    ENDED = "ended"
    #: the centre could not be reached, or nobody is at the desk
    LOST = "lost"


# an event, and effects


@dataclass(frozen=True, slots=True)
class HandoverMoved:
    """Told whenever it changes; only RETURNED, ENDED and LOST are the last word."""

    news: News
    handover_id: str = ""
    window: str = ""
    #: somebody at the desk was told
    heard: bool = True
    #: with ENDED: what was registered at the window; None when nothing was
    receipt: Receipt | None = None

    @property
    def last(self) -> bool:
        match self.news:
            case News.RETURNED | News.ENDED | News.LOST:
                return True
            case News.WAITING | News.TAKEN:
                return False
            case _:
                assert_never(self.news)


@dataclass(frozen=True, slots=True)
class HandOver:
    """Send the visit so far to the window, then follow it -> HandoverMoved, several times."""

    visit_id: str
    step: Step
    missing: frozenset[Part]
    started_at: datetime
    holder: Holder | None
    form: Form
    pages: tuple[Page, ...]
    continues: str
    company: Company
    signature: tuple[Stroke, ...] = ()
    locale: Locale = "zh"

    def __repr__(self) -> str:
        return f"<HandOver {self.step}>"


@dataclass(frozen=True, slots=True)
class FollowHandover:
    """Go on following one that was sent -> HandoverMoved."""

    handover_id: str


@dataclass(frozen=True, slots=True)
class WithdrawHandover:
    """The visitor went on here, or went away. No answer."""

    handover_id: str


HandoverEffect = HandOver | FollowHandover | WithdrawHandover
