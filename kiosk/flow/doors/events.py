"""What can happen behind a door: taps, and answers of the workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.flow.doors.state import Blank, Matter, Place, Report, Said, Topic, Trial

if TYPE_CHECKING:
    from kiosk.flow.handover import Locale
    from kiosk.flow.visit import Step

# taps


@dataclass(frozen=True, slots=True)
class DoorOpened:
    """From the idle screen. `visit_id` is a fresh UUID."""

    step: Step
    visit_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlaceChosen:
    """Another page of the same door."""

    place: Place


@dataclass(frozen=True, slots=True)
class CodeTyped:
    number: str
    code: str

    def __repr__(self) -> str:
        return "<CodeTyped>"


@dataclass(frozen=True, slots=True)
class MatterPicked:
    """Place in the list, from 0."""

    index: int


@dataclass(frozen=True, slots=True)
class ResultRated:
    """Satisfaction with the office or the unit: 0 satisfied, 1 fairly, 3 not."""

    subject: str
    level: int


@dataclass(frozen=True, slots=True)
class ReviewWritten:
    """Why the result is to be reviewed."""

    reason: str

    def __repr__(self) -> str:
        return "<ReviewWritten>"


@dataclass(frozen=True, slots=True)
class GroupChosen:
    group: str


@dataclass(frozen=True, slots=True)
class TopicChosen:
    topic: Topic


@dataclass(frozen=True, slots=True)
class BlankChosen:
    """`on_paper`: this terminal has a printer for A4."""

    blank: Blank
    on_paper: bool
    #: of the screen: a slip instead of the form says the same in it
    locale: Locale = "zh"


@dataclass(frozen=True, slots=True)
class LeafletAsked:
    """Print what is on the screen as a slip."""

    #: of the screen: the slip says the same in it
    locale: Locale = "zh"


@dataclass(frozen=True, slots=True)
class AttendantAsked:
    """Whoever looks after the terminal wants in, also in the middle of a visit."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class PinTyped:
    pin: str

    def __repr__(self) -> str:
        return "<PinTyped>"


@dataclass(frozen=True, slots=True)
class ReportAsked:
    pass


@dataclass(frozen=True, slots=True)
class TrialAsked:
    trial: Trial


@dataclass(frozen=True, slots=True)
class RollChanged:
    """A new roll of paper: count from zero."""


@dataclass(frozen=True, slots=True)
class SendNow:
    """Try what waits in the queue at once."""


@dataclass(frozen=True, slots=True)
class ExitAsked:
    """`again`: start afresh; otherwise leave the kiosk mode."""

    again: bool


@dataclass(frozen=True, slots=True)
class DeskChanged:
    """The terminal becomes a window with staff (True), or a self-service terminal."""

    desk: bool


@dataclass(frozen=True, slots=True)
class VisitParked:
    """The visitor waits; another one is served first."""

    at: datetime


@dataclass(frozen=True, slots=True)
class QueueAsked:
    """Show who waits; the visit under way is parked first."""

    visit_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VisitResumed:
    """Go on with the visit of this ticket."""

    ticket: int


@dataclass(frozen=True, slots=True)
class ParkedDropped:
    """The visitor of this ticket went away: forget the visit."""

    ticket: int


# answers


@dataclass(frozen=True, slots=True)
class MattersFound:
    """`said` is NOTHING when there are matters."""

    matters: tuple[Matter, ...]
    said: Said = Said.NOTHING


@dataclass(frozen=True, slots=True)
class SlipSeen:
    """Number and code of a slip; both "" when none was seen in time."""

    number: str = ""
    code: str = ""

    def __repr__(self) -> str:
        return "<SlipSeen>"


@dataclass(frozen=True, slots=True)
class ResultTaken:
    """What the centre made of a rating or a request for review."""

    said: Said


@dataclass(frozen=True, slots=True)
class PinChecked:
    """`wait`: seconds until another may be tried. `closed`: no PIN was set."""

    right: bool
    wait: int = 0
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Reported:
    report: Report


@dataclass(frozen=True, slots=True)
class TrialDone:
    trial: Trial
    worked: bool
    found: str


DoorTap = (
    DoorOpened
    | PlaceChosen
    | CodeTyped
    | MatterPicked
    | ResultRated
    | ReviewWritten
    | GroupChosen
    | TopicChosen
    | BlankChosen
    | LeafletAsked
    | AttendantAsked
    | PinTyped
    | ReportAsked
    | TrialAsked
    | RollChanged
    | SendNow
    | ExitAsked
    | DeskChanged
    | VisitParked
    | QueueAsked
    | VisitResumed
    | ParkedDropped
)
DoorAnswer = MattersFound | SlipSeen | ResultTaken | PinChecked | Reported | TrialDone
