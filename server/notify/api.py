"""GET /api/v1/stream: notices as server-sent events, resumed after Last-Event-ID."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse

from server.accounts.api import AccountDep
from server.contract.v1 import API
from server.core.requests import CentreDep
from server.notify import stream
from server.notify.hub import Hub

router = APIRouter(prefix=API, tags=["notices"])


@router.get("/stream")
async def notices(
    request: Request, signed_in: AccountDep, centre: CentreDep, last_event_id: Annotated[str, Header()] = ""
) -> StreamingResponse:
    hub = request.app.state.hub
    assert isinstance(hub, Hub)
    return StreamingResponse(
        stream.events(hub, centre, signed_in.account.username, last_event_id),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
