"""Screens of the hall, for the administrator. GET and POST /displays; the address of a new one is shown once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.calling import displays
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.units import service as units
from server.web.guard import ConfirmedDep, PersonDep, acting, reader_of
from server.web.templating import page

router = APIRouter(prefix="/displays", dependencies=[permit(Action.ADMINISTER)])


@router.get("")
def show(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    return _page(acting(person, session, centre, now), person)


def _page(work: Work, person: PersonDep, *, address: str = "", problem: str = "", status: int = 200) -> Response:
    unit = units.unit(work.session, person.account.unit)
    return page(
        "displays.html",
        now=work.now,
        reader=reader_of(work.session, person),
        csrf=person.csrf,
        here="displays",
        status=status,
        displays=displays.every(work.session).items,
        region=unit.region if unit else "",
        address=address,
        problem=problem,
    )


@router.post("")
def make(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    name: Annotated[str, Form(max_length=60)] = "",
    region: Annotated[str, Form(max_length=12)] = "",
) -> Response:
    """Answer with the page itself: the address is nowhere else, and a reload must not ask for it again."""
    work = acting(person, session, centre, now)
    try:
        body = displays.DisplayRequest(name=name, region=region)
    except ValidationError:
        problem = "请填写名称和 6 到 12 位区划代码 · A name and a region of 6 to 12 digits are needed"
        return _page(work, person, problem=problem, status=422)
    return _page(work, person, address=displays.make(work, body).address)


@router.post("/{number}/revoke")
def revoke(
    number: Annotated[int, Path(ge=1, le=2**31 - 1)],
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
) -> Response:
    displays.revoke(acting(person, session, centre, now), number)
    return RedirectResponse("/displays", status_code=303)
