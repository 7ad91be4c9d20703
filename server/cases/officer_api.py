"""JSON routes of a unit's officer: photos of progress, the code of the hall, who is expected there, the duty roster."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import arrival, correcting, duty, photos
from server.cases.doors import CaseId, DecidingDep, ReadingDep, StaffWork
from server.contract.v1 import API
from server.core.answering import Said

router = APIRouter(prefix=API, tags=["petitions", "officer"], route_class=Said)

Sha256 = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
TurnId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
UnitCode = Annotated[str, Query(max_length=40)]


async def _raw(request: Request) -> bytes:
    return await request.body()


@router.post("/petitions/{case_id}/photos", dependencies=[permit(Action.HANDLE_CASES)])
def take_photo(
    case_id: CaseId, who: DecidingDep, work: StaffWork, data: Annotated[bytes, Depends(_raw)]
) -> photos.PhotoStored:
    """The body is the JPEG or PNG itself; an entry of progress names it by its hash."""
    return photos.take(work, who, case_id, data)


@router.get("/petitions/{case_id}/photos/{photo}", dependencies=[permit(Action.READ_CASES)])
def photo_image(case_id: CaseId, photo: Sha256, who: ReadingDep, work: StaffWork, small: bool = False) -> Response:
    image = photos.show(work, who, case_id, photo, small=small)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return Response(image.data, media_type=image.media_type, headers=headers)


@router.get("/petitions/{case_id}/corrections", dependencies=[permit(Action.READ_CASES)])
def corrections(
    case_id: CaseId,
    who: ReadingDep,
    work: StaffWork,
    q: Annotated[str, Query(max_length=40)] = "",
    category: Annotated[str, Query(pattern=r"^(\d{6})?$")] = "",
) -> correcting.Corrections:
    """What the screening desk can send the matter to instead; `q`: part of the name of a unit or a class, `category`: a
    class chosen before."""
    return correcting.corrections(work, who, case_id, q, category)


@router.get("/arrival/code", dependencies=[permit(Action.RECEIVE_CASES)])
def arrival_code(who: ReadingDep, work: StaffWork) -> arrival.CodeView:
    """What the hall shows now, for whoever keeps its desk."""
    return arrival.of_hall(work, who)


@router.get("/arrival/expected", dependencies=[permit(Action.READ_CASES)])
def expected(who: ReadingDep, work: StaffWork) -> arrival.Expected:
    return arrival.expected(work, who)


@router.get("/duty", dependencies=[permit(Action.READ_CASES)])
def roster(who: ReadingDep, work: StaffWork, unit: UnitCode = "") -> duty.Roster:
    """Who is on duty now and after that; without a unit those of the reader's own."""
    return duty.roster(work, who, unit)


@router.post("/duty", dependencies=[permit(Action.HANDLE_CASES)])
def add_turn(body: duty.TurnRequest, who: DecidingDep, work: StaffWork) -> duty.TurnView:
    return duty.add(work, who, body)


@router.post("/duty/{turn}/remove", dependencies=[permit(Action.HANDLE_CASES)])
def remove_turn(turn: TurnId, who: DecidingDep, work: StaffWork) -> duty.TurnView:
    return duty.remove(work, who, turn)


@router.post("/duty/{turn}/restore", dependencies=[permit(Action.HANDLE_CASES)])
def restore_turn(turn: TurnId, who: DecidingDep, work: StaffWork) -> duty.TurnView:
    return duty.restore(work, who, turn)
