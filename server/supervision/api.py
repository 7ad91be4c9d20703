"""JSON routes of supervision: boards, reminders, the five forms, circulars, following, the leader's overview."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import views as cases
from server.cases.doors import CaseId, DecidingDep, ReadingDep, StaffWork
from server.cases.rules import CaseState
from server.contract.v1 import API
from server.core.answering import Said
from server.supervision import circulars, following, reminding, supervising, views
from server.supervision.batch import BatchResult
from server.supervision.board import Pressing, Wanted
from server.supervision.circulars import CircularList, CircularView, Discarded, DraftRequest, EditRequest
from server.supervision.following import WatchView
from server.supervision.reminding import RemindManyRequest, RemindRequest
from server.supervision.supervising import (
    SuperviseManyRequest,
    SuperviseRequest,
    SupervisionAnswer,
    SupervisionList,
    SupervisionView,
)

router = APIRouter(prefix=API, tags=["supervision"], route_class=Said)

Id = Annotated[str, Path(max_length=64)]
After = Annotated[str, Query(max_length=80)]
Code = Annotated[str, Query(max_length=40)]


def wanted(
    show: Pressing | None = None,
    unit: Code = "",
    rule: Code = "",
    state: CaseState | None = None,
    today: bool = False,
    watched: bool = False,
) -> Wanted:
    return Wanted(show, unit, rule, state, today, watched)


@router.get("/overview", dependencies=[permit(Action.READ_CASES)])
def overview(who: ReadingDep, work: StaffWork) -> views.Overview:
    """Counts of the matters under the reader's charge; `/matters` lists each of them."""
    return views.overview(work, who)


@router.get("/matters", dependencies=[permit(Action.READ_CASES)])
def matters(
    who: ReadingDep,
    work: StaffWork,
    show: Pressing | None = None,
    unit: Code = "",
    rule: Code = "",
    state: CaseState | None = None,
    today: bool = False,
    watched: bool = False,
    after: After = "",
) -> views.LateBoard:
    return views.matters(work, who, wanted(show, unit, rule, state, today, watched), after)


@router.get("/supervision/board", dependencies=[permit(Action.SUPERVISE)])
def board(
    who: ReadingDep,
    work: StaffWork,
    show: Pressing = Pressing.OVERDUE,
    unit: Code = "",
    rule: Code = "",
    after: After = "",
) -> views.LateBoard:
    return views.show(work, who, Wanted(show, unit, rule), after)


@router.post("/supervision/reminders", dependencies=[permit(Action.SUPERVISE)])
def remind_many(body: RemindManyRequest, who: DecidingDep, work: StaffWork) -> BatchResult:
    return reminding.remind_many(work, who, body)


@router.post("/supervision/batch", dependencies=[permit(Action.SUPERVISE)])
def supervise_many(body: SuperviseManyRequest, who: DecidingDep, work: StaffWork) -> BatchResult:
    """Supervise many matters in one of the five forms; each row says what became of it."""
    return supervising.supervise_many(work, who, body)


@router.post("/petitions/{case_id}/reminder", dependencies=[permit(Action.SUPERVISE)])
def remind(case_id: CaseId, body: RemindRequest, who: DecidingDep, work: StaffWork) -> cases.InboxItem:
    return cases.item(work, who, reminding.remind(work, who, case_id, body))


@router.get("/petitions/{case_id}/supervision", dependencies=[permit(Action.READ_CASES)])
def supervision_of(case_id: CaseId, who: ReadingDep, work: StaffWork) -> SupervisionList:
    return supervising.of_matter(work, who, case_id)


@router.post("/petitions/{case_id}/supervision", dependencies=[permit(Action.SUPERVISE)])
def supervise(case_id: CaseId, body: SuperviseRequest, who: DecidingDep, work: StaffWork) -> SupervisionView:
    return supervising.view(work, who, supervising.supervise(work, who, case_id, body))


@router.post("/supervision/{supervision_id}/answer", dependencies=[permit(Action.HANDLE_CASES)])
def answer(supervision_id: Id, body: SupervisionAnswer, who: DecidingDep, work: StaffWork) -> SupervisionView:
    return supervising.view(work, who, supervising.answer(work, who, supervision_id, body))


@router.post("/petitions/{case_id}/watch", dependencies=[permit(Action.READ_CASES)])
def watch(case_id: CaseId, who: DecidingDep, work: StaffWork) -> WatchView:
    return following.watch(work, who, case_id)


@router.post("/petitions/{case_id}/unwatch", dependencies=[permit(Action.READ_CASES)])
def unwatch(case_id: CaseId, who: DecidingDep, work: StaffWork) -> WatchView:
    return following.unwatch(work, who, case_id)


@router.get("/circulars", dependencies=[permit(Action.READ_CASES)])
def listed(who: ReadingDep, work: StaffWork) -> CircularList:
    return circulars.listed(work, who)


@router.post("/circulars", dependencies=[permit(Action.SUPERVISE)])
def draft(body: DraftRequest, who: DecidingDep, work: StaffWork) -> CircularView:
    return circulars.draft(work, who, body)


@router.get("/circulars/{circular_id}", dependencies=[permit(Action.READ_CASES)])
def circular(circular_id: Id, who: ReadingDep, work: StaffWork) -> CircularView:
    return circulars.read(work, who, circular_id)


@router.post("/circulars/{circular_id}", dependencies=[permit(Action.SUPERVISE)])
def edit(circular_id: Id, body: EditRequest, who: DecidingDep, work: StaffWork) -> CircularView:
    return circulars.edit(work, who, circular_id, body)


@router.post("/circulars/{circular_id}/publish", dependencies=[permit(Action.SUPERVISE)])
def publish(circular_id: Id, who: DecidingDep, work: StaffWork) -> CircularView:
    return circulars.publish(work, who, circular_id)


@router.post("/circulars/{circular_id}/discard", dependencies=[permit(Action.SUPERVISE)])
def discard(circular_id: Id, who: DecidingDep, work: StaffWork) -> Discarded:
    return circulars.discard(work, who, circular_id)
