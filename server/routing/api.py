"""POST /api/v1/routing/suggest: a preview of the decision for the kiosk; nothing is stored."""

from __future__ import annotations

from fastapi import APIRouter

from server.accounts.api import KioskDep
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.contract.v1 import API, Decision, Outcome, SuggestRequest
from server.core.requests import NowDep, SessionDep
from server.core.time import local
from server.routing.service import RoutingQuestion, decide
from server.units import service as units

router = APIRouter(prefix=API, tags=["routing"])


@router.post("/routing/suggest", dependencies=[permit(Action.TERMINAL)])
def suggest(body: SuggestRequest, kiosk: KioskDep, session: SessionDep, now: NowDep) -> Decision:
    """Say who would be responsible and why. The hall is the one the kiosk is enrolled for."""
    question = RoutingQuestion(
        text=body.text,
        place_region=body.place_region,
        hall_region=kiosk.region,
        complained_of=body.complained_of,
    )
    found = decide(session, question, local(now).date())
    alternatives = (units.ref(session, code) for code in found.alternatives)
    sealed = found.outcome is Outcome.RESTRICTED
    return Decision(
        outcome=found.outcome,
        unit=units.ref(session, found.unit_code) if found.unit_code else None,
        category=found.category,
        confidence=found.confidence,
        reason=found.reason.zh,
        reason_en=found.reason.en,
        legal_basis=found.legal_basis,
        words=() if sealed else found.words,
        alternatives=tuple(ref for ref in alternatives if ref is not None),
        proposal=found.proposal.shown(sealed=sealed) if found.proposal else None,
    )
