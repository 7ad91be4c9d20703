"""JSON routes of the steps of a matter: one POST a decision, each answering the file as it is then."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import closing, disputes, joining, more_time, papers, reviewing, steps, views
from server.cases.access import Reader
from server.cases.deed import Deed
from server.cases.doors import CaseId, DecidingDep, ReadingDep, StaffWork
from server.cases.tables import PetitionCase
from server.contract.v1 import API
from server.core.answering import Said
from server.core.work import Work

router = APIRouter(prefix=API, tags=["petitions", "steps"], route_class=Said)

#: place of an event in the history of a matter
Seq = Annotated[int, Path(ge=1, le=1_000_000)]


def _answer(work: Work, who: Reader, case: PetitionCase) -> views.InboxItem:
    return views.item(work, who, case)


@router.post("/petitions/{case_id}/arrive", dependencies=[permit(Action.HANDLE_CASES)])
def arrive(case_id: CaseId, body: steps.ArriveRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, steps.arrive(work, who, case_id, body))


@router.post("/petitions/{case_id}/conclude", dependencies=[permit(Action.HANDLE_CASES)])
def conclude(case_id: CaseId, body: steps.ConcludeRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, steps.conclude(work, who, case_id, body))


@router.post("/petitions/{case_id}/accept", dependencies=[permit(Action.HANDLE_CASES)])
def accept(case_id: CaseId, body: steps.AcceptRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, steps.accept(work, who, case_id, body))


@router.post("/petitions/{case_id}/refuse", dependencies=[permit(Action.HANDLE_CASES)])
def refuse(case_id: CaseId, body: steps.RefuseRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, steps.refuse(work, who, case_id, body))


@router.post("/petitions/{case_id}/notes", dependencies=[permit(Action.HANDLE_CASES)])
def note(case_id: CaseId, body: steps.NoteRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, steps.note(work, who, case_id, body))


@router.post("/petitions/{case_id}/extension", dependencies=[permit(Action.HANDLE_CASES)])
def ask_extension(
    case_id: CaseId, body: more_time.MoreTimeRequest, who: DecidingDep, work: StaffWork
) -> views.InboxItem:
    """Ask the person in charge of the unit for more time."""
    return _answer(work, who, more_time.ask(work, who, case_id, body))


@router.post("/petitions/{case_id}/extend", dependencies=[permit(Action.APPROVE)])
def extend(case_id: CaseId, body: steps.ExtendRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, steps.extend(work, who, case_id, body))


@router.post("/petitions/{case_id}/opinion", dependencies=[permit(Action.HANDLE_CASES)])
def issue(case_id: CaseId, body: steps.OpinionRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, steps.issue(work, who, case_id, body))


@router.post("/petitions/{case_id}/objection", dependencies=[permit(Action.HANDLE_CASES)])
def object_to(case_id: CaseId, body: disputes.ObjectRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, disputes.object_to(work, who, case_id, body))


@router.post("/petitions/{case_id}/objection/decision", dependencies=[permit(Action.HANDLE_CASES)])
def decide_objection(
    case_id: CaseId, body: disputes.DecideObjectionRequest, who: DecidingDep, work: StaffWork
) -> views.InboxItem:
    return _answer(work, who, disputes.decide(work, who, case_id, body))


@router.post("/petitions/{case_id}/dispute", dependencies=[permit(Action.HANDLE_CASES)])
def dispute(case_id: CaseId, body: disputes.DisputeRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, disputes.dispute(work, who, case_id, body))


@router.post("/petitions/{case_id}/arbitration", dependencies=[permit(Action.ARBITRATE)])
def arbitrate(case_id: CaseId, body: disputes.ArbitrateRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, disputes.arbitrate(work, who, case_id, body))


@router.post("/petitions/{case_id}/review", dependencies=[permit(Action.HANDLE_CASES)])
def ask_review(case_id: CaseId, body: reviewing.AskRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, reviewing.ask(work, who, case_id, body))


@router.post("/petitions/{case_id}/review/hearing", dependencies=[permit(Action.HANDLE_CASES)])
def hearing(case_id: CaseId, body: reviewing.HearingRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, reviewing.hearing(work, who, case_id, body))


@router.post("/petitions/{case_id}/review/decision", dependencies=[permit(Action.HANDLE_CASES)])
def decide_review(
    case_id: CaseId, body: reviewing.VerdictRequest, who: DecidingDep, work: StaffWork
) -> views.InboxItem:
    return _answer(work, who, reviewing.decide(work, who, case_id, body))


@router.post("/petitions/{case_id}/finalize", dependencies=[permit(Action.HANDLE_CASES)])
def finalize(case_id: CaseId, body: closing.FinalizeRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, closing.finalize(work, who, case_id, body))


@router.post("/petitions/{case_id}/archive", dependencies=[permit(Action.HANDLE_CASES)])
def archive(case_id: CaseId, body: closing.ArchiveRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, closing.archive(work, who, case_id, body))


@router.post("/petitions/{case_id}/reopen", dependencies=[permit(Action.HANDLE_CASES)])
def reopen(case_id: CaseId, body: closing.ReopenRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, closing.reopen(work, who, case_id, body))


@router.post("/petitions/{case_id}/merge", dependencies=[permit(Action.HANDLE_CASES)])
def merge(case_id: CaseId, body: joining.MergeRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    """Answers the matter that goes on."""
    return _answer(work, who, joining.merge(work, who, case_id, body))


@router.post("/petitions/{case_id}/unmerge", dependencies=[permit(Action.HANDLE_CASES)])
def unmerge(case_id: CaseId, body: joining.UndoMergeRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    """Undo a merge that was a mistake; answers the matter that stands for itself again."""
    return _answer(work, who, joining.undo(work, who, case_id, body))


@router.post("/petitions/{case_id}/split", dependencies=[permit(Action.HANDLE_CASES)])
def split(case_id: CaseId, body: joining.SplitRequest, who: DecidingDep, work: StaffWork) -> joining.SplitAnswer:
    return joining.split(work, who, case_id, body)


@router.get("/papers", dependencies=[permit(Action.READ_CASES)])
def paper_queue(who: ReadingDep, work: StaffWork) -> papers.PaperQueue:
    return papers.waiting(work, who)


@router.get("/petitions/{case_id}/papers", dependencies=[permit(Action.READ_CASES)])
def papers_of(case_id: CaseId, who: ReadingDep, work: StaffWork) -> papers.PaperQueue:
    return papers.of_case(work, who, case_id)


@router.post("/petitions/{case_id}/papers/{seq}/printed", dependencies=[permit(Action.HANDLE_CASES)])
def printed(case_id: CaseId, seq: Seq, body: Deed, who: DecidingDep, work: StaffWork) -> papers.PaperQueue:
    """The original alone, for who prints it by other means; `…/print` answers the paper and counts copies."""
    papers.printed(work, who, case_id, seq, papers.PrintRequest(version=body.version))
    return papers.of_case(work, who, case_id)


@router.post("/petitions/{case_id}/papers/{seq}/served", dependencies=[permit(Action.HANDLE_CASES)])
def served(case_id: CaseId, seq: Seq, body: papers.ServeRequest, who: DecidingDep, work: StaffWork) -> views.InboxItem:
    return _answer(work, who, papers.serve(work, who, case_id, seq, body))
