"""JSON routes beside the steps of a matter: what follows from histories, what comes in otherwise, ratings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query

from server.accounts.api import KioskDep
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import desk as desks
from server.cases import intake, leaves, proposals, rating, reckoning, repeats, reviewing, search
from server.cases import progress as public
from server.cases.doors import CaseId, DecidingDep, KioskWork, PublicWork, ReadingDep, StaffWork
from server.contract.v1 import API, RegisterResponse, SimilarRequest, SimilarResponse
from server.contract.v1.places import PlaceRow, Places
from server.core.answering import Said
from server.units import service as units

router = APIRouter(prefix=API, tags=["petitions", "facts"], route_class=Said)


@router.get("/petitions/{case_id}/charges", dependencies=[permit(Action.READ_CASES)])
def charges(case_id: CaseId, who: ReadingDep, work: StaffWork) -> reckoning.Reckoning:
    return reckoning.reckon(work, who, case_id)


@router.get("/petitions/{case_id}/pages/{position}/text", dependencies=[permit(Action.READ_CASES)])
def page_text(
    case_id: CaseId, position: Annotated[int, Path(ge=0, le=999)], who: ReadingDep, work: StaffWork
) -> leaves.Leaf:
    """The words of one page where they stand on its image."""
    return leaves.leaf(work, who, case_id, position)


@router.get("/petitions/{case_id}/similar", dependencies=[permit(Action.READ_CASES)])
def similar(case_id: CaseId, who: ReadingDep, work: StaffWork) -> repeats.SimilarCases:
    return repeats.similar(work, who, case_id)


@router.get("/cases/search", dependencies=[permit(Action.READ_CASES)])
def find(
    who: ReadingDep,
    work: StaffWork,
    q: Annotated[str, Query(min_length=1, max_length=200)],
    field: search.Field = search.Field.ANY,
    after: Annotated[str, Query(max_length=64)] = "",
    limit: Annotated[int, Query(ge=1, le=search.MOST)] = search.PAGE,
) -> search.Found:
    """By number, name, phone or its last four digits, document, or words; spaces part what all must be met."""
    return search.search(work, who, q, field, after, limit)


@router.post("/cases/search", dependencies=[permit(Action.READ_CASES)])
def ask(body: search.SearchRequest, who: DecidingDep, work: StaffWork) -> search.Found:
    """As above, without a name or a number in the address, and with the reason for looking for a person."""
    return search.ask(work, who, body)


@router.get("/desk", dependencies=[permit(Action.READ_CASES)])
def desk(
    who: ReadingDep,
    work: StaffWork,
    show: desks.Queue = desks.Queue.UNSURE,
    after: Annotated[str, Query(max_length=100)] = "",
) -> desks.Desk:
    """What waits for a person to decide whose matter it is, oldest first; the next page begins after the last place."""
    return desks.desk(work, who, show, after)


@router.get("/duty-proposals", dependencies=[permit(Action.READ_FIGURES)])
def duty_proposals(who: ReadingDep, work: StaffWork) -> proposals.Proposals:
    return proposals.proposals(work, who)


@router.post("/petitions/received", dependencies=[permit(Action.RECEIVE_CASES)])
def receive(
    body: intake.ReceivedRequest,
    who: DecidingDep,
    work: StaffWork,
    idempotency_key: Annotated[str, Header(min_length=8, max_length=80)],
) -> RegisterResponse:
    return intake.receive(work, who, idempotency_key, body)


@router.post("/envelopes", dependencies=[permit(Action.RECEIVE_CASES)])
def seal(body: intake.SealedRequest, who: DecidingDep, work: StaffWork) -> intake.SealedReceipt:
    return intake.seal(work, who, body)


@router.post("/visitors/similar", dependencies=[permit(Action.TERMINAL)])
def suggest(body: SimilarRequest, kiosk: KioskDep, work: KioskWork) -> SimilarResponse:
    """Whether the visitor has raised this matter before: to join or continue it instead of filing it again."""
    return repeats.suggest(work, kiosk.region, body)


@router.get("/kiosks/places", dependencies=[permit(Action.TERMINAL)])
def places(kiosk: KioskDep, work: KioskWork) -> Places:
    """What a visitor chooses the place of a matter from."""
    rows = units.places(work.session, kiosk.region[:6])
    return Places(items=tuple(PlaceRow(code=code, name=name) for code, name in rows))


@router.post("/progress", dependencies=[permit(Action.VISIT)])
def progress(body: public.ProgressRequest, work: PublicWork) -> public.Progress:
    """Number and query code are the key; they come in the body, so that no log holds them."""
    return public.progress(work, body.number, body.query_code)


@router.post("/progress/review", status_code=201, dependencies=[permit(Action.VISIT)])
def ask_for_review(body: reviewing.AskBySlipRequest, work: PublicWork) -> reviewing.ReviewAsked:
    """Ask for review or re-review, whichever comes next, while its time runs; number and query code are the key."""
    return reviewing.ask_by_slip(work, body)


@router.post("/ratings", dependencies=[permit(Action.VISIT)])
def rate(body: rating.RateRequest, work: PublicWork) -> rating.Rated:
    """Number and query code are the key: no login, no cookie."""
    return rating.rate(work, body)
