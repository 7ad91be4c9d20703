"""JSON routes of visits handed over: what a terminal sends and asks, what the window does with it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Response

from server.accounts.api import KioskDep
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import handovers, reception, window_receipts
from server.cases.doors import DecidingDep, KioskWork, ReadingDep, StaffWork
from server.contract.v1 import API, RegisterResponse
from server.contract.v1.handovers import HandoverRequest, HandoverStatus
from server.core.answering import Said

router = APIRouter(prefix=API, tags=["petitions", "reception"], route_class=Said)

HandoverId = Annotated[str, Path(max_length=64)]
#: pages of a visit count from 0
Position = Annotated[int, Path(ge=0, le=999)]
Place = Annotated[str, Query(max_length=100)]


@router.post("/kiosks/handovers", dependencies=[permit(Action.TERMINAL)])
def hand_over(
    body: HandoverRequest,
    kiosk: KioskDep,
    work: KioskWork,
    idempotency_key: Annotated[str, Header(min_length=8, max_length=80)],
) -> HandoverStatus:
    """The visitor asks for a person: the visit so far goes to the window, sealed, until the day is over."""
    return handovers.ask(work, kiosk, idempotency_key, body)


@router.get("/kiosks/handovers/{handover_id}", dependencies=[permit(Action.TERMINAL)])
def handover_status(handover_id: HandoverId, kiosk: KioskDep, work: KioskWork) -> HandoverStatus:
    return handovers.of_kiosk(work, kiosk, handover_id)


@router.post("/kiosks/handovers/{handover_id}/withdraw", dependencies=[permit(Action.TERMINAL)])
def withdraw(handover_id: HandoverId, kiosk: KioskDep, work: KioskWork) -> HandoverStatus:
    """The visitor goes on at the terminal; refused once a window has it."""
    return handovers.withdraw(work, kiosk, handover_id)


@router.get("/reception/calls", dependencies=[permit(Action.RECEIVE_CASES)])
def calls(
    who: ReadingDep, work: StaffWork, show: reception.CallShow = reception.CallShow.OPEN, after: Place = ""
) -> reception.Calls:
    """Visitors of today who asked for a person at a terminal of this hall, newest first."""
    return reception.listed(work, who, show, after)


@router.get("/reception/handovers/{handover_id}", dependencies=[permit(Action.RECEIVE_CASES)])
def handover(handover_id: HandoverId, who: ReadingDep, work: StaffWork) -> reception.HandedOver:
    """What the visit has so far, for who took it."""
    return reception.read(work, who, handover_id)


@router.get("/reception/handovers/{handover_id}/pages/{position}", dependencies=[permit(Action.RECEIVE_CASES)])
def handover_page(handover_id: HandoverId, position: Position, who: ReadingDep, work: StaffWork) -> Response:
    found = reception.page(work, who, handover_id, position)
    return Response(found.data, media_type=found.media_type, headers={"Cache-Control": "private, no-store"})


@router.post("/reception/handovers/{handover_id}/take", dependencies=[permit(Action.RECEIVE_CASES)])
def take(
    handover_id: HandoverId, body: reception.TakeRequest, who: DecidingDep, work: StaffWork
) -> reception.HandedOver:
    return reception.take(work, who, handover_id, body)


@router.post("/reception/handovers/{handover_id}/return", dependencies=[permit(Action.RECEIVE_CASES)])
def give_back(handover_id: HandoverId, who: DecidingDep, work: StaffWork) -> reception.CallItem:
    return reception.give_back(work, who, handover_id)


@router.post("/reception/handovers/{handover_id}/drop", dependencies=[permit(Action.RECEIVE_CASES)])
def drop(handover_id: HandoverId, body: reception.DropRequest, who: DecidingDep, work: StaffWork) -> reception.CallItem:
    return reception.drop(work, who, handover_id, body)


@router.post("/reception/handovers/{handover_id}/register", dependencies=[permit(Action.RECEIVE_CASES)])
def register(
    handover_id: HandoverId, body: reception.WindowRegistration, who: DecidingDep, work: StaffWork
) -> RegisterResponse:
    """File the matter under the key of the visit: a second time answers the same."""
    return reception.register(work, who, handover_id, body)


@router.get("/reception/handovers/{handover_id}/receipt", dependencies=[permit(Action.RECEIVE_CASES)])
def receipt(handover_id: HandoverId, who: ReadingDep, work: StaffWork) -> RegisterResponse:
    return window_receipts.of_handover(work, who, handover_id).answer


@router.post("/reception/handovers/{handover_id}/receipt/printed", dependencies=[permit(Action.RECEIVE_CASES)])
def printed(handover_id: HandoverId, who: DecidingDep, work: StaffWork) -> window_receipts.PrintNoted:
    """Note that the slip is printed: the first is the original, every later one a copy."""
    return window_receipts.printed(work, window_receipts.of_handover(work, who, handover_id))
