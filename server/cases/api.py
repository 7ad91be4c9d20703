"""JSON routes of matters: what kiosks send, what staff read and do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request, Response

from server.accounts.api import KioskDep
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import (
    calls,
    documents,
    facts_api,
    handover_api,
    numbers,
    officer_api,
    screening,
    service,
    steps_api,
    views,
    ways_api,
    window_api,
)
from server.cases.doors import CaseId, DecidingDep, KioskWork, ReadingDep, StaffWork
from server.contract.v1 import (
    API,
    LeaseRequest,
    LeaseResponse,
    LookupRequest,
    LookupResponse,
    PageStored,
    RegisterRequest,
    RegisterResponse,
)
from server.contract.v1.kiosks import StaffCall, StaffCalled
from server.core.answering import Said

router = APIRouter(prefix=API, tags=["petitions"], route_class=Said)
# their own routes instead of whole routers: see `server/app.py`
for _part in (steps_api, facts_api, ways_api, officer_api, handover_api, window_api):
    router.routes.extend(_part.router.routes)

Sha256Path = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
#: pages of a matter count from 0; a registration has at most 60
Position = Annotated[int, Path(ge=0, le=999)]


async def _raw(request: Request) -> bytes:
    return await request.body()


@router.post("/kiosk/leases", dependencies=[permit(Action.TERMINAL)])
def lease_numbers(body: LeaseRequest, kiosk: KioskDep, work: KioskWork) -> LeaseResponse:
    leases, until = numbers.lease(work, kiosk.id, kiosk.region, body.count)
    settings = work.centre.settings
    return LeaseResponse(
        leases=leases,
        valid_until=until,
        hall_name=settings.hall_name,
        hall_phone=settings.hall_phone,
        supervision_phone=settings.supervision_phone,
        progress_url=settings.progress_url,
    )


@router.post("/visitors/lookup", dependencies=[permit(Action.TERMINAL)])
def look_up(body: LookupRequest, work: KioskWork) -> LookupResponse:
    return views.earlier(work, body)


@router.post("/kiosks/calls", dependencies=[permit(Action.TERMINAL)])
def call_staff(body: StaffCall, kiosk: KioskDep, work: KioskWork) -> StaffCalled:
    return calls.call(work, kiosk, body)


@router.put("/pages/{sha256}", dependencies=[permit(Action.TERMINAL)])
def store_page(
    sha256: Sha256Path, kiosk: KioskDep, work: KioskWork, data: Annotated[bytes, Depends(_raw)]
) -> PageStored:
    return documents.store(work, kiosk.id, sha256, data)


@router.post("/petitions", dependencies=[permit(Action.TERMINAL)])
def register(
    body: RegisterRequest,
    kiosk: KioskDep,
    work: KioskWork,
    idempotency_key: Annotated[str, Header(min_length=8, max_length=80)],
) -> RegisterResponse:
    return service.register(work, kiosk.id, kiosk.region, idempotency_key, body)


@router.get("/inbox", dependencies=[permit(Action.READ_CASES)])
def inbox(who: ReadingDep, work: StaffWork) -> views.Inbox:
    return views.inbox(work, who)


@router.get("/petitions/{case_id}", dependencies=[permit(Action.READ_CASES)])
def case_file(case_id: CaseId, who: ReadingDep, work: StaffWork) -> views.CaseFile:
    return views.case_file(work, who, case_id)


@router.get("/petitions/{case_id}/pages/{position}", dependencies=[permit(Action.READ_CASES)])
def page(case_id: CaseId, position: Position, who: ReadingDep, work: StaffWork, small: bool = False) -> Response:
    image = documents.show(work, who, case_id, position, small=small)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return Response(image.data, media_type=image.media_type, headers=headers)


@router.post("/petitions/{case_id}/acknowledge", dependencies=[permit(Action.HANDLE_CASES)])
def acknowledge(
    case_id: CaseId, who: DecidingDep, work: StaffWork, answer: views.Size = views.Size.FILE
) -> views.CaseFile | views.InboxItem:
    """Answers the file, or with `?answer=brief` what the inbox shows of it."""
    case = service.acknowledge(work, who, case_id)
    return (views.brief if answer is views.Size.BRIEF else views.whole)(work, who, case)


@router.post("/petitions/{case_id}/dispatch", dependencies=[permit(Action.HANDLE_CASES)])
def dispatch(case_id: CaseId, body: screening.DispatchRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    """The screening desk sends the matter on."""
    return views.item(work, who, screening.send(work, who, case_id, body))
