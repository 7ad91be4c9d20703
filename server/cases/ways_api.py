"""JSON routes of what happens beside the way of a matter: assignment, materials, mediation, recusal, follow-up."""

from __future__ import annotations

from fastapi import APIRouter

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import assigning, colleagues, followup, materials, mediation, recusal, views
from server.cases.doors import CaseId, DecidingDep, ReadingDep, StaffWork
from server.contract.v1 import API
from server.core.answering import Said

router = APIRouter(prefix=API, tags=["petitions", "ways"], dependencies=[permit(Action.HANDLE_CASES)], route_class=Said)


@router.post("/petitions/{case_id}/assign")
def assign(case_id: CaseId, body: assigning.AssignRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return views.item(work, who, assigning.assign(work, who, case_id, body))


@router.post("/petitions/{case_id}/handler")
def hand(case_id: CaseId, body: colleagues.HandRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    """Give the matter to a colleague of the unit; "" takes it back."""
    return views.item(work, who, colleagues.hand(work, who, case_id, body))


@router.get("/petitions/{case_id}/colleagues")
def find_colleagues(case_id: CaseId, who: ReadingDep, work: StaffWork) -> colleagues.Colleagues:
    return colleagues.listed(work, who, case_id)


@router.post("/petitions/{case_id}/report")
def report(case_id: CaseId, body: assigning.ReportRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return views.item(work, who, assigning.report(work, who, case_id, body))


@router.post("/petitions/{case_id}/materials")
def materials_received(
    case_id: CaseId, body: materials.MaterialsRequest, who: DecidingDep, work: StaffWork
) -> views.InboxItem:
    return views.item(work, who, materials.received(work, who, case_id, body))


@router.post("/petitions/{case_id}/materials/missing")
def materials_missing(
    case_id: CaseId, body: materials.MaterialsRequest, who: DecidingDep, work: StaffWork
) -> views.InboxItem:
    return views.item(work, who, materials.ask(work, who, case_id, body))


@router.post("/petitions/{case_id}/mediation")
def begin_mediation(
    case_id: CaseId, body: mediation.OpenMediationRequest, who: DecidingDep, work: StaffWork
) -> views.InboxItem:
    return views.item(work, who, mediation.begin(work, who, case_id, body))


@router.post("/petitions/{case_id}/mediation/result")
def close_mediation(
    case_id: CaseId, body: mediation.CloseMediationRequest, who: DecidingDep, work: StaffWork
) -> views.InboxItem:
    return views.item(work, who, mediation.close(work, who, case_id, body))


@router.post("/petitions/{case_id}/mediation/confirmation")
def confirm_agreement(
    case_id: CaseId, body: mediation.ConfirmRequest, who: DecidingDep, work: StaffWork
) -> views.InboxItem:
    return views.item(work, who, mediation.confirm(work, who, case_id, body))


@router.post("/petitions/{case_id}/recusal")
def recuse(case_id: CaseId, body: recusal.RecuseRequest, who: DecidingDep, work: StaffWork) -> recusal.Recused:
    return recusal.recuse(work, who, case_id, body)


@router.post("/petitions/{case_id}/callback")
def call_back(case_id: CaseId, body: followup.FollowUpRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return views.item(work, who, followup.call_back(work, who, case_id, body))


@router.post("/petitions/{case_id}/rectified")
def rectified(case_id: CaseId, body: followup.FollowUpRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return views.item(work, who, followup.rectify(work, who, case_id, body))


@router.post("/petitions/{case_id}/feedback")
def feed_back(case_id: CaseId, body: followup.FollowUpRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return views.item(work, who, followup.feed_back(work, who, case_id, body))
