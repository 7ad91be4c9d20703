"""From the first touch to the earlier matters: who came, and whether they were here before."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow import company
from kiosk.flow.answers import CardRead, EarlierFound, FacePhotographed, FaceRead
from kiosk.flow.cards import LAY_AGAIN, stop, to_be_compared, wait_for_holder
from kiosk.flow.doors.state import Asking, Place
from kiosk.flow.effects import Effect, LookUp, PhotographFace, ReadCard, ReadFace, Wipe
from kiosk.flow.ending import end, fresh
from kiosk.flow.events import (
    Continued,
    FaceAsked,
    HolderTyped,
    MatterChosen,
    ResultWanted,
    RetryAsked,
    Started,
    Tap,
    WentBack,
)
from kiosk.flow.visit import Company, Holder, Mishap, Step, Visit

#: shorter numbers cannot be looked up (the contract's lower bound)
LOOKUP_MIN_LENGTH = 5
#: here "once more" means the camera, not the reader
_OF_THE_FACE = frozenset({Mishap.FACE_UNREADABLE, Mishap.FACE_NO_CAMERA})
#: under way only as long as the card screen stands
_CARD_WORK = frozenset({"card", "face", "face_reading"})


def at_idle(visit: Visit, tap: Tap) -> tuple[Visit, tuple[Effect, ...]]:
    match tap:
        case Started():
            return fresh(visit, step=Step.NOTICE, visit_id=tap.visit_id, started_at=tap.at), ()
        case _:
            return visit, ()


def at_notice(visit: Visit, tap: Tap) -> tuple[Visit, tuple[Effect, ...]]:
    match tap:
        case Continued():
            return wait_for_holder(visit)
        case WentBack():
            return end(visit)
        case _:
            return visit, ()


def at_card(visit: Visit, tap: Tap) -> tuple[Visit, tuple[Effect, ...]]:
    match tap:
        case HolderTyped() if tap.holder.name.strip():
            known, effects = _met(visit, tap.holder)
            return known, (*stop(visit), *effects)
        case FaceAsked():
            return _ask_face(visit)
        case RetryAsked():
            return _ask_face(visit) if visit.mishap in _OF_THE_FACE else wait_for_holder(visit, try_anyway=True)
        case Continued() if visit.holder is not None:
            return _leave_card(visit, Step.EARLIER), stop(visit)
        case WentBack():
            return _leave_card(visit, Step.NOTICE), stop(visit)
        case _:
            return visit, ()


def at_earlier(visit: Visit, tap: Tap) -> tuple[Visit, tuple[Effect, ...]]:
    match tap:
        case MatterChosen():
            offered = {"", *(matter.number for matter in visit.earlier or ())}
            if tap.number not in offered:
                return visit, ()
            going_on = replace(visit, continues=tap.number)
            return (replace(going_on, step=Step.PAGES), ()) if tap.papers and tap.number else company.enter(going_on)
        case ResultWanted() if any(matter.number == tap.number for matter in visit.earlier or ()):
            return _to_result(visit, tap.number)
        case Continued():
            return company.enter(visit)
        case WentBack():
            return wait_for_holder(visit)
        case _:
            return visit, ()


def card_read(visit: Visit, event: CardRead) -> tuple[Visit, tuple[Effect, ...]]:
    if visit.step is not Step.CARD or "card" not in visit.busy:
        return visit, ()
    return _met(visit, event.holder)


def face_photographed(visit: Visit, event: FacePhotographed) -> tuple[Visit, tuple[Effect, ...]]:
    """The picture goes on to the reading process and never into the visit."""
    if "face" not in visit.busy:
        return visit, ()
    return replace(visit, busy=visit.busy - {"face"} | {"face_reading"}), (ReadFace(event.data),)


def face_read(visit: Visit, event: FaceRead) -> tuple[Visit, tuple[Effect, ...]]:
    if "face_reading" not in visit.busy:
        return visit, ()
    known, effects = _met(visit, event.holder)
    return known, (*stop(visit), *effects)


def card_failed(visit: Visit) -> tuple[Visit, tuple[Effect, ...]]:
    """The mishap stays on the screen; where laying the card down again mends it, the reader waits at once."""
    if visit.mishap not in LAY_AGAIN:
        return visit, ()
    return replace(visit, busy=visit.busy | {"card"}), (ReadCard(),)


def earlier_found(visit: Visit, event: EarlierFound) -> tuple[Visit, tuple[Effect, ...]]:
    """Matters are offered; none at all means straight on, unless the name is still to be compared.

    An unreachable centre is said before going on.
    """
    if "lookup" not in visit.busy:
        return visit, ()
    answered = replace(visit, busy=visit.busy - {"lookup"}, earlier=event.matters)
    if visit.step is Step.EARLIER and event.matters == () and not to_be_compared(visit.holder):
        return company.enter(answered)
    return answered, ()


def _to_result(visit: Visit, number: str) -> tuple[Visit, tuple[Effect, ...]]:
    """A card says who came, the code of the slip that the matter may be acted upon: nothing of the card goes along."""
    door = Asking(Place.CODE, number=number)
    return fresh(visit, step=Step.ASK, visit_id=visit.visit_id, started_at=visit.started_at, door=door), (Wipe(),)


def _met(visit: Visit, holder: Holder) -> tuple[Visit, tuple[Effect, ...]]:
    """Another person than before takes nothing over but the pages on the table."""
    same = visit.holder is not None and visit.holder.id_number == holder.id_number
    met = replace(
        _leave_card(visit, Step.EARLIER),
        holder=holder,
        continues=visit.continues if same else "",
        company=visit.company if same else Company(),
        earlier=None,
        proposed_from=None,
    )
    if len(holder.id_number) < LOOKUP_MIN_LENGTH:
        return company.enter(replace(met, busy=met.busy - {"lookup"}))
    return replace(met, busy=met.busy | {"lookup"}), (LookUp(holder.id_type, holder.id_number),)


def _ask_face(visit: Visit) -> tuple[Visit, tuple[Effect, ...]]:
    """The reader goes on waiting meanwhile: a card laid on it after all is better than its picture."""
    calm = replace(visit, mishap=None, mishap_detail="")
    if calm.busy & {"face", "face_reading"}:
        return calm, ()
    return replace(calm, busy=calm.busy | {"face"}), (PhotographFace(),)


def _leave_card(visit: Visit, step: Step) -> Visit:
    return replace(visit, step=step, busy=visit.busy - _CARD_WORK, mishap=None, mishap_detail="")
