"""A citizen's own matter by number and query code: progress in plain words, papers, rating, review. No account.

GET /progress?n=…&c=…&lang=zh|en, as the code on the slip says; POST /progress/papers, /progress/rating, /progress/review.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Path, Query
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from printers.render.pdf import render_pdf
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import progress as public
from server.cases import rating, reviewing
from server.cases.doors import PublicWork
from server.cases.papers import PaperView
from server.cases.progress import Progress
from server.cases.rating import FIVE_LEVELS, THREE_LEVELS, Subject
from server.cases.rules import CaseState
from server.cases.slips import ByCode
from server.contract.v1 import API, ErrorCode
from server.core.errors import STATUS, HallError
from server.core.work import Work
from server.web.acts.papers import lay_out
from server.web.guard import same_origin
from server.web.templating import page

_VISIT = permit(Action.VISIT)
router = APIRouter(prefix="/progress", dependencies=[_VISIT])
#: the same for other programs; everything else of this page lies beside the facts of a matter
json_router = APIRouter(prefix=API, tags=["facts"], dependencies=[_VISIT])

#: the stops most matters still have before them, in the order of `CaseState`
_STOPS: dict[CaseState, tuple[str, str]] = {
    CaseState.ACKNOWLEDGED: ("责任单位签收", "Receipt"),
    CaseState.INTERVIEWED: ("现场接谈", "Interview"),
    CaseState.ACCEPTED: ("受理", "Acceptance"),
    CaseState.ANSWERED: ("处理意见", "Opinion"),
    CaseState.DELIVERED: ("结果送达", "Result"),
}
_SUBJECTS: dict[Subject, tuple[str, str]] = {
    Subject.OFFICE: ("信访部门", "The petition office"),
    Subject.UNIT: ("责任单位", "The responsible unit"),
    Subject.HALL: ("大厅服务", "Service in the hall"),
}
_THREE = dict(
    zip(THREE_LEVELS, (("满意", "Satisfied"), ("基本满意", "Fairly"), ("不满意", "Not satisfied")), strict=True)
)
_FIVE = dict(
    zip(
        reversed(FIVE_LEVELS),
        (
            ("非常满意", "Very good"),
            ("满意", "Good"),
            ("基本满意", "Fair"),
            ("不满意", "Bad"),
            ("非常不满意", "Very bad"),
        ),
        strict=True,
    )
)
LEVELS: dict[Subject, dict[int, tuple[str, str]]] = {
    Subject.OFFICE: _THREE,
    Subject.UNIT: _THREE,
    Subject.HALL: _FIVE,
}
_DONE = {
    "rated": ("评价已收到，谢谢", "Thank you for your rating"),
    "review": ("请求已收到，上一级机关会书面答复您", "Your request was received and will be answered in writing"),
}
#: what is said above the page as it was
_SAID_ABOVE = (
    *(ErrorCode.NOT_FOUND, ErrorCode.TOO_MANY_REQUESTS, ErrorCode.INVALID_REQUEST),
    *(ErrorCode.CONFLICT, ErrorCode.WRONG_STATE, ErrorCode.LIMIT_PASSED),
)


class Language(StrEnum):
    ZH = "zh"
    EN = "en"


def ahead(state: CaseState) -> tuple[tuple[str, str], ...]:
    """Return the stops after this state, Chinese and English."""
    order = list(CaseState)
    return tuple(words for stop, words in _STOPS.items() if order.index(stop) > order.index(state))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a form of the page brings along; empty for who has just come."""

    number: str
    code: str
    lang: Language

    @property
    def slip(self) -> dict[str, str]:
        return {"number": self.number, "query_code": self.code}


def _asked(
    n: Annotated[str, Form(max_length=60)] = "",
    c: Annotated[str, Form(max_length=60)] = "",
    lang: Annotated[Language, Form()] = Language.ZH,
) -> _Asked:
    return _Asked(n.strip().upper(), c.strip().upper(), lang)


AskedDep = Annotated[_Asked, Depends(_asked)]
_FORM = [Depends(same_origin)]


@router.get("")
def progress(
    work: PublicWork,
    n: Annotated[str, Query(max_length=60)] = "",
    c: Annotated[str, Query(max_length=60)] = "",
    lang: Language = Language.ZH,
    done: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Show the form, and the matter when number `n` and query code `c` are right."""
    return _page(work, _asked(n, c, lang), done=done)


@router.post("/papers", dependencies=_FORM)
def paper(work: PublicWork, asked: AskedDep, seq: Annotated[int, Form(ge=1, le=1_000_000)] = 1) -> Response:
    return _tried(work, asked, lambda: _pdf(public.paper(work, asked.number, asked.code, seq)))


@router.post("/rating", dependencies=_FORM)
def rate(
    work: PublicWork,
    asked: AskedDep,
    subject: Annotated[Subject, Form()] = Subject.HALL,
    level: Annotated[int | None, Form(ge=0, le=5)] = None,
    reason: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    def step() -> Response:
        said = {**asked.slip, "subject": subject, "level": level, "reason": reason}
        rating.rate(work, rating.RateRequest.model_validate(said))
        return _back(asked, "rated")

    return _tried(work, asked, step)


@router.post("/review", dependencies=_FORM)
def review(work: PublicWork, asked: AskedDep, reason: Annotated[str, Form(max_length=4000)] = "") -> Response:
    def step() -> Response:
        said = {**asked.slip, "reason": reason}
        reviewing.ask_by_slip(work, reviewing.AskBySlipRequest.model_validate(said))
        return _back(asked, "review")

    return _tried(work, asked, step, reason)


@json_router.post(
    "/progress/papers/{seq}",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}, "description": "A4"}},
)
def paper_json(work: PublicWork, body: ByCode, seq: Annotated[int, Path(ge=1, le=1_000_000)]) -> Response:
    """A paper that was handed over, as PDF; number and query code are the key."""
    return _pdf(public.paper(work, body.number, body.query_code, seq))


def _pdf(found: PaperView) -> Response:
    headers = {"content-disposition": f'inline; filename="{found.number}-{found.seq}.pdf"', "cache-control": "no-store"}
    return Response(render_pdf(lay_out(found, None)), media_type="application/pdf", headers=headers)


def _back(asked: _Asked, done: str) -> Response:
    query = {"n": asked.number, "c": asked.code, "lang": asked.lang.value, "done": done}
    return RedirectResponse(f"/progress?{urlencode(query)}", status_code=303)


def _tried(work: Work, asked: _Asked, step: Callable[[], Response], reason: str = "") -> Response:
    """Take the step, or show the page with why not and with what was typed."""
    try:
        return step()
    except ValidationError:
        work.session.rollback()
        words = ("请把内容填写完整，理由至少五个字。", "Please complete it; a reason has at least five characters.")
        return _page(work, asked, problem=words, status=422, reason=reason)
    except HallError as refused:
        if refused.code not in _SAID_ABOVE:
            raise
        work.session.rollback()
        return _page(work, asked, problem=refused.words, status=STATUS[refused.code], reason=reason)


def _page(
    work: Work,
    asked: _Asked,
    *,
    done: str = "",
    problem: tuple[str, str] | None = None,
    status: int = 200,
    reason: str = "",
) -> Response:
    shown: Progress | None = None
    if asked.number and asked.code and status not in (STATUS[ErrorCode.NOT_FOUND], STATUS[ErrorCode.TOO_MANY_REQUESTS]):
        try:
            shown = public.progress(work, asked.number, asked.code)
        except HallError as refused:
            if refused.code not in (ErrorCode.NOT_FOUND, ErrorCode.TOO_MANY_REQUESTS):
                raise
            said = refused.problem
            # what to do next is said in both languages, with a dot between
            next_step, _, next_step_en = said.remedy.partition(" · ")
            problem, status = (said.message + next_step, f"{said.message_en} {next_step_en}"), STATUS[refused.code]
    elif problem is None and (asked.number or asked.code):
        problem = ("编号和查询码都要填写", "Both number and query code are needed")
    return page(
        "progress.html",
        now=work.now,
        here="progress",
        status=status,
        problem=problem,
        done=_DONE.get(done),
        shown=shown,
        ahead=ahead(CaseState(shown.state)) if shown else (),
        subjects=_SUBJECTS,
        levels=LEVELS,
        number=asked.number,
        code=asked.code,
        lang=asked.lang.value,
        reason=reason,
        hall_phone=work.centre.settings.hall_phone,
        supervision_phone=work.centre.settings.supervision_phone,
    )
