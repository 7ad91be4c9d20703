"""The entrance to every door: opens them from the idle screen, and answers what belongs to the open one."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kiosk.flow.doors import asking, attending, guiding, parking, printing
from kiosk.flow.doors.events import (
    AttendantAsked,
    DoorOpened,
    QueueAsked,
    VisitParked,
    VisitResumed,
)
from kiosk.flow.doors.state import Asking, Attending, Choosing, Door, Guiding, Queueing
from kiosk.flow.effects import Effect
from kiosk.flow.ending import fresh
from kiosk.flow.events import Event
from kiosk.flow.visit import Step, Visit

Next = tuple[Visit, tuple[Effect, ...]]

#: open to everybody, from the idle screen
DOORS: dict[Step, Door] = {Step.ASK: Asking(), Step.GUIDE: Guiding(), Step.PAPERS: Choosing()}


def advance(visit: Visit, event: Event) -> Next | None:
    """None: not a matter of doors, the rules of every visit hold."""
    match event:
        case DoorOpened() if visit.step is Step.IDLE and event.step in DOORS:
            begun = replace(
                fresh(visit), step=event.step, visit_id=event.visit_id, started_at=event.at, door=DOORS[event.step]
            )
            return begun, ()
        case AttendantAsked():
            return attending.enter(visit, event)
        case QueueAsked():
            return parking.queue(visit, event)
        case VisitParked():
            return parking.park(visit, event.at)
        case VisitResumed() if visit.step is Step.IDLE:
            return parking.resume(visit, event.ticket)
        case _:
            return None if visit.door is None else _behind(visit, visit.door, event)


def _behind(visit: Visit, door: Door, event: Event) -> Next | None:
    match door:
        case Asking():
            return asking.advance(visit, door, event) or printing.advance(visit, event)
        case Guiding():
            return guiding.advance_guide(visit, door, event) or printing.advance(visit, event)
        case Choosing():
            return guiding.advance_blanks(visit, event) or printing.advance(visit, event)
        case Attending():
            return attending.advance(visit, door, event)
        case Queueing():
            return parking.advance(visit, event)
        case _:
            assert_never(door)
