"""One box for number, name, phone, words and document. GET /search shows it, POST /search answers: no name stands in an
address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import access, search
from server.cases.search import Field, Found, Reason, SearchRequest
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.web.guard import ConfirmedDep, PersonDep, acting, reader_of
from server.web.templating import page

router = APIRouter(dependencies=[permit(Action.READ_CASES)])

REASONS = {
    Reason.PRESENT: ("来访人在场", "is here"),
    Reason.CALLED: ("来电核实", "on the phone"),
    Reason.REPEATED: ("查重", "raised before?"),
    Reason.HANDLING: ("办理需要", "handling"),
    Reason.SUPERVISION: ("督办", "supervision"),
}
UNDERSTOOD = {
    Field.NUMBER: ("按编号", "by number"),
    Field.NAME: ("按姓名", "by name"),
    Field.PHONE: ("按电话", "by phone"),
    Field.DOCUMENT: ("按证件号码", "by document"),
    Field.WORDS: ("按文字", "by words"),
    Field.ANY: ("按内容", "by content"),
}


def _show(
    work: Work,
    person: PersonDep,
    q: str = "",
    reason: Reason | None = None,
    found: Found | None = None,
    after: str = "",
    *,
    asks: bool = False,
) -> Response:
    who = access.reader(work.session, person.account)
    return page(
        "search.html",
        now=work.now,
        reader=reader_of(work.session, person),
        csrf=person.csrf,
        here="search",
        q=q,
        reason=reason,
        reasons=REASONS,
        finds_people=search.finds_people(who),
        understood=UNDERSTOOD,
        found=found,
        after=after,
        asks=asks,
    )


@router.get("/search")
def box(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    return _show(acting(person, session, centre, now), person)


@router.post("/search")
def answer(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    q: Annotated[str, Form(max_length=200)] = "",
    reason: Annotated[str, Form(pattern="^(present|called|repeated|handling|supervision)?$")] = "",
    after: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Nothing is changed; it is a POST so that neither the history of the browser nor a log holds what was typed."""
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    text, why = q.strip(), Reason(reason) if reason else None
    if not text:
        return _show(work, person)
    found = search.ask(work, who, SearchRequest(q=text, reason=why, after=after))
    asks = why is None and search.needs_reason(who, text)
    return _show(work, person, text, why, found, after, asks=asks)
