"""POST, GET and DELETE /api/v1/session."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import Field

from server.accounts import service
from server.accounts.asking import (
    COOKIE,
    AccountDep,
    ChangingDep,
    KioskDep,
    SignedIn,
    current_account,
    current_kiosk,
    optional_account,
)
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.accounts.tables import Account
from server.contract.v1 import API
from server.contract.v1.base import Answer
from server.contract.v1.base import Request as Message
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work

__all__ = [
    "COOKIE",
    "AccountDep",
    "ChangingDep",
    "KioskDep",
    "SignedIn",
    "current_account",
    "current_kiosk",
    "optional_account",
    "router",
    "set_cookie",
]

router = APIRouter(prefix=API, tags=["session"])


class LoginRequest(Message):
    username: str = Field(min_length=1, max_length=60)
    password: str = Field(min_length=1, max_length=200)


class SessionView(Answer):
    """Who is signed in; `csrf` goes into the header X-Hall-CSRF of every changing request."""

    username: str
    display: str
    role: str
    unit: str
    csrf: str


def set_cookie(response: Response, centre: CentreDep, login: service.Login) -> None:
    """Put the session token where scripts cannot read it; used by the JSON login and by the login page."""
    response.set_cookie(
        COOKIE,
        login.token,
        max_age=login.seconds,
        httponly=True,
        samesite="lax",
        secure=centre.settings.secure_cookies,
    )


@router.post("/session", dependencies=[permit(Action.VISIT)])
def sign_in(body: LoginRequest, response: Response, session: SessionDep, centre: CentreDep, now: NowDep) -> SessionView:
    login = service.login(Work(session, centre, now, f"account:{body.username}"), body.username, body.password)
    set_cookie(response, centre, login)
    return _view(login.account, login.csrf)


@router.get("/session", dependencies=[permit(Action.OWN_ACCOUNT)])
def who(signed_in: AccountDep) -> SessionView:
    return _view(signed_in.account, signed_in.csrf)


@router.delete("/session", status_code=204, dependencies=[permit(Action.VISIT)])
def sign_out(request: Request, response: Response, session: SessionDep, centre: CentreDep, now: NowDep) -> None:
    service.logout(Work(session, centre, now, "public"), request.cookies.get(COOKIE, ""))
    response.delete_cookie(COOKIE)


def _view(account: Account, csrf: str) -> SessionView:
    return SessionView(
        username=account.username, display=account.display, role=account.role, unit=account.unit, csrf=csrf
    )
