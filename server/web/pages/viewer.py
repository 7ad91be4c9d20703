"""One page of the papers, large: GET /cases/{id}/view/{n}?zoom=1|2|3|4&turn=0|90|180|270&words=1. Works without scripts."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import access, leaves
from server.core.requests import CentreDep, NowDep, SessionDep
from server.web.guard import PersonDep, acting, reader_of
from server.web.pages.case import CaseId
from server.web.sheet import sheet
from server.web.templating import page

router = APIRouter(prefix="/cases", dependencies=[permit(Action.READ_CASES)])

_LARGEST = 4


@router.get("/{case_id}/view/{number}")
def view(
    case_id: CaseId,
    number: Annotated[int, Path(ge=1, le=60)],
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    zoom: Annotated[int, Query(ge=1, le=_LARGEST)] = 1,
    turn: Annotated[Literal["0", "90", "180", "270"], Query()] = "0",
    words: bool = False,
) -> Response:
    """Page `number` (from 1), turned and enlarged as the address says."""
    who = access.reader(session, person.account)
    leaf = leaves.leaf(acting(person, session, centre, now), who, case_id, number - 1)
    angle = int(turn)

    def link(page_number: int = number, *, large: int = zoom, degrees: int = angle, shown: bool = words) -> str:
        said = {"zoom": large, "turn": degrees, "words": int(shown)}
        return f"/cases/{case_id}/view/{page_number}?{urlencode(said)}"

    return page(
        "viewer.html",
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="case",
        case_id=case_id,
        leaf=leaf,
        sheet=sheet(leaf, angle),
        image=f"/cases/{case_id}/pages/{number}",
        page_number=number,
        zoom=zoom,
        turn=angle,
        words=words,
        back=link(number - 1, large=1, degrees=0) if number > 1 else "",
        forth=link(number + 1, large=1, degrees=0) if number < leaf.count else "",
        larger=link(large=min(_LARGEST, zoom + 1)),
        smaller=link(large=max(1, zoom - 1)),
        right=link(degrees=(angle + 90) % 360),
        left=link(degrees=(angle + 270) % 360),
        toggle=link(shown=not words),
    )
