"""JSON routes of matters: what kiosks send, what staff read and do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request, Response

from server.accounts.api import AccountDep, ChangingDep, KioskDep, SignedIn
from server.cases import access, documents, numbers, screening, service, views
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
from server.core.centre import Centre
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work

router = APIRouter(prefix=API, tags=["petitions"])

Sha256Path = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
#: an id this centre made: 32 hex digits; anything else is simply not found
CaseId = Annotated[str, Path(max_length=64)]
#: pages of a matter count from 0; a registration has at most 60
Position = Annotated[int, Path(ge=0, le=999)]


def kiosk_work(kiosk: KioskDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Work:
    return Work(session, centre, now, f"kiosk:{kiosk.id}")


def staff_work(signed_in: AccountDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Work:
    return work_of(signed_in, session, centre, now)


def work_of(signed_in: SignedIn, session: SessionDep, centre: Centre, now: NowDep) -> Work:
    return Work(session, centre, now, f"account:{signed_in.account.username}")


KioskWork = Annotated[Work, Depends(kiosk_work)]
StaffWork = Annotated[Work, Depends(staff_work)]


async def _raw(request: Request) -> bytes:
    return await request.body()


@router.post("/kiosk/leases")
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


@router.post("/visitors/lookup")
def look_up(body: LookupRequest, work: KioskWork) -> LookupResponse:
    return views.earlier(work, body)


@router.put("/pages/{sha256}")
def store_page(
    sha256: Sha256Path, kiosk: KioskDep, work: KioskWork, data: Annotated[bytes, Depends(_raw)]
) -> PageStored:
    return documents.store(work, kiosk.id, sha256, data)


@router.post("/petitions")
def register(
    body: RegisterRequest,
    kiosk: KioskDep,
    work: KioskWork,
    idempotency_key: Annotated[str, Header(min_length=8, max_length=80)],
) -> RegisterResponse:
    return service.register(work, kiosk.id, kiosk.region, idempotency_key, body)


@router.get("/inbox")
def inbox(signed_in: AccountDep, work: StaffWork) -> views.Inbox:
    return views.inbox(work, access.reader(work.session, signed_in.account))


@router.get("/petitions/{case_id}")
def case_file(case_id: CaseId, signed_in: AccountDep, work: StaffWork) -> views.CaseFile:
    return views.case_file(work, access.reader(work.session, signed_in.account), case_id)


@router.get("/petitions/{case_id}/pages/{position}")
def page(case_id: CaseId, position: Position, signed_in: AccountDep, work: StaffWork) -> Response:
    image = documents.show(work, access.reader(work.session, signed_in.account), case_id, position)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return Response(image.data, media_type=image.media_type, headers=headers)


@router.post("/petitions/{case_id}/acknowledge")
def acknowledge(case_id: CaseId, signed_in: ChangingDep, work: StaffWork) -> views.CaseFile:
    who = access.reader(work.session, signed_in.account)
    service.acknowledge(work, who, case_id)
    return views.case_file(work, who, case_id)


@router.post("/petitions/{case_id}/dispatch")
def dispatch(
    case_id: CaseId, body: screening.DispatchRequest, signed_in: ChangingDep, work: StaffWork
) -> views.InboxItem:
    """The screening desk sends the matter on."""
    who = access.reader(work.session, signed_in.account)
    return views.item(work, who, screening.send(work, who, case_id, body))
