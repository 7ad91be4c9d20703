"""The answers of a worker that broke down behind a door: whoever stands there hears what to do instead."""

from __future__ import annotations

from typing import assert_never

from kiosk.flow.answers import Answer, Failed
from kiosk.flow.doors.effects import (
    AskMatters,
    AskProgress,
    AskReview,
    CheckPin,
    DoorEffect,
    Inspect,
    Leave,
    Note,
    PrintBlank,
    PrintLeaflet,
    RateResult,
    ScanSlip,
    StopScan,
    TryCamera,
    TryPrinter,
)
from kiosk.flow.doors.events import MattersFound, PinChecked, ResultTaken, SlipSeen, TrialDone
from kiosk.flow.doors.state import Said, Trial
from kiosk.flow.visit import Mishap

#: seconds until a PIN may be tried again when it could not be looked at
BROKEN_WAIT = 30


def doors_gave_up(effect: DoorEffect) -> Answer | None:
    match effect:
        case AskProgress() | AskMatters():
            return MattersFound((), Said.OFFLINE)
        case RateResult() | AskReview():
            return ResultTaken(Said.OFFLINE)
        case ScanSlip():
            return SlipSeen()
        case PrintLeaflet() | PrintBlank():
            return Failed("print", Mishap.PRINT_UNKNOWN)
        case CheckPin():
            return PinChecked(right=False, wait=BROKEN_WAIT)
        case TryPrinter():
            return TrialDone(Trial.PRINT, worked=False, found="")
        case TryCamera():
            return TrialDone(Trial.PHOTO, worked=False, found="")
        case Inspect() | Note() | StopScan() | Leave():
            return None
        case _:
            assert_never(effect)
