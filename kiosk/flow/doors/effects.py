"""What the workers must do for a door; answered by `kiosk.flow.doors.events`."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.flow.doors.state import Blank, Leaflet, Trial


@dataclass(frozen=True, slots=True)
class AskProgress:
    """Ask the centre with number and query code -> MattersFound."""

    number: str
    code: str

    def __repr__(self) -> str:
        return "<AskProgress>"


@dataclass(frozen=True, slots=True)
class AskMatters:
    """Ask the centre for the matters of a person -> MattersFound."""

    id_type: str
    id_number: str

    def __repr__(self) -> str:
        return "<AskMatters>"


@dataclass(frozen=True, slots=True)
class ScanSlip:
    """Look for the QR code of a slip under the camera -> SlipSeen."""


@dataclass(frozen=True, slots=True)
class StopScan:
    """Look no more."""


@dataclass(frozen=True, slots=True)
class RateResult:
    """Tell the centre -> ResultTaken. `subject`: office or unit."""

    number: str
    code: str
    subject: str
    level: int

    def __repr__(self) -> str:
        return f"<RateResult {self.subject}>"


@dataclass(frozen=True, slots=True)
class AskReview:
    """Hand in a request for review -> ResultTaken."""

    number: str
    code: str
    reason: str

    def __repr__(self) -> str:
        return "<AskReview>"


@dataclass(frozen=True, slots=True)
class PrintLeaflet:
    """Print once -> Printed | Failed("print"). `key` names the job."""

    key: str
    leaflet: Leaflet
    settled_missing: bool = False


@dataclass(frozen=True, slots=True)
class PrintBlank:
    """Print once on A4 -> Printed | Failed("print")."""

    key: str
    blank: Blank
    settled_missing: bool = False


@dataclass(frozen=True, slots=True)
class CheckPin:
    """-> PinChecked."""

    pin: str

    def __repr__(self) -> str:
        return "<CheckPin>"


@dataclass(frozen=True, slots=True)
class Inspect:
    """How is this terminal -> Reported. `roll_changed`, `send_now`: do that first."""

    roll_changed: bool = False
    send_now: bool = False


@dataclass(frozen=True, slots=True)
class TryPrinter:
    """Print the test page -> TrialDone."""


@dataclass(frozen=True, slots=True)
class TryCamera:
    """Take a picture and keep nothing -> TrialDone."""


@dataclass(frozen=True, slots=True)
class Leave:
    """End the program. `again`: whoever keeps it running starts it at once."""

    again: bool


@dataclass(frozen=True, slots=True)
class Note:
    """Count a mishap of today, or a slip. No answer."""

    mishap: str = ""
    slip: bool = False


DoorEffect = (
    AskProgress
    | AskMatters
    | ScanSlip
    | StopScan
    | RateResult
    | AskReview
    | PrintLeaflet
    | PrintBlank
    | CheckPin
    | Inspect
    | TryPrinter
    | TryCamera
    | Leave
    | Note
)
TRIES: dict[Trial, DoorEffect] = {Trial.PRINT: TryPrinter(), Trial.PHOTO: TryCamera()}
