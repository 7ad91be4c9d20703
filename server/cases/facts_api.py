"""JSON routes that tell what follows from histories (whose time it was, what the catalogue gets wrong), and ratings."""

from __future__ import annotations

from fastapi import APIRouter

from server.accounts.api import KioskDep
from server.cases import proposals, rating, reckoning, repeats
from server.cases.doors import CaseId, KioskWork, PublicWork, ReadingDep, StaffWork
from server.contract.v1 import SimilarRequest, SimilarResponse

router = APIRouter(tags=["facts"])


@router.get("/petitions/{case_id}/charges")
def charges(case_id: CaseId, who: ReadingDep, work: StaffWork) -> reckoning.Reckoning:
    return reckoning.reckon(work, who, case_id)


@router.get("/petitions/{case_id}/similar")
def similar(case_id: CaseId, who: ReadingDep, work: StaffWork) -> repeats.SimilarCases:
    return repeats.similar(work, who, case_id)


@router.get("/duty-proposals")
def duty_proposals(who: ReadingDep, work: StaffWork) -> proposals.Proposals:
    return proposals.proposals(work, who)


@router.post("/visitors/similar")
def suggest(body: SimilarRequest, kiosk: KioskDep, work: KioskWork) -> SimilarResponse:
    """Whether the visitor has raised this matter before: to join or continue it instead of filing it again."""
    return repeats.suggest(work, kiosk.region, body)


@router.post("/ratings")
def rate(body: rating.RateRequest, work: PublicWork) -> rating.Rated:
    """Number and query code are the key: no login, no cookie."""
    return rating.rate(work, body)
