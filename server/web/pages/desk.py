"""The desk of the petition office and of whoever decides disputes. GET /desk?show=unsure|accusations|objections|disputes.

GET /desk/{id}?q=…: what a matter can be sent to instead, with a search.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import access, correcting, views
from server.cases import desk as desks
from server.cases.desk import Queue
from server.core.requests import CentreDep, NowDep, SessionDep
from server.web.guard import PersonDep, acting, reader_of
from server.web.pages.case import CaseId
from server.web.templating import page

router = APIRouter()

#: Chinese, English, what an empty queue says
_TEXTS: dict[Queue, tuple[str, str, str]] = {
    Queue.UNSURE: ("待甄别", "To decide", "没有等待甄别的事项"),
    Queue.ACCUSATIONS: ("检举控告", "Accusations", "没有待处理的检举控告"),
    Queue.OBJECTIONS: ("异议", "Objections", "没有待核实的异议"),
    Queue.DISPUTES: ("待裁定", "Disputes", "没有待裁定的争议"),
}


@dataclass(frozen=True, slots=True)
class _Choice:
    key: Queue
    text: str
    text_en: str
    count: int


@router.get("/desk", dependencies=[permit(Action.READ_CASES)])
def desk(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    show: Queue = Queue.UNSURE,
    after: Annotated[str, Query(pattern=r"^[0-9T:.+\-]{19,40}_[0-9A-Za-z-]{1,40}$|^$")] = "",
    sent: bool = False,
) -> Response:
    who = access.reader(session, person.account)
    found = desks.desk(acting(person, session, centre, now), who, show, after)
    return page(
        "desk.html",
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="desk",
        show=show,
        choices=[_Choice(key, text, text_en, found.counts[key]) for key, (text, text_en, _) in _TEXTS.items()],
        items=found.items,
        after=found.after,
        asked_after=after,
        empty_text=_TEXTS[show][2],
        done="已转送，时限开始计算 · Sent; the limits run" if sent else "",
    )


@router.get("/desk/{case_id}", dependencies=[permit(Action.HANDLE_CASES)])
def correct(
    case_id: CaseId,
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    q: Annotated[str, Query(max_length=40)] = "",
    category: Annotated[str, Query(pattern=r"^(\d{6})?$")] = "",
) -> Response:
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    found = correcting.corrections(work, who, case_id, q, category)
    return page(
        "correct.html",
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="desk",
        case=views.case_file(work, who, case_id),
        found=found,
        q=q.strip(),
    )
