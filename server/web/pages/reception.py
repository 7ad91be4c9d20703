"""The window: who is registered here today, and who calls from a terminal. GET /reception?day=&form=&calls=open|all&after="""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import access, reception, visits
from server.cases.calls import PARTS, STEPS
from server.cases.reception import CallShow
from server.core.requests import CentreDep, NowDep, SessionDep
from server.web.guard import PersonDep, acting, reader_of
from server.web.templating import page

router = APIRouter(prefix="/reception", dependencies=[permit(Action.RECEIVE_CASES)])

After = Annotated[str, Query(max_length=100)]
#: Chinese and English of how a matter came
FORMS = {
    "visit": ("来访", "Visits"),
    "letter": ("来信", "Letters"),
    "phone": ("来电", "Calls"),
    "net": ("网上", "Net"),
}
#: how a window is called at the terminals
WINDOW_COOKIE = "hall_window"


#: what was just done with a call
_DONE = {
    "returned": "已交还终端，来访人在终端继续 · Given back: the visitor goes on at the terminal",
    "dropped": "已结束这次呼叫 · The call is closed",
}


def _render(
    request: Request,
    template: str,
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    day: date | None,
    form: visits.FormName | None,
    calls: CallShow,
    after: str,
    done: str = "",
) -> Response:
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    found = visits.of_day(work, who, day, form, after)
    return page(
        template,
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="reception",
        visits=found,
        calls=reception.listed(work, who, calls),
        show_calls=calls,
        forms=FORMS,
        form=form or "",
        asked_day=day.isoformat() if day else "",
        after=after,
        steps=STEPS,
        parts=PARTS,
        window=window_of(request),
        done=_DONE.get(done, ""),
    )


def window_of(request: Request) -> str:
    """Return how the window of this browser calls itself, "" when it never said."""
    try:
        return bytes.fromhex(request.cookies.get(WINDOW_COOKIE, "")).decode()[:20]
    except ValueError:
        return ""


@router.get("")
def today(
    request: Request,
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    day: date | None = None,
    form: visits.FormName | None = None,
    calls: CallShow = CallShow.OPEN,
    after: After = "",
    done: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    return _render(request, "reception.html", person, session, centre, now, day, form, calls, after, done)


@router.get("/list")
def fresh(
    request: Request,
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    day: date | None = None,
    form: visits.FormName | None = None,
    calls: CallShow = CallShow.OPEN,
    after: After = "",
) -> Response:
    """The lists alone, fetched anew whenever somebody calls."""
    return _render(request, "_reception.html", person, session, centre, now, day, form, calls, after)
