"""What a worker is: it carries out one effect at a time on the thread that owns its device."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from kiosk.flow.answers import (
    Answer,
    CandidatesFound,
    EarlierFound,
    Failed,
    PageUnreadable,
    RatingSent,
    StaffTold,
    Suggested,
)
from kiosk.flow.effects import (
    CallStaff,
    Capture,
    Effect,
    FindCharacters,
    FindWords,
    LookUp,
    PhotographFace,
    PrintSlip,
    ProposeFields,
    Rate,
    ReadCard,
    ReadFace,
    ReadPage,
    Register,
    StopCard,
    Suggest,
    Wipe,
)
from kiosk.flow.handover import FollowHandover, HandOver, HandoverMoved, News, WithdrawHandover
from kiosk.flow.visit import Mishap
from kiosk.workers.behind import doors_gave_up

#: tell the visit what happens while an effect goes on
Say = Callable[[Answer], None]


class Worker(Protocol):
    """Made, used and closed on the one thread of its bus."""

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Say) -> Answer | None:
        """Do it and return the answer; None once `cancel` is set. `say` tells something before the answer."""
        ...

    def close(self) -> None:
        """Let go of the device; called once, after the last effect."""
        ...


def gave_up(effect: Effect) -> Answer | None:
    """The answer when a worker broke down on `effect`: the visit goes on by hand wherever it can."""
    match effect:
        case ReadCard():
            return Failed("card", Mishap.READER_ABSENT)
        case PhotographFace():
            return Failed("face", Mishap.FACE_NO_CAMERA)
        case ReadFace():
            return Failed("face_reading", Mishap.FACE_UNREADABLE)
        case LookUp():
            return EarlierFound(None)
        case Capture():
            return Failed("capture", Mishap.CAMERA_ABSENT)
        case ReadPage():
            return PageUnreadable(effect.page_id)
        case ProposeFields():
            return Failed("reading", Mishap.READING_FAILED)
        case FindWords() | FindCharacters():
            return CandidatesFound(())
        case Suggest():
            return Suggested(None)
        case Register():
            return Failed("submit", Mishap.NOT_KEPT)
        case PrintSlip():
            # Nobody knows how far it came.
            return Failed("print", Mishap.PRINT_UNKNOWN)
        case Rate():
            return RatingSent(kept=False)
        case CallStaff():
            return StaffTold(reached=False)
        case HandOver() | FollowHandover():
            return HandoverMoved(News.LOST, heard=False)
        case StopCard() | Wipe() | WithdrawHandover():
            return None
        case _:
            return doors_gave_up(effect)
