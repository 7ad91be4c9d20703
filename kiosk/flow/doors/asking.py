"""How does my matter go: by card, by number and code, or by the slip; then rate the result, or ask for review."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.flow.answers import CardRead, Failed
from kiosk.flow.cards import LAY_AGAIN
from kiosk.flow.doors.effects import AskMatters, AskProgress, AskReview, RateResult, ScanSlip, StopScan
from kiosk.flow.doors.events import (
    CodeTyped,
    MatterPicked,
    MattersFound,
    PlaceChosen,
    ResultRated,
    ResultTaken,
    ReviewWritten,
    SlipSeen,
)
from kiosk.flow.doors.printing import calm
from kiosk.flow.doors.state import Asking, Matter, Place, Said
from kiosk.flow.effects import Effect, ReadCard, StopCard
from kiosk.flow.ending import end
from kiosk.flow.events import Continued, Event, RetryAsked, WentBack
from kiosk.flow.visit import Holder, Part, Visit

Next = tuple[Visit, tuple[Effect, ...]]

#: under way only as long as its page stands
_WORK = frozenset({"card", "ask", "scan", "sending"})
LEVELS = (0, 1, 3)
SUBJECTS = ("unit", "office")
LONGEST_REASON = 2000
SHORTEST_REASON = 5


def advance(visit: Visit, door: Asking, event: Event) -> Next | None:
    """Answer what belongs to this door; None for anything else."""
    match event:
        case PlaceChosen():
            return _go(visit, door, event.place)
        case WentBack():
            return _back(visit, door)
        case RetryAsked() | Continued() if door.place in (Place.CARD, Place.SCAN) and not visit.busy & _WORK:
            return _go(visit, door, door.place)
        case CodeTyped() if door.place is Place.CODE and event.number.strip() and event.code.strip():
            return _ask(visit, door, event.number.strip().upper(), event.code.strip().upper())
        case SlipSeen() if "scan" in visit.busy:
            return _seen(visit, door, event)
        case CardRead() if "card" in visit.busy:
            return _card(visit, door, event.holder)
        case Failed(during="card") if "card" in visit.busy:
            return _card_failed(visit, event)
        case MattersFound() if "ask" in visit.busy:
            return _found(visit, door, event)
        case MatterPicked() if event.index < len(door.matters):
            return _with(calm(visit), replace(door, chosen=event.index, place=Place.MATTER)), ()
        case ResultRated():
            return _rate(visit, door, event)
        case ReviewWritten():
            return _review(visit, door, event.reason)
        case ResultTaken() if "sending" in visit.busy:
            return _taken(visit, door, event.said)
        case _:
            return None


def subjects(matter: Matter) -> tuple[str, ...]:
    """What may be rated behind this door; the hall is rated after a registration."""
    return tuple(one for one in SUBJECTS if one in matter.ratable) if matter.code else ()


def may_ask_review(matter: Matter, now: datetime) -> bool:
    """A result was served and the time to ask for the next stage runs."""
    return bool(matter.code) and matter.review_until is not None and now <= matter.review_until


def _go(visit: Visit, door: Asking, place: Place) -> Next:
    leaving = _stop(visit)
    still = calm(replace(visit, busy=visit.busy - _WORK, mishap=None, mishap_detail=""))
    there = _with(still, replace(door, place=place, said=Said.NOTHING))
    match place:
        case Place.CARD if Part.READER not in visit.missing:
            return replace(there, busy=there.busy | {"card"}), (*leaving, ReadCard())
        case Place.SCAN if Part.CAMERA not in visit.missing:
            return replace(there, busy=there.busy | {"scan"}), (*leaving, ScanSlip())
        case Place.MATTER | Place.RATE | Place.REVIEW if door.matter is None:
            return visit, ()
        case Place.LIST if not door.matters:
            return visit, ()
        case _:
            return there, leaving


def _back(visit: Visit, door: Asking) -> Next:
    match door.place:
        case Place.WAYS:
            return end(visit)
        case Place.RATE | Place.REVIEW:
            return _go(visit, door, Place.MATTER)
        case Place.MATTER if len(door.matters) > 1:
            return _go(visit, door, Place.LIST)
        case _:
            return _go(visit, replace(door, matters=(), chosen=0, number=""), Place.WAYS)


def _stop(visit: Visit) -> tuple[Effect, ...]:
    card: tuple[Effect, ...] = (StopCard(),) if "card" in visit.busy else ()
    return (*card, StopScan()) if "scan" in visit.busy else card


def _ask(visit: Visit, door: Asking, number: str, code: str) -> Next:
    if "ask" in visit.busy:
        return visit, ()
    asking = replace(visit, busy=visit.busy - _WORK | {"ask"})
    return _with(asking, replace(door, said=Said.NOTHING)), (AskProgress(number, code),)


def _seen(visit: Visit, door: Asking, event: SlipSeen) -> Next:
    looked = replace(visit, busy=visit.busy - {"scan"})
    if not (event.number and event.code):
        return _with(looked, replace(door, said=Said.NO_CODE)), ()
    return _ask(looked, door, event.number, event.code)


def _card(visit: Visit, door: Asking, holder: Holder) -> Next:
    """The person is asked for and not kept: nothing of the card stays in this visit."""
    asking = replace(visit, busy=visit.busy - {"card"} | {"ask"}, mishap=None, mishap_detail="")
    return _with(asking, replace(door, said=Said.NOTHING)), (AskMatters(holder.id_type, holder.id_number),)


def _card_failed(visit: Visit, failure: Failed) -> Next:
    said = replace(visit, mishap=failure.mishap, mishap_detail=failure.detail)
    if failure.mishap in LAY_AGAIN:
        return said, (ReadCard(),)
    return replace(said, busy=said.busy - {"card"}), ()


def _found(visit: Visit, door: Asking, event: MattersFound) -> Next:
    answered = replace(visit, busy=visit.busy - {"ask"})
    if not event.matters:
        return _with(answered, replace(door, said=event.said)), ()
    place = Place.MATTER if len(event.matters) == 1 else Place.LIST
    return _with(answered, Asking(place, Said.NOTHING, event.matters)), ()


def _rate(visit: Visit, door: Asking, tap: ResultRated) -> Next:
    matter = door.matter
    if matter is None or tap.subject not in subjects(matter) or tap.level not in LEVELS or "sending" in visit.busy:
        return visit, ()
    effect = RateResult(matter.number, matter.code, tap.subject, tap.level)
    # what is rated once is not offered again; what the centre did not take is found again by asking anew
    rated = replace(matter, ratable=tuple(one for one in matter.ratable if one != tap.subject))
    return _with(replace(visit, busy=visit.busy | {"sending"}), _changed(door, rated)), (effect,)


def _review(visit: Visit, door: Asking, reason: str) -> Next:
    matter, written = door.matter, reason.strip()[:LONGEST_REASON]
    if matter is None or not matter.code or len(written) < SHORTEST_REASON or "sending" in visit.busy:
        return visit, ()
    return replace(visit, busy=visit.busy | {"sending"}), (AskReview(matter.number, matter.code, written),)


def _taken(visit: Visit, door: Asking, said: Said) -> Next:
    matter = door.matter
    after = replace(door, said=said)
    if said is Said.REVIEW_TAKEN and matter is not None:
        after = _changed(after, replace(matter, review_until=None))
    return _with(replace(visit, busy=visit.busy - {"sending"}), after), ()


def _changed(door: Asking, matter: Matter) -> Asking:
    matters = tuple(matter if n == door.chosen else one for n, one in enumerate(door.matters))
    return replace(door, matters=matters)


def _with(visit: Visit, door: Asking) -> Visit:
    return replace(visit, door=door)
