"""What a number may become, and how it is said. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from server.core.time import local

#: windows of one hall
MOST_WINDOWS = 99
#: in front of every number, so that nobody takes it for the number of a matter
LETTER = "A"


class TicketState(StrEnum):
    WAITING = "waiting"
    #: called to a window, where the visitor sits or is expected
    CALLED = "called"
    #: the window has called somebody else since
    DONE = "done"
    #: called and not come (过号); may be called again
    SKIPPED = "skipped"


class WindowDeed(StrEnum):
    #: from the line, or one that was skipped and is here now
    CALL = "call"
    #: said once more
    RECALL = "recall"
    SKIP = "skip"
    #: the visitor has left the window
    FINISH = "finish"


_LEADS: dict[tuple[TicketState, WindowDeed], TicketState] = {
    (TicketState.WAITING, WindowDeed.CALL): TicketState.CALLED,
    (TicketState.SKIPPED, WindowDeed.CALL): TicketState.CALLED,
    (TicketState.CALLED, WindowDeed.RECALL): TicketState.CALLED,
    (TicketState.CALLED, WindowDeed.SKIP): TicketState.SKIPPED,
    (TicketState.CALLED, WindowDeed.FINISH): TicketState.DONE,
}


def after(state: TicketState, deed: WindowDeed) -> TicketState | None:
    """Return what the number then is; None when this cannot be done with it."""
    return _LEADS.get((state, deed))


def label(serial: int) -> str:
    """Return the number as slip, screen and voice say it: A007."""
    return f"{LETTER}{serial:03d}"


def hall_of(region: str) -> str:
    """Return the hall of a region: one for each district."""
    return region[:6]


def day_of(at: datetime) -> str:
    """Return the day in the hall, YYMMDD: the numbers begin anew every morning."""
    return f"{local(at):%y%m%d}"
