"""What can happen to a visit: taps of the visitor, here, and answers of the workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.flow.answers import Answer
from kiosk.flow.doors.events import DoorTap
from kiosk.flow.handover import Locale
from kiosk.flow.visit import Holder, Question
from kiosk.reading.result import Stroke


@dataclass(frozen=True, slots=True)
class Started:
    """The first touch. `visit_id` is a fresh UUID, `at` the moment."""

    visit_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Continued:
    """The main button of the present screen: notice read, pages complete, slip taken."""


@dataclass(frozen=True, slots=True)
class WentBack:
    """One screen back; nothing entered is lost."""


@dataclass(frozen=True, slots=True)
class Abandoned:
    """The visitor ends the visit, or the idle time ran out: everything is wiped."""


@dataclass(frozen=True, slots=True)
class MatterChosen:
    """Continue the earlier matter with this number; "" for a new matter."""

    number: str
    #: the visitor only brings papers for it: who came was told before
    papers: bool = False


@dataclass(frozen=True, slots=True)
class ResultWanted:
    """Rate the result of this earlier matter, or ask for its review: the door for that asks for the query code."""

    number: str


@dataclass(frozen=True, slots=True)
class HolderTyped:
    """Manual entry instead of a card."""

    holder: Holder


@dataclass(frozen=True, slots=True)
class CameAlone:
    """Nobody came along."""


@dataclass(frozen=True, slots=True)
class PersonsCounted:
    """How many came, the holder among them."""

    persons: int


@dataclass(frozen=True, slots=True)
class CompanionTyped:
    """Somebody who came along, without a card."""

    companion: Holder


@dataclass(frozen=True, slots=True)
class CompanionDropped:
    """Place in the list, from 0."""

    place: int


@dataclass(frozen=True, slots=True)
class PrincipalTyped:
    """Whom the holder speaks for; None: for nobody else after all. The number may be empty."""

    principal: Holder | None


@dataclass(frozen=True, slots=True)
class FaceAsked:
    """Photograph the printed face of the card, which lies under the camera, instead of reading the chip."""


@dataclass(frozen=True, slots=True)
class CaptureAsked:
    """Take the page that lies under the camera."""


@dataclass(frozen=True, slots=True)
class PageSettled:
    """The visitor laid a new page down and took the hand away."""


@dataclass(frozen=True, slots=True)
class PageDropped:
    page_id: str


@dataclass(frozen=True, slots=True)
class PageRetaken:
    """The next page takes the place of this one; said once more: it may stay after all."""

    page_id: str


@dataclass(frozen=True, slots=True)
class PageMoved:
    """One place earlier (-1) or later (1)."""

    page_id: str
    by: int


@dataclass(frozen=True, slots=True)
class FieldChanged:
    """The visitor typed or chose another value; the field counts as confirmed."""

    field_id: str
    value: str
    #: machine form of what was chosen from a list, such as the code of a village
    normalised: str = ""


@dataclass(frozen=True, slots=True)
class FieldConfirmed:
    field_id: str


@dataclass(frozen=True, slots=True)
class FieldRemoved:
    field_id: str


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    question: Question
    answer: bool


@dataclass(frozen=True, slots=True)
class NoneOfThem:
    """The questions that have no answer yet are answered with no."""


@dataclass(frozen=True, slots=True)
class ChoiceMade:
    """Whether the result may be published, and whether the visitor wants confidentiality."""

    publish: bool
    confidential: bool


@dataclass(frozen=True, slots=True)
class SubmitAsked:
    """The visitor confirms and hands in. `at` is the true moment of registration."""

    at: datetime
    #: none: the visitor signs, or leaves a fingerprint, at the window
    signature: tuple[Stroke, ...] = ()
    #: of the screen: the slip says the same in it
    locale: Locale = "zh"

    def __repr__(self) -> str:
        return "<SubmitAsked>"


@dataclass(frozen=True, slots=True)
class RetryAsked:
    """Do the thing that failed once more: read the card, capture, print."""


@dataclass(frozen=True, slots=True)
class CopyAsked:
    """Print a copy, marked 副本."""


@dataclass(frozen=True, slots=True)
class PrintSeen:
    """The visitor's answer when nobody can say whether the slip came out."""

    came_out: bool


@dataclass(frozen=True, slots=True)
class LevelChosen:
    """How the service was: 5 very satisfied … 1 not at all."""

    level: int


@dataclass(frozen=True, slots=True)
class Spelled:
    """Pinyin letters that wait for a choice; "" when there are none any more."""

    letters: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """Strokes on the writing field that wait for a choice; none when it was wiped."""

    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class StaffAsked:
    """The visitor asks for a person; the visit stays as it is."""

    #: of the screen
    locale: Locale = "zh"


@dataclass(frozen=True, slots=True)
class MishapDismissed:
    pass


Tap = (
    Started
    | Continued
    | WentBack
    | Abandoned
    | MatterChosen
    | ResultWanted
    | HolderTyped
    | CameAlone
    | PersonsCounted
    | CompanionTyped
    | CompanionDropped
    | PrincipalTyped
    | FaceAsked
    | CaptureAsked
    | PageSettled
    | PageDropped
    | PageRetaken
    | PageMoved
    | FieldChanged
    | FieldConfirmed
    | FieldRemoved
    | QuestionAnswered
    | NoneOfThem
    | ChoiceMade
    | SubmitAsked
    | RetryAsked
    | CopyAsked
    | PrintSeen
    | LevelChosen
    | Spelled
    | Drawn
    | StaffAsked
    | MishapDismissed
    | DoorTap
)
Event = Tap | Answer
