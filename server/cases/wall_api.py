"""The wall of a hall for other programs and for its own page: opened with the token of a screen, no account.

GET /api/v1/wall?t=…, GET /api/v1/wall/stream?t=… (server-sent events named `wall`: ask again).
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.calling import displays, streams
from server.cases import wall
from server.cases.doors import PublicWork
from server.contract.v1 import API
from server.core.answering import Said
from server.core.centre import Centre
from server.core.database import reading
from server.core.requests import CentreDep
from server.core.work import Work

router = APIRouter(prefix=API, tags=["wall"], route_class=Said)

Token = Annotated[str, Query(alias="t", max_length=100)]


class Stream(StreamingResponse):
    media_type = "text/event-stream"


@router.get("/wall", dependencies=[permit(Action.VISIT)])
def board(work: PublicWork, token: Token = "") -> wall.Board:
    """Numbers called, and today's matters without a name. A wrong token answers as if there were no wall."""
    return wall.board(work, displays.hall_of(work, token))


@router.get("/wall/stream", response_class=Stream, dependencies=[permit(Action.VISIT)])
def stream(request: Request, work: PublicWork, centre: CentreDep, token: Token = "") -> Stream:
    """Say whenever the board may have changed. Ends with the token, and when the centre stops."""
    hall = displays.hall_of(work, token)
    hub = request.app.state.hub
    looks = streams.looks(centre, lambda: _stamp(centre, token, hall), lambda: bool(hub.closing))
    return Stream(looks, headers={"cache-control": "no-store", "x-accel-buffering": "no"})


def _stamp(centre: Centre, token: str, hall: str) -> tuple[int, int, str]:
    """Raise NOT_FOUND once the screen was ended."""
    with reading(centre.engine) as session:
        work = Work(session, centre, centre.clock(), "public")
        displays.hall_of(work, token)
        return wall.stamp(work, hall)
