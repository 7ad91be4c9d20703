"""JSON routes of the window: visits of a day, what is asked while a matter is written down, scans, receipts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import visits, window, window_receipts
from server.cases.doors import DecidingDep, ReadingDep, StaffWork
from server.contract.v1 import (
    API,
    Decision,
    LookupRequest,
    LookupResponse,
    RegisterResponse,
    SimilarRequest,
    SimilarResponse,
    SuggestRequest,
)
from server.core.answering import Said

router = APIRouter(
    prefix=f"{API}/reception",
    tags=["petitions", "reception"],
    dependencies=[permit(Action.RECEIVE_CASES)],
    route_class=Said,
)

Sha256Path = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
ReceiptKey = Annotated[str, Path(min_length=8, max_length=80)]


async def _raw(request: Request) -> bytes:
    return await request.body()


@router.get("/visits")
def visits_of_day(
    who: ReadingDep,
    work: StaffWork,
    day: date | None = None,
    form: visits.FormName | None = None,
    after: Annotated[str, Query(max_length=100)] = "",
) -> visits.Visits:
    """What was registered at this hall on a day, today when none is named; newest first."""
    return visits.of_day(work, who, day, form, after)


@router.post("/suggest")
def suggest(body: SuggestRequest, who: DecidingDep, work: StaffWork) -> Decision:
    """Who would be responsible, and why; nothing is stored."""
    return window.suggest(work, who, body)


@router.post("/earlier")
def earlier(body: LookupRequest, who: DecidingDep, work: StaffWork) -> LookupResponse:
    """Earlier matters of the person with this document. In the body, so that no log holds the number."""
    return window.earlier(work, who, body)


@router.post("/similar")
def similar(body: SimilarRequest, who: DecidingDep, work: StaffWork) -> SimilarResponse:
    """Which earlier matter of this person this may be."""
    return window.similar(work, who, body)


@router.post("/scans")
def scan(who: DecidingDep, work: StaffWork, data: Annotated[bytes, Depends(_raw)]) -> window.Scanned:
    """The body is a JPEG or PNG, or a PDF whose pages are kept as images."""
    return window.scan(work, who, data)


@router.get("/scans/{sha256}")
def scanned(sha256: Sha256Path, who: ReadingDep, work: StaffWork) -> Response:
    image = window.scanned(work, who, sha256)
    return Response(image.data, media_type=image.media_type, headers={"Cache-Control": "private, no-store"})


@router.get("/receipts/{key}")
def receipt(key: ReceiptKey, who: ReadingDep, work: StaffWork) -> RegisterResponse:
    """The answer of a registration of this office once more, by its Idempotency-Key."""
    return window_receipts.by_key(work, who, key).answer


@router.post("/receipts/{key}/printed")
def printed(key: ReceiptKey, who: DecidingDep, work: StaffWork) -> window_receipts.PrintNoted:
    """Note that the slip is printed: the first is the original, every later one a copy."""
    return window_receipts.printed(work, window_receipts.by_key(work, who, key))
