"""The weekly and monthly report: tables that stand without scripts, drawn as charts with them. GET /reports?kind=&at=."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.analysis import api
from server.analysis.definitions import VERSION
from server.analysis.export import shown
from server.analysis.periods import PeriodKind
from server.cases import access
from server.core.requests import CentreDep, NowDep, SessionDep
from server.web.guard import PersonDep, acting, reader_of
from server.web.templating import page

router = APIRouter()

#: tables that are drawn as well, and how: bars lie down where the names are long
_DRAWN = {"days": "line", "route": "bar", "category": "lying", "region": "lying", "clock": "rate", "rating": "stack"}


@router.get("/reports", dependencies=[permit(Action.READ_REPORTS)])
def reports(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    kind: PeriodKind = PeriodKind.MONTH,
    at: api.At = "",
) -> Response:
    return page(
        "reports.html",
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="reports",
        report=api.found(acting(person, session, centre, now), access.reader(session, person.account), kind, at),
        drawn=_DRAWN,
        shown=shown,
        version=VERSION,
    )
