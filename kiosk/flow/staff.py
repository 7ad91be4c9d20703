"""A person instead of the machine: the desk is told, and a window may take the visit over as it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kiosk.flow.answers import Answer, StaffTold
from kiosk.flow.doors.events import AttendantAsked
from kiosk.flow.effects import CallStaff, Effect, Register
from kiosk.flow.ending import end
from kiosk.flow.events import Event, StaffAsked
from kiosk.flow.handover import FollowHandover, Handing, HandOver, Handover, HandoverMoved, News, WithdrawHandover
from kiosk.flow.visit import Help, Step, Visit

Next = tuple[Visit, tuple[Effect, ...]]

#: there is something of a visitor that a window can go on with
_HANDED = frozenset({Step.NOTICE, Step.CARD, Step.EARLIER, Step.COMPANY, Step.PAGES, Step.FORM, Step.SUBMIT})


def asked(visit: Visit, event: StaffAsked) -> Next:
    """Tell the desk; a second tap while it is being told does not ring twice."""
    if "staff" in visit.busy:
        return visit, ()
    calling = replace(visit, help=Help.CALLING, busy=visit.busy | {"staff"}, english=event.locale == "en")
    if visit.step not in _HANDED or visit.started_at is None or visit.desk:
        return calling, (CallStaff(visit.step, visit.missing),)
    sent = HandOver(
        visit_id=visit.visit_id,
        step=visit.step,
        missing=visit.missing,
        started_at=visit.started_at,
        holder=visit.holder,
        form=visit.form,
        pages=visit.pages,
        continues=visit.continues,
        company=visit.company,
        signature=visit.signature,
        locale=event.locale,
    )
    return replace(calling, handover=Handover(Handing.SENDING)), (sent,)


def told(visit: Visit, event: StaffTold) -> Next:
    if "staff" not in visit.busy:
        return visit, ()
    found = Help.COMING if event.reached else Help.UNREACHABLE
    return replace(visit, help=found, busy=visit.busy - {"staff"}), ()


def moved(visit: Visit, event: HandoverMoved) -> Next:
    """What became of the visit at the window."""
    if visit.handover is None:
        return visit, ()
    heard = replace(visit, busy=visit.busy - {"staff"})
    at = Handover(Handing.WAITING, event.handover_id or visit.handover.handover_id, event.window)
    match event.news:
        case News.WAITING:
            return replace(heard, handover=at, help=Help.COMING if event.heard else Help.UNREACHABLE), ()
        case News.TAKEN if visit.busy & {"submit", "print"}:
            # it is on its way to the centre from here: whoever comes second is answered by the centre
            return heard, ()
        case News.TAKEN:
            return replace(heard, handover=replace(at, state=Handing.TAKEN), help=Help.COMING), ()
        case News.RETURNED:
            return replace(heard, handover=None, help=Help.NONE), ()
        case News.LOST:
            # without an office that takes visits over, the desk may have been called all the same
            return replace(heard, handover=None, help=Help.COMING if event.heard else Help.UNREACHABLE), ()
        case News.ENDED:
            return _done_there(heard, event)
        case _:
            assert_never(event.news)


def _done_there(visit: Visit, event: HandoverMoved) -> Next:
    """Nothing of the visit stays; what was registered may be printed here too, as a copy of the slip of the window.

    An accusation is not even mentioned at a terminal whose visitor is elsewhere.
    """
    gone, effects = end(replace(visit, handover=None))
    if event.receipt is None or event.receipt.restricted or visit.step is Step.IDLE:
        return gone, effects
    offered = replace(
        gone,
        step=Step.RECEIPT,
        visit_id=visit.visit_id,
        started_at=visit.started_at,
        receipt=event.receipt,
        copies=1,
        english=visit.english,
        handover=Handover(Handing.DONE, window=event.window),
    )
    return offered, effects


def locked(visit: Visit) -> bool:
    """A window has the visit: nothing is done here meanwhile."""
    return visit.handover is not None and visit.handover.state is Handing.TAKEN


def passes(visit: Visit, event: Event) -> bool:
    """While a window has the visit no tap counts; answers of workers go on arriving."""
    return not locked(visit) or isinstance(event, Answer | AttendantAsked)


def leaving(before: Visit, after: Visit, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """Whoever hands in here, or goes away, takes the visit back from the window."""
    handed = before.handover
    if handed is None or not handed.handover_id:
        return effects
    over = after.visit_id != before.visit_id and after.step is Step.IDLE
    if any(isinstance(effect, Register) for effect in effects) or (
        over and after.handover is None and not _done(before)
    ):
        return (*effects, WithdrawHandover(handed.handover_id))
    return effects


def followed(visit: Visit) -> tuple[Effect, ...]:
    """What is asked again after the visit was laid aside."""
    handed = visit.handover
    return (FollowHandover(handed.handover_id),) if handed is not None and handed.handover_id else ()


def _done(visit: Visit) -> bool:
    """Handed in here, or being done at the window."""
    return visit.receipt is not None or locked(visit)
