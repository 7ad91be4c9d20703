"""What the workers must do; data, carried out by `kiosk/workers`, answered by events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.flow.doors.effects import DoorEffect
from kiosk.flow.handover import HandoverEffect
from kiosk.flow.visit import NOBODY_ELSE, Company, Form, Holder, Page, Part, Receipt, Step
from kiosk.reading.result import PageText, Stroke


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Wait for a card and read it -> CardRead | Failed("card")."""

    #: what lies there was read already: it is to be taken away first
    another: bool = False


@dataclass(frozen=True, slots=True)
class StopCard:
    """Stop waiting for a card."""


@dataclass(frozen=True, slots=True)
class PhotographFace:
    """Photograph the printed face of the card -> FacePhotographed | Failed("face")."""


@dataclass(frozen=True, slots=True)
class ReadFace:
    """Read the printed face of the card -> FaceRead | Failed("face_reading"). The picture is dropped afterwards."""

    data: bytes

    def __repr__(self) -> str:
        return "<ReadFace>"


@dataclass(frozen=True, slots=True)
class LookUp:
    """Find earlier matters -> EarlierFound."""

    id_type: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Capture:
    """Take one page -> PageCaptured | Failed("capture")."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Read one page -> PageRead | PageUnreadable."""

    page_id: str
    index: int
    data: bytes


@dataclass(frozen=True, slots=True)
class ProposeFields:
    """Propose fields from all pages -> FieldsProposed."""

    pages: tuple[PageText, ...]
    holder: Holder | None


@dataclass(frozen=True, slots=True)
class FindWords:
    """What these Pinyin letters may mean -> CandidatesFound."""

    letters: str


@dataclass(frozen=True, slots=True)
class FindCharacters:
    """What these strokes may mean -> CandidatesFound."""

    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class Suggest:
    """Ask who would be responsible, and whether the visitor raised this matter before -> Suggested."""

    text: str
    place_region: str
    complained_of: tuple[str, ...]
    #: document of a visitor who was here before and brings a new matter; "" when there is nothing to compare with
    id_type: str = ""
    id_number: str = ""

    def __repr__(self) -> str:
        return "<Suggest>"


@dataclass(frozen=True, slots=True)
class Register:
    """Register at the centre, or keep it on this terminal -> Registered | Failed("submit")."""

    visit_id: str
    started_at: datetime
    registered_at: datetime
    holder: Holder
    form: Form
    pages: tuple[Page, ...]
    continues: str
    company: Company = NOBODY_ELSE
    signature: tuple[Stroke, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print once -> Printed | Failed("print"). `copy` 0 is the original; the job key is visit id + copy."""

    visit_id: str
    receipt: Receipt
    copy: int
    #: the visitor said that an unknown job did not come out: the same job may be sent again
    settled_missing: bool = False
    #: the Chinese is followed by the same in English
    english: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """Tell the centre how the service was -> RatingSent."""

    number: str
    query_code: str
    level: int

    def __repr__(self) -> str:
        """The code is the key to the matter."""
        return f"<Rate {self.level}>"


@dataclass(frozen=True, slots=True)
class CallStaff:
    """Tell the desk of the hall where somebody needs help, and nothing of who -> StaffTold."""

    step: Step
    missing: frozenset[Part]


@dataclass(frozen=True, slots=True)
class Wipe:
    """Forget everything of this visit: caches, previews, queues."""


Effect = (
    ReadCard
    | StopCard
    | PhotographFace
    | ReadFace
    | LookUp
    | Capture
    | ReadPage
    | ProposeFields
    | FindWords
    | FindCharacters
    | Suggest
    | Register
    | PrintSlip
    | Rate
    | CallStaff
    | Wipe
    | DoorEffect
    | HandoverEffect
)
