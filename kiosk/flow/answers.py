"""What the workers answer to an effect, or tell unasked."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.flow.doors.events import DoorAnswer
from kiosk.flow.handover import HandoverMoved
from kiosk.flow.visit import Candidate, Earlier, Holder, Mishap, Papers, Part, Receipt, Suggestion
from kiosk.reading.result import PageText, ProposedField


@dataclass(frozen=True, slots=True)
class CardRead:
    holder: Holder


@dataclass(frozen=True, slots=True)
class FacePhotographed:
    """The card as the camera saw it; goes straight on to be read and is kept nowhere."""

    data: bytes

    def __repr__(self) -> str:
        return "<FacePhotographed>"


@dataclass(frozen=True, slots=True)
class FaceRead:
    """The person on the printed face; `verified` is False, `source` is print."""

    holder: Holder


@dataclass(frozen=True, slots=True)
class EarlierFound:
    """None: the centre could not be reached, which the screen says."""

    matters: tuple[Earlier, ...] | None


@dataclass(frozen=True, slots=True)
class PageCaptured:
    page_id: str
    data: bytes
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PageRead:
    page_id: str
    text: PageText


@dataclass(frozen=True, slots=True)
class PageUnreadable:
    """The reading process failed twice on this page; the page is kept, its text is not."""

    page_id: str


@dataclass(frozen=True, slots=True)
class FieldsProposed:
    fields: tuple[ProposedField, ...]
    papers: Papers = field(default_factory=Papers)


@dataclass(frozen=True, slots=True)
class CandidatesFound:
    """The likeliest first; none when nothing could be made of it."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """None: the centre could not be reached."""

    suggestion: Suggestion | None
    #: an earlier matter of the visitor that this one is like
    similar: Earlier | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """The centre took it, or it was kept on this terminal (`receipt.provisional`)."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Printed:
    pass


@dataclass(frozen=True, slots=True)
class StaffTold:
    """False: nobody at the desk could be told."""

    reached: bool


@dataclass(frozen=True, slots=True)
class RatingSent:
    """False: the centre could not be reached, or did not take it."""

    kept: bool


@dataclass(frozen=True, slots=True)
class PrinterStopped:
    """The printer stands still in the middle of the slip and finishes it by itself once somebody helped."""

    mishap: Mishap


@dataclass(frozen=True, slots=True)
class PartChanged:
    """A device is gone or faulty, or works (again); told unasked, also between visits."""

    part: Part
    works: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """A worker could not do its effect. `during` is the name used in `Visit.busy`."""

    during: str
    mishap: Mishap
    detail: str = ""


Answer = (
    CardRead
    | FacePhotographed
    | FaceRead
    | EarlierFound
    | PageCaptured
    | PageRead
    | PageUnreadable
    | FieldsProposed
    | CandidatesFound
    | Suggested
    | Registered
    | Printed
    | RatingSent
    | StaffTold
    | PrinterStopped
    | PartChanged
    | Failed
    | HandoverMoved
    | DoorAnswer
)
