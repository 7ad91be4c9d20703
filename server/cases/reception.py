"""The window: visitors who called from a terminal are taken over, helped, registered, or sent on.

Only the desk of the hall sees the calls; what a visit says opens to whoever took it, and to nobody it complains of.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field
from sqlmodel import col, func, select, tuple_

from server.accounts.tables import Account, Kiosk
from server.audit import service as audit
from server.cases import desk, dispatch, documents, handovers, offices, repository, sealing, service
from server.cases import handover_rules as rules
from server.cases.access import Reader
from server.cases.coming import BY_VISIT
from server.cases.documents import PageImage
from server.cases.handover_pages import forget_pages
from server.cases.handover_rules import OPEN, Move
from server.cases.handover_tables import Handover
from server.cases.tables import Idempotency
from server.contract.v1 import Matter, PageRef, Petitioner, RegisterRequest, RegisterResponse
from server.contract.v1.base import Answer, AwareDatetime, Request
from server.contract.v1.handovers import HandoverRequest, HandoverState
from server.core.errors import not_found
from server.core.work import Work
from server.units import service as units

PAGE = 30


class CallShow(StrEnum):
    """Which calls of today."""

    OPEN = "open"
    ALL = "all"


class CallItem(Answer):
    """A visitor at a terminal who asked for a person. Nothing of who it is."""

    id: str
    terminal: str
    step: str
    #: parts of the terminal that do not work
    missing: tuple[str, ...]
    state: HandoverState
    called_at: datetime
    #: name of the colleague who took it, and how the window calls itself
    taken_by: str = ""
    window: str = ""
    mine: bool = False
    #: the terminal sent what the visit has so far
    has_content: bool = False
    case_id: str = ""


class Calls(Answer):
    #: of today
    counts: dict[CallShow, int]
    #: newest first
    items: tuple[CallItem, ...]
    #: place to go on from, "" at the end
    after: str


class HandedOver(CallItem):
    """The visit as the terminal had it; None when only a person was asked for."""

    content: HandoverRequest | None = None


class TakeRequest(Request):
    #: how the window calls itself at the terminal (2号窗口)
    window: str = Field(default="", max_length=20)


class DropRequest(Request):
    reason: str = Field(min_length=2, max_length=500)


class WindowRegistration(Request):
    """The visit as it was completed at the window."""

    registered_at: AwareDatetime
    petitioner: Petitioner
    matter: Matter
    #: None: those the terminal sent; pages added at the window are uploaded before
    pages: tuple[PageRef, ...] | None = Field(default=None, max_length=60)
    representatives: tuple[Petitioner, ...] = Field(default=(), max_length=4)
    on_behalf_of: Petitioner | None = None
    anonymous: bool = False
    #: life or property is in danger, in the judgement of the window
    danger: bool = False


def listed(work: Work, who: Reader, show: CallShow, after: str = "") -> Calls:
    """Return a page of the calls of today at this reader's desk, newest first."""
    mine = [col(Handover.desk).in_(_desks(work, who)), col(Handover.expires_at) > work.now]
    order = tuple_(col(Handover.called_at), col(Handover.id))
    statement = select(Handover).where(*mine)
    if show is CallShow.OPEN:
        statement = statement.where(col(Handover.state).in_(OPEN))
    if after:
        statement = statement.where(order < desk.place(after))
    found = work.session.exec(
        statement.order_by(col(Handover.called_at).desc(), col(Handover.id).desc()).limit(PAGE + 1)
    ).all()
    shown = found[:PAGE]
    states = dict(
        work.session.exec(select(Handover.state, func.count()).where(*mine).group_by(col(Handover.state))).all()
    )
    audit.record(work, "calls.read", f"account:{who.account}")
    return Calls(
        counts={
            CallShow.OPEN: sum(count for state, count in states.items() if state in OPEN),
            CallShow.ALL: sum(states.values()),
        },
        items=tuple(CallItem(**_item(work, who, row)) for row in shown),
        after=f"{shown[-1].called_at.isoformat()}_{shown[-1].id}" if len(found) > PAGE else "",
    )


def read(work: Work, who: Reader, handover_id: str) -> HandedOver:
    """Return one call; with what the visit has so far for who took it. Raise NOT_FOUND."""
    row = _find(work, who, handover_id)
    content = _content(work, who, row) if row.taken_by == who.account else None
    audit.record(work, "handover.read", f"handover:{row.id}")
    return HandedOver(**_item(work, who, row), content=content)


def take(work: Work, who: Reader, handover_id: str, body: TakeRequest) -> HandedOver:
    """Take it over, from a colleague as well; the terminal says which window has it. Raise NOT_FOUND, WRONG_STATE."""
    row = _find(work, who, handover_id, lock=True)
    state = rules.after(HandoverState(row.state), Move.TAKE)
    if state is None:
        raise handovers.not_possible()
    row.state, row.taken_by, row.taken_at, row.window = state, who.account, work.now, body.window
    work.session.add(row)
    audit.record(work, "handover.taken", f"handover:{row.id}")
    return HandedOver(**_item(work, who, row), content=_content(work, who, row))


def give_back(work: Work, who: Reader, handover_id: str) -> CallItem:
    """The visitor goes on at the terminal. Raise NOT_FOUND, WRONG_STATE."""
    row = _mine(work, who, handover_id)
    handovers.end(work, row, Move.RETURN)
    return CallItem(**_item(work, who, row))


def drop(work: Work, who: Reader, handover_id: str, body: DropRequest) -> CallItem:
    """End it without a registration; pages nobody needs are deleted. Raise NOT_FOUND, WRONG_STATE."""
    row = _find(work, who, handover_id, lock=True)
    if row.state == HandoverState.TAKEN and row.taken_by != who.account:
        raise handovers.not_possible()
    handovers.end(work, row, Move.DROP)
    row.taken_by = row.taken_by or who.account
    row.reason_sealed = work.vault.seal_text(body.reason, f"handover.reason:{row.id}")
    forget_pages(work, row)
    return CallItem(**_item(work, who, row))


def register(work: Work, who: Reader, handover_id: str, body: WindowRegistration) -> RegisterResponse:
    """Register the visit under the key the terminal would have used: together they file it once.

    Raise NOT_FOUND, WRONG_STATE for what is not in this reader's hands, and what `service.register` raises.
    """
    row = _find(work, who, handover_id, lock=True)
    if row.taken_by != who.account or row.state not in (HandoverState.TAKEN, HandoverState.FINISHED):
        raise handovers.not_possible()
    if row.state == HandoverState.FINISHED:
        return _answered(work, row)
    sent = _content(work, who, row)
    kiosk = work.session.get_one(Kiosk, row.kiosk)
    visit = row.visit or f"call-{row.id}"
    pages = body.pages if body.pages is not None else (sent.pages if sent else ())
    request = RegisterRequest(
        hall_region=kiosk.region,
        visit_started_at=sent.visit_started_at if sent else row.called_at,
        registered_at=body.registered_at,
        petitioner=_vouched(body.petitioner, sent.petitioner if sent else None),
        matter=body.matter,
        pages=pages,
        # it names pages by their place: true only while those of the terminal still stand first
        provenance=sent.provenance if sent and pages[: len(sent.pages)] == sent.pages else (),
        notice_version=sent.notice_version if sent else "",
        representatives=body.representatives,
        on_behalf_of=body.on_behalf_of,
        anonymous=body.anonymous,
    )
    answer = service.register(
        work, row.kiosk, kiosk.region, visit, request, replace(BY_VISIT, danger=body.danger), (row.desk,)
    )
    row.visit = visit
    handovers.end(work, row, Move.REGISTER, answer.petition_id)
    return answer


def page(work: Work, who: Reader, handover_id: str, position: int) -> PageImage:
    """Return a page image (from 0) of a visit this reader took; raise NOT_FOUND."""
    row = _mine(work, who, handover_id)
    sent = _content(work, who, row)
    if sent is None or position >= len(sent.pages):
        raise not_found()
    audit.record(work, "handover.page_read", f"handover:{row.id}")
    known = repository.uploads(work.session, (row.kiosk, row.desk), {sent.pages[position].sha256})
    return documents.image(work, known, sent.pages[position].sha256)


def _desks(work: Work, who: Reader) -> list[str]:
    return [unit.code for unit in offices.of(work.session, who)]


def _find(work: Work, who: Reader, handover_id: str, *, lock: bool = False) -> Handover:
    statement = select(Handover).where(
        Handover.id == handover_id, col(Handover.desk).in_(_desks(work, who)), col(Handover.expires_at) > work.now
    )
    row = work.session.exec(
        statement.with_for_update().execution_options(populate_existing=True) if lock else statement
    ).first()
    if row is None:
        raise not_found()
    return row


def _mine(work: Work, who: Reader, handover_id: str) -> Handover:
    row = _find(work, who, handover_id, lock=True)
    if row.taken_by != who.account or row.state != HandoverState.TAKEN:
        raise handovers.not_possible()
    return row


def _content(work: Work, who: Reader, row: Handover) -> HandoverRequest | None:
    """Return what the visit says; None also for whom it complains of."""
    sent = handovers.content(work, row)
    if sent is None or not sent.matter.complained_of:
        return sent
    away = units.excluded(work.session, dispatch.accused(sent.matter))
    barred = units.barred(work.session, away, (one.name for one in sent.matter.complained_of))
    return None if who.account in barred else sent


def _item(work: Work, who: Reader, row: Handover) -> dict[str, Any]:
    taken_by = work.session.get(Account, row.taken_by) if row.taken_by else None
    return {
        "id": row.id,
        "terminal": work.session.get_one(Kiosk, row.kiosk).name,
        "step": row.step,
        "missing": tuple(row.missing.split()),
        "state": row.state,
        "called_at": row.called_at,
        "taken_by": taken_by.display if taken_by else "",
        "window": row.window,
        "mine": row.taken_by == who.account,
        "has_content": row.content_sealed is not None,
        "case_id": row.case_id,
    }


def _vouched(said: Petitioner, read: Petitioner | None) -> Petitioner:
    """Return the person as the card said it while name and number are still the card's; else as the window typed it."""
    if read is not None and (said.name, said.id_type, said.id_number) == (read.name, read.id_type, read.id_number):
        return read.model_copy(update={"address": said.address, "phone": said.phone})
    return said.model_copy(update={"source": "manual"})


def _answered(work: Work, row: Handover) -> RegisterResponse:
    """The same answer once more: a second click, a second window of the browser."""
    kept = work.session.get_one(Idempotency, (row.kiosk, row.visit))
    return sealing.answer(work.vault, kept.answer_sealed, kept.case_id).model_copy(update={"replayed": True})
