"""GET /admin: how the centre is, and the way to everything an administrator looks after."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.administration import glance
from server.core.requests import CentreDep, NowDep, SessionDep
from server.web.guard import PersonDep, acting
from server.web.pages.admin.frame import show

router = APIRouter(prefix="/admin")


@router.get("", dependencies=[permit(Action.OVERSEE)])
def home(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    work = acting(person, session, centre, now)
    parts = glance.parts(work)
    return show("home.html", work, person, "home", parts=parts, worst=glance.worst(parts))
