"""Devices that go and come back: without one the visit takes the other way, and goes back to its own when it is there.

Without reader name and number are typed, without camera the matter is told without papers, without printer the number on
the screen is written down.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow import closing, company
from kiosk.flow.answers import PartChanged
from kiosk.flow.cards import wait_for_holder
from kiosk.flow.effects import Effect
from kiosk.flow.visit import Mishap, Part, PrintState, Step, Visit

Next = tuple[Visit, tuple[Effect, ...]]

_OF_THE_CAMERA = frozenset({Mishap.CAMERA_ABSENT, Mishap.FACE_NO_CAMERA})


def changed(visit: Visit, event: PartChanged) -> Next:
    """Take note; what is under way at this moment reports its own failure."""
    if event.works:
        return _back(replace(visit, missing=visit.missing - {event.part}), event.part)
    return _lost(replace(visit, missing=visit.missing | {event.part}), event.part)


def entered(before: Step, visit: Visit) -> Visit:
    """Say at once what the step just entered will have to do without."""
    fresh = visit.step is not before and visit.mishap is None
    if fresh and visit.step is Step.PAGES and Part.CAMERA in visit.missing:
        return replace(visit, mishap=Mishap.CAMERA_ABSENT, mishap_detail="")
    return visit


def _lost(visit: Visit, part: Part) -> Next:
    at_rest = part is Part.CAMERA and visit.step is Step.PAGES and "capture" not in visit.busy
    if at_rest and visit.mishap is None:
        return replace(visit, mishap=Mishap.CAMERA_ABSENT, mishap_detail=""), ()
    return visit, ()


def _back(visit: Visit, part: Part) -> Next:
    match part:
        case Part.READER if visit.step is Step.CARD and "card" not in visit.busy:
            # whoever types meanwhile goes on typing: laying the card down is the other way, not the only one
            waiting, effects = wait_for_holder(visit)
            kept = visit.mishap if visit.mishap is not Mishap.READER_ABSENT else None
            return replace(waiting, mishap=kept, mishap_detail=visit.mishap_detail if kept else ""), effects
        case Part.READER if visit.step is Step.COMPANY:
            return company.reader_back(visit)
        case Part.CAMERA if visit.mishap in _OF_THE_CAMERA:
            return replace(visit, mishap=None, mishap_detail=""), ()
        case Part.PRINTER if visit.print_state is PrintState.FAILED and visit.mishap is Mishap.PRINTER_ABSENT:
            # nothing of the slip had left for a printer that was not there
            return closing.print_again(visit)
        case _:
            return visit, ()
