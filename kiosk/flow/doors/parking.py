"""A window serves several visitors in turns: a visit is parked as it stands and taken up again, in memory alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kiosk.flow import closing, company, filling, staff
from kiosk.flow.cards import wait_for_holder
from kiosk.flow.doors.events import ParkedDropped, QueueAsked, VisitParked, VisitResumed
from kiosk.flow.doors.state import Parked, Queueing
from kiosk.flow.effects import Effect, LookUp, ReadPage, StopCard, Wipe
from kiosk.flow.ending import end, fresh
from kiosk.flow.events import Event, WentBack
from kiosk.flow.visit import Step, Visit

Next = tuple[Visit, tuple[Effect, ...]]

#: a parked visit is forgotten after a day's work
LONGEST = timedelta(hours=8)
#: on its way to the centre or to paper: it is finished first
_AT_WORK = frozenset({"submit", "print"})
#: nothing of a visitor is lost when these are left
_NOT_WORTH = frozenset({Step.IDLE, Step.NOTICE, Step.RATING})


def park(visit: Visit, at: datetime) -> Next:
    """Lay this visit aside; the next one begins at the first screen."""
    if not visit.desk or visit.busy & _AT_WORK or visit.step is Step.IDLE:
        return visit, ()
    if visit.door is not None or visit.step in _NOT_WORTH:
        return end(visit)
    stop: tuple[Effect, ...] = (StopCard(),) if "card" in visit.busy else ()
    ticket = 1 + max((one.ticket for one in visit.parked), default=0)
    kept = replace(visit, busy=frozenset(), parked=())
    # whoever has not come back for so long went home
    waiting = (*(one for one in visit.parked if at - one.parked_at < LONGEST), Parked(kept, at, ticket))
    return replace(fresh(visit), parked=waiting), (*stop, Wipe())


def queue(visit: Visit, event: QueueAsked) -> Next:
    """Show who waits; the visit under way waits with them."""
    if not visit.desk or visit.busy & _AT_WORK or isinstance(visit.door, Queueing):
        return visit, ()
    left, effects = park(visit, event.at)
    shown: dict[str, Any] = {"step": Step.WAITING, "visit_id": event.visit_id, "door": Queueing()}
    return replace(fresh(left), **shown), effects


def resume(visit: Visit, ticket: int) -> Next:
    found = next((one for one in visit.parked if one.ticket == ticket), None)
    if found is None or visit.step not in (Step.IDLE, Step.WAITING):
        return visit, ()
    rest = tuple(one for one in visit.parked if one is not found)
    return go_on(replace(found.visit, parked=rest, missing=visit.missing, desk=visit.desk))


def advance(visit: Visit, event: Event) -> Next | None:
    """Answer what belongs to the list of those who wait."""
    match event:
        case VisitResumed():
            return resume(visit, event.ticket)
        case VisitParked():
            return visit, ()
        case ParkedDropped():
            kept = tuple(one for one in visit.parked if one.ticket != event.ticket)
            return replace(visit, parked=kept), ()
        case WentBack():
            return end(visit)
        case _:
            return None


def go_on(visit: Visit) -> Next:
    """Take a visit up where it was: what the workers were doing for it is asked for again."""
    back, effects = _asked_again(visit)
    return back, (*effects, *staff.followed(visit))


def _asked_again(visit: Visit) -> Next:
    match visit.step:
        case Step.CARD if visit.mishap is None:
            return wait_for_holder(visit)
        case Step.EARLIER if visit.earlier is None and visit.holder is not None:
            asked = LookUp(visit.holder.id_type, visit.holder.id_number)
            return replace(visit, busy=frozenset({"lookup"})), (asked,)
        case Step.COMPANY:
            return company.enter(visit)
        case Step.PAGES:
            return visit, _unread(visit)
        case Step.FORM:
            back, effects = filling.enter(visit)
            return back, (*_unread(visit), *effects)
        case Step.SUBMIT:
            return closing.enter(visit)
        case _:
            return visit, ()


def _unread(visit: Visit) -> tuple[Effect, ...]:
    """The place of a page is its index, as when it was taken."""
    return tuple(
        ReadPage(page.page_id, place, page.data)
        for place, page in enumerate(visit.pages)
        if page.text is None and not page.failed
    )
