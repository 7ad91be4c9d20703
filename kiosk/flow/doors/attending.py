"""The attendant's room behind a PIN: how the terminal is, what can be tried, and the way out. A visit beneath waits."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow.answers import CardRead, Failed
from kiosk.flow.doors import parking
from kiosk.flow.doors.effects import TRIES, CheckPin, Inspect, Leave
from kiosk.flow.doors.events import (
    AttendantAsked,
    DeskChanged,
    ExitAsked,
    PinChecked,
    PinTyped,
    ReportAsked,
    Reported,
    RollChanged,
    SendNow,
    TrialAsked,
    TrialDone,
)
from kiosk.flow.doors.state import Attending, Trial
from kiosk.flow.effects import Effect, ReadCard, StopCard, Wipe
from kiosk.flow.ending import fresh
from kiosk.flow.events import Abandoned, Continued, Event, WentBack
from kiosk.flow.visit import Step, Visit

Next = tuple[Visit, tuple[Effect, ...]]

#: the machine is at work for a visitor: the attendant waits for it
AT_WORK = frozenset({"submit", "print"})


def enter(visit: Visit, event: AttendantAsked) -> Next:
    """Lay the visit aside as it is; its workers forget it and are asked again afterwards."""
    if visit.busy & AT_WORK or isinstance(visit.door, Attending):
        return visit, ()
    stop: tuple[Effect, ...] = (StopCard(),) if "card" in visit.busy else ()
    effects = () if visit.step is Step.IDLE else (*stop, Wipe())
    beneath = replace(visit, busy=frozenset())
    room = fresh(visit, step=Step.ATTENDANT, visit_id=event.visit_id, door=Attending(beneath))
    return room, effects


def advance(visit: Visit, door: Attending, event: Event) -> Next | None:
    match event:
        case WentBack() | Continued() | Abandoned():
            return _leave(visit, door)
        case PinTyped() if not door.admitted and "pin" not in visit.busy and event.pin:
            return replace(visit, busy=visit.busy | {"pin"}), (CheckPin(event.pin),)
        case PinChecked() if "pin" in visit.busy:
            return _checked(visit, door, event)
        case Reported() if "report" in visit.busy:
            return _with(replace(visit, busy=visit.busy - {"report"}), replace(door, report=event.report)), ()
        case TrialDone() if "trial" in visit.busy:
            return _tried(visit, door, event.trial, worked=event.worked, found=event.found)
        case CardRead() if "card" in visit.busy:
            # that it was read is enough: whose card it was is nobody's business here
            return _tried(visit, door, Trial.READ, worked=True, found="")
        case Failed(during="card") if "card" in visit.busy:
            return _tried(visit, door, Trial.READ, worked=False, found=event.mishap.value)
        case _ if door.admitted:
            return _inside(visit, door, event)
        case _:
            return None


def _inside(visit: Visit, door: Attending, event: Event) -> Next | None:
    match event:
        case ReportAsked():
            return _inspect(visit, Inspect())
        case RollChanged():
            return _inspect(visit, Inspect(roll_changed=True))
        case SendNow():
            return _inspect(visit, Inspect(send_now=True))
        case TrialAsked():
            return _try(visit, door, event.trial)
        case ExitAsked():
            return visit, (Leave(event.again),)
        case DeskChanged():
            beneath = replace(door.beneath, desk=event.desk)
            return _leave(replace(visit, desk=event.desk), replace(door, beneath=beneath))
        case _:
            return None


def _checked(visit: Visit, door: Attending, event: PinChecked) -> Next:
    known = replace(visit, busy=visit.busy - {"pin"})
    if not event.right:
        return _with(known, replace(door, wait=event.wait, closed=event.closed)), ()
    return _inspect(_with(known, replace(door, admitted=True, wait=-1)), Inspect())


def _inspect(visit: Visit, effect: Inspect) -> Next:
    return replace(visit, busy=visit.busy | {"report"}), (effect,)


def _try(visit: Visit, door: Attending, trial: Trial) -> Next:
    """One thing after the other; asking for another ends waiting for a card."""
    if "trial" in visit.busy:
        return visit, ()
    stop: tuple[Effect, ...] = (StopCard(),) if "card" in visit.busy else ()
    begun = _with(visit, replace(door, tried=trial, worked=None, found=""))
    if trial is Trial.READ:
        return replace(begun, busy=begun.busy | {"card"}), (*stop, ReadCard())
    return replace(begun, busy=begun.busy - {"card"} | {"trial"}), (*stop, TRIES[trial])


def _tried(visit: Visit, door: Attending, trial: Trial, *, worked: bool, found: str) -> Next:
    done = replace(visit, busy=visit.busy - {"card", "trial"}, mishap=None, mishap_detail="")
    return _with(done, replace(door, tried=trial, worked=worked, found=found)), ()


def _leave(visit: Visit, door: Attending) -> Next:
    stop: tuple[Effect, ...] = (StopCard(),) if "card" in visit.busy else ()
    beneath = replace(door.beneath, missing=visit.missing, parked=visit.parked, desk=visit.desk)
    back, effects = parking.go_on(beneath)
    return back, (*stop, Wipe(), *effects)


def _with(visit: Visit, door: Attending) -> Visit:
    return replace(visit, door=door)
