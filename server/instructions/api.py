"""JSON routes of instructions: given on a matter or a theme, answered, asked again, closed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases.doors import CaseId, DecidingDep, ReadingDep, StaffWork
from server.contract.v1 import API
from server.core.answering import Said
from server.instructions import service, views
from server.instructions.service import AnswerRequest, CloseRequest, InstructRequest, PursueRequest, ThemeRequest
from server.instructions.views import Box, InstructionList, InstructionShow, InstructionView

router = APIRouter(prefix=API, tags=["instructions"], route_class=Said)

#: an id this centre made; anything else is simply not found
InstructionId = Annotated[str, Path(max_length=64)]
After = Annotated[str, Query(max_length=80)]


@router.get("/instructions", dependencies=[permit(Action.READ_CASES)])
def listed(
    who: ReadingDep,
    work: StaffWork,
    box: Box = Box.RECEIVED,
    show: InstructionShow = InstructionShow.ALL,
    after: After = "",
) -> InstructionList:
    return views.listed(work, who, box, show, after)


@router.post("/instructions", dependencies=[permit(Action.INSTRUCT)])
def instruct_on_theme(body: ThemeRequest, who: DecidingDep, work: StaffWork) -> InstructionView:
    return views.one(work, who, service.instruct_on_theme(work, who, body).id)


@router.get("/instructions/{instruction_id}", dependencies=[permit(Action.READ_CASES)])
def one(instruction_id: InstructionId, who: ReadingDep, work: StaffWork) -> InstructionView:
    return views.one(work, who, instruction_id)


@router.post("/instructions/{instruction_id}/answer", dependencies=[permit(Action.HANDLE_CASES)])
def answer(instruction_id: InstructionId, body: AnswerRequest, who: DecidingDep, work: StaffWork) -> InstructionView:
    return views.one(work, who, service.answer(work, who, instruction_id, body).id)


@router.post("/instructions/{instruction_id}/pursue", dependencies=[permit(Action.INSTRUCT)])
def pursue(instruction_id: InstructionId, body: PursueRequest, who: DecidingDep, work: StaffWork) -> InstructionView:
    return views.one(work, who, service.pursue(work, who, instruction_id, body).id)


@router.post("/instructions/{instruction_id}/close", dependencies=[permit(Action.INSTRUCT)])
def close(instruction_id: InstructionId, body: CloseRequest, who: DecidingDep, work: StaffWork) -> InstructionView:
    return views.one(work, who, service.close(work, who, instruction_id, body).id)


@router.get("/petitions/{case_id}/instructions", dependencies=[permit(Action.READ_CASES)])
def of_matter(case_id: CaseId, who: ReadingDep, work: StaffWork) -> InstructionList:
    return views.of_matter(work, who, case_id)


@router.post("/petitions/{case_id}/instructions", dependencies=[permit(Action.INSTRUCT)])
def instruct(case_id: CaseId, body: InstructRequest, who: DecidingDep, work: StaffWork) -> InstructionView:
    return views.one(work, who, service.instruct(work, who, case_id, body).id)
