"""What the attendant's daybook counts: each mishap as it comes up, each slip as it is printed."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.flow.answers import Printed
from kiosk.flow.doors.effects import Note
from kiosk.flow.events import Event
from kiosk.flow.visit import Help, Visit

#: staff were called and nobody could be told
UNREACHABLE = "staff_unreachable"


def counted(before: Visit, after: Visit, event: Event) -> Iterator[Note]:
    """Yield what this event adds. Names alone: nothing of who it happened to."""
    if after.mishap is not None and after.mishap is not before.mishap:
        yield Note(mishap=after.mishap.value)
    if after.help is Help.UNREACHABLE and before.help is not Help.UNREACHABLE:
        yield Note(mishap=UNREACHABLE)
    if isinstance(event, Printed) and "print" in before.busy:
        yield Note(slip=True)
