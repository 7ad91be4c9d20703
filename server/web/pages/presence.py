"""Coming to the hall: the code it shows (GET /arrival), and what whoever comes does with it (GET /arrive?code=…).

A code that was scanned only fills in the form: opening an address never records that somebody came.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import access, arrival
from server.core.requests import CentreDep, NowDep, SessionDep
from server.web import qr
from server.web.guard import PersonDep, acting, reader_of
from server.web.templating import page

router = APIRouter()

Code = Annotated[str, Query(pattern=r"^\d{6}$|^$")]


@router.get("/arrival", dependencies=[permit(Action.RECEIVE_CASES)])
def arrival_code(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    """For the window or a screen of the hall; it renews itself."""
    work = acting(person, session, centre, now)
    shown = arrival.of_hall(work, access.reader(session, person.account))
    return page(
        "arrival.html",
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="arrival",
        shown=shown,
        hall_name=centre.settings.hall_name,
        left=max(int((shown.until - now).total_seconds()), 0),
        minutes=int(arrival.LASTS.total_seconds() // 60),
        qr=qr.path(shown.address),
    )


@router.get("/arrive", dependencies=[permit(Action.READ_CASES)])
def arrive(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, code: Code = "") -> Response:
    """What this person is expected for, each with one button."""
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    return page(
        "arrive.html",
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="arrive",
        code=code,
        matters=arrival.expected(work, who).items,
    )
