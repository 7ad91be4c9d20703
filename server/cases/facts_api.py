"""JSON routes that tell what follows from histories (whose time it was, what the catalogue gets wrong), and ratings."""

from __future__ import annotations

from fastapi import APIRouter

from server.cases import proposals, rating, reckoning
from server.cases.doors import CaseId, PublicWork, ReadingDep, StaffWork

router = APIRouter(tags=["facts"])


@router.get("/petitions/{case_id}/charges")
def charges(case_id: CaseId, who: ReadingDep, work: StaffWork) -> reckoning.Reckoning:
    return reckoning.reckon(work, who, case_id)


@router.get("/duty-proposals")
def duty_proposals(who: ReadingDep, work: StaffWork) -> proposals.Proposals:
    return proposals.proposals(work, who)


@router.post("/ratings")
def rate(body: rating.RateRequest, work: PublicWork) -> rating.Rated:
    """Number and query code are the key: no login, no cookie."""
    return rating.rate(work, body)
