"""The bare address leads people to what is theirs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from server.accounts.api import SignedIn, optional_account
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.web.guard import start_of

router = APIRouter()


@router.get("/", dependencies=[permit(Action.VISIT)])
def start(found: Annotated[SignedIn | None, Depends(optional_account)]) -> Response:
    """Staff go to their matters or to what they administer, everybody else to the public progress page."""
    return RedirectResponse(start_of(found.account) if found else "/progress", status_code=303)
