"""Public progress by number and query code: state, dates, limits, next steps; never content, never a person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases.progress import Progress
from server.cases.progress import progress as look_up
from server.cases.rules import CaseState
from server.contract.v1 import ErrorCode
from server.core.errors import STATUS, HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.web.templating import page

router = APIRouter()

#: the stops most matters still have before them, in the order of `CaseState`
_STOPS: dict[CaseState, tuple[str, str]] = {
    CaseState.ACKNOWLEDGED: ("责任单位签收", "Receipt"),
    CaseState.INTERVIEWED: ("现场接谈", "Interview"),
    CaseState.ACCEPTED: ("受理", "Acceptance"),
    CaseState.ANSWERED: ("处理意见", "Opinion"),
    CaseState.DELIVERED: ("结果送达", "Result"),
}


def ahead(state: CaseState) -> tuple[tuple[str, str], ...]:
    """Return the stops after this state, Chinese and English."""
    order = list(CaseState)
    return tuple(words for stop, words in _STOPS.items() if order.index(stop) > order.index(state))


@router.get("/progress", dependencies=[permit(Action.VISIT)])
def progress(
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    n: Annotated[str, Query(max_length=60)] = "",
    c: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """Show the form, and the matter when number `n` and query code `c` are right."""
    number, code = n.strip().upper(), c.strip().upper()
    shown: Progress | None = None
    problem, status = "", 200
    if number and code:
        try:
            shown = look_up(Work(session, centre, now, "public"), number, code)
        except HallError as refused:
            if refused.code not in (ErrorCode.NOT_FOUND, ErrorCode.TOO_MANY_REQUESTS):
                raise
            problem, status = f"{refused.problem.message} {refused.problem.message_en}", STATUS[refused.code]
    elif number or code:
        problem = "编号和查询码都要填写 · Both number and query code are needed"
    return page(
        "progress.html",
        now=now,
        here="progress",
        status=status,
        problem=problem,
        shown=shown,
        ahead=ahead(CaseState(shown.state)) if shown else (),
        number=number,
        code=code,
    )
