"""The one door of the flow: a visit and an event give the next visit and what the workers must now do.

Pure and total: an event that makes no sense at the present step changes nothing. Answers carry no mark of the visit
they belong to; `kiosk.workers.tickets` drops those that come after their question was withdrawn.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kiosk.flow import closing, company, filling, opening, paging, parts, rating, staff, writing
from kiosk.flow.answers import (
    CandidatesFound,
    CardRead,
    EarlierFound,
    FacePhotographed,
    FaceRead,
    Failed,
    FieldsProposed,
    PageCaptured,
    PageRead,
    PageUnreadable,
    PartChanged,
    Printed,
    PrinterStopped,
    RatingSent,
    Registered,
    StaffTold,
    Suggested,
)
from kiosk.flow.doors import lobby
from kiosk.flow.doors.events import MattersFound, PinChecked, Reported, ResultTaken, SlipSeen, TrialDone
from kiosk.flow.effects import Effect
from kiosk.flow.ending import end
from kiosk.flow.events import Abandoned, Drawn, Event, MishapDismissed, Spelled, StaffAsked, Tap
from kiosk.flow.handover import HandoverMoved
from kiosk.flow.visit import Step, Visit

Next = tuple[Visit, tuple[Effect, ...]]


def advance(visit: Visit, event: Event) -> Next:
    """Return the next state of the visit and the effects to carry out, in this order."""
    if not staff.passes(visit, event):
        return visit, ()
    after, effects = _advance(visit, event)
    return parts.entered(visit.step, after), staff.leaving(visit, after, effects)


def _advance(visit: Visit, event: Event) -> Next:
    behind = lobby.advance(visit, event)
    return _at_registration(visit, event) if behind is None else behind


def _at_registration(visit: Visit, event: Event) -> Next:
    match event:
        case Failed():
            return _failed(visit, event)
        case CardRead():
            return company.card_read(visit, event) if visit.step is Step.COMPANY else opening.card_read(visit, event)
        case FacePhotographed():
            return opening.face_photographed(visit, event)
        case FaceRead():
            return opening.face_read(visit, event)
        case EarlierFound():
            return opening.earlier_found(visit, event)
        case PageCaptured():
            return paging.captured(visit, event)
        case PageRead() | PageUnreadable():
            return paging.page_done(visit, event)
        case FieldsProposed():
            return filling.proposed(visit, event.fields, event.papers)
        case Spelled() | Drawn():
            return writing.wrote(visit, event)
        case CandidatesFound():
            return writing.found(visit, event)
        case Suggested():
            return closing.suggested(visit, event)
        case Registered():
            return closing.registered(visit, event)
        case Printed():
            return closing.printed(visit)
        case PrinterStopped():
            return closing.printer_stopped(visit, event)
        case StaffAsked():
            return staff.asked(visit, event)
        case StaffTold():
            return staff.told(visit, event)
        case HandoverMoved():
            return staff.moved(visit, event)
        case RatingSent():
            return rating.sent(visit, event)
        case PartChanged():
            return parts.changed(visit, event)
        case Abandoned():
            return end(visit)
        case MishapDismissed():
            return replace(visit, mishap=None, mishap_detail=""), ()
        case MattersFound() | SlipSeen() | ResultTaken() | PinChecked() | Reported() | TrialDone():
            # of a door that was left meanwhile
            return visit, ()
        case _:
            return _tapped(visit, event)


def _tapped(visit: Visit, tap: Tap) -> Next:
    match visit.step:
        case Step.IDLE:
            return opening.at_idle(visit, tap)
        case Step.NOTICE:
            return opening.at_notice(visit, tap)
        case Step.CARD:
            return opening.at_card(visit, tap)
        case Step.EARLIER:
            return opening.at_earlier(visit, tap)
        case Step.COMPANY:
            return company.at_company(visit, tap)
        case Step.PAGES:
            return paging.at_pages(visit, tap)
        case Step.FORM:
            return filling.at_form(visit, tap)
        case Step.SUBMIT:
            return closing.at_submit(visit, tap)
        case Step.RECEIPT:
            return closing.at_receipt(visit, tap)
        case Step.RATING:
            return rating.at_rating(visit, tap)
        case Step.ASK | Step.GUIDE | Step.PAPERS | Step.ATTENDANT | Step.WAITING:
            return visit, ()
        case _:
            assert_never(visit.step)


def _failed(visit: Visit, failure: Failed) -> Next:
    """A failure nobody waits for any more is not the visitor's business."""
    if failure.during not in visit.busy:
        return visit, ()
    failed = replace(
        visit,
        busy=visit.busy - {failure.during},
        mishap=failure.mishap,
        mishap_detail=failure.detail,
    )
    match failure.during:
        case "card":
            return company.card_failed(failed) if failed.step is Step.COMPANY else opening.card_failed(failed)
        case "lookup":
            return opening.earlier_found(visit, EarlierFound(None))
        case "suggest":
            return replace(visit, busy=visit.busy - {"suggest"}), ()
        case "reading":
            return filling.not_proposed(failed)
        case "print":
            return closing.print_failed(failed)
        case _:
            return failed, ()
