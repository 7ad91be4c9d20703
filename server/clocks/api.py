"""JSON route of the clocks of a matter. Who may see the matter is decided by those who know matters."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Depends

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.clocks.explain import CaseClocks, explain
from server.contract.v1 import API
from server.core.requests import NowDep, SessionDep


def clock_routes(visible: Callable[..., str]) -> APIRouter:
    """Return the routes. `visible` is a dependency that reads the path's `case_id` and the person who asks, and returns
    the id of a matter this person may see, or raises NOT_FOUND."""
    router = APIRouter(prefix=API, tags=["clocks"])

    @router.get("/petitions/{case_id}/clocks", dependencies=[permit(Action.READ_CASES)])
    def clocks(session: SessionDep, now: NowDep, matter: str = Depends(visible)) -> CaseClocks:
        return explain(session, matter, now)

    return router
