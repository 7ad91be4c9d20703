"""Signing in by JSON: /api/v1/session and what belongs to it."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import Field

from server.accounts import factors, service
from server.accounts.asking import (
    COOKIE,
    DEVICE_COOKIE,
    AccountDep,
    ChangingDep,
    KioskDep,
    ProvedDep,
    SignedIn,
    StagedDep,
    current_account,
    current_kiosk,
    optional_account,
)
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.accounts.tables import Account, Stage
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
    "browser_of",
    "current_account",
    "current_kiosk",
    "optional_account",
    "router",
    "set_cookie",
]

router = APIRouter(prefix=API, tags=["session"])
_OWN = [permit(Action.OWN_ACCOUNT)]
_DEVICE_SECONDS = 180 * 86_400


class LoginRequest(Message):
    username: str = Field(min_length=1, max_length=60)
    password: str = Field(min_length=1, max_length=200)
    #: six digits from the telephone or a recovery code, for accounts that have one
    code: str = Field(default="", max_length=20)


class CodeRequest(Message):
    code: str = Field(min_length=6, max_length=20)


class PasswordRequest(Message):
    old: str = Field(min_length=1, max_length=200)
    new: str = Field(min_length=1, max_length=200)


class ProofRequest(Message):
    password: str = Field(min_length=1, max_length=200)
    code: str = Field(default="", max_length=20)


class SessionView(Answer):
    """Who is signed in; `csrf` goes into the header X-Hall-CSRF of every changing request."""

    username: str
    display: str
    role: str
    unit: str
    csrf: str
    #: `full`, or what is still missing: `code`, `password`, `enrol`
    stage: Stage = Stage.FULL


class FactorView(Answer):
    """Address for the telephone (otpauth), shown until a code confirms it."""

    address: str


class RecoveryView(Answer):
    """Shown once; each opens the door once."""

    recovery_codes: tuple[str, ...]


class OpenSession(Answer):
    agent: str
    created_at: datetime
    seen_at: datetime | None
    #: the session that asks
    here: bool


class OpenSessions(Answer):
    items: tuple[OpenSession, ...]


def browser_of(request: Request) -> service.Browser:
    return service.Browser(request.cookies.get(DEVICE_COOKIE, ""), request.headers.get("user-agent", ""))


def set_cookie(response: Response, centre: CentreDep, login: service.Login) -> None:
    """Put the tokens where scripts cannot read them; used by the JSON login and by the login page."""
    secure = centre.settings.secure_cookies
    # sent a little longer than it opens anything: a form that comes too late is kept for its writer
    age = login.seconds + int(service.REMEMBERED.total_seconds())
    response.set_cookie(COOKIE, login.token, max_age=age, httponly=True, samesite="lax", secure=secure)
    if login.device:
        response.set_cookie(
            DEVICE_COOKIE, login.device, max_age=_DEVICE_SECONDS, httponly=True, samesite="strict", secure=secure
        )


@router.post("/session", dependencies=[permit(Action.VISIT, signs_in=True)])
def sign_in(
    body: LoginRequest, request: Request, response: Response, session: SessionDep, centre: CentreDep, now: NowDep
) -> SessionView:
    work = Work(session, centre, now, f"account:{body.username}")
    login = service.login(work, body.username, body.password, body.code, browser_of(request))
    set_cookie(response, centre, login)
    return _view(login.account, login.csrf, login.stage)


@router.get("/session", dependencies=_OWN)
def who(signed_in: AccountDep) -> SessionView:
    return _view(signed_in.account, signed_in.csrf, Stage(signed_in.row.stage))


@router.delete("/session", status_code=204, dependencies=[permit(Action.VISIT)])
def sign_out(request: Request, response: Response, session: SessionDep, centre: CentreDep, now: NowDep) -> None:
    service.logout(Work(session, centre, now, "public"), request.cookies.get(COOKIE, ""))
    response.delete_cookie(COOKIE)


@router.post("/session/code", dependencies=_OWN)
def enter_code(
    body: CodeRequest, response: Response, begun: StagedDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> SessionView:
    work = _work(begun, session, centre, now)
    login = service.enter_code(work, begun.account, begun.row, body.code, begun.device)
    set_cookie(response, centre, login)
    return _view(login.account, login.csrf, login.stage)


@router.post("/session/password", dependencies=_OWN)
def change_password(
    body: PasswordRequest, begun: StagedDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> SessionView:
    _after_the_code(begun)
    work = _work(begun, session, centre, now)
    service.change_password(work, begun.account, begun.row, body.old, body.new, begun.device)
    return _view(begun.account, begun.csrf, Stage(begun.row.stage))


@router.post("/session/factor", dependencies=_OWN)
def begin_factor(begun: StagedDep, session: SessionDep, centre: CentreDep, now: NowDep) -> FactorView:
    _after_the_code(begun)
    return FactorView(address=factors.begin(_work(begun, session, centre, now), begun.account))


@router.post("/session/factor/confirm", dependencies=_OWN)
def confirm_factor(
    body: CodeRequest, begun: StagedDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> RecoveryView:
    work = _work(begun, session, centre, now)
    codes = factors.confirm(work, begun.account, body.code)
    service.settle(work, begun.account, begun.row)
    return RecoveryView(recovery_codes=codes)


@router.post("/session/proof", status_code=204, dependencies=_OWN)
def prove(body: ProofRequest, signed_in: ChangingDep, session: SessionDep, centre: CentreDep, now: NowDep) -> None:
    work = _work(signed_in, session, centre, now)
    service.prove(work, signed_in.account, signed_in.row, body.password, body.code, signed_in.device)


@router.get("/sessions", dependencies=_OWN)
def open_sessions(signed_in: AccountDep, session: SessionDep, centre: CentreDep, now: NowDep) -> OpenSessions:
    rows = service.sessions(_work(signed_in, session, centre, now), signed_in.account.username)
    return OpenSessions(
        items=tuple(
            OpenSession(
                agent=row.agent,
                created_at=row.created_at,
                seen_at=row.seen_at,
                here=row.token_hash == signed_in.row.token_hash,
            )
            for row in rows
        )
    )


@router.delete("/sessions", status_code=204, dependencies=_OWN)
def sign_out_everywhere(signed_in: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep) -> None:
    service.close_all(_work(signed_in, session, centre, now), signed_in.account.username)


def _after_the_code(begun: SignedIn) -> None:
    """Who has not shown the second factor yet changes neither it nor the password."""
    if begun.row.stage == Stage.CODE:
        raise service.what_is_missing(Stage.CODE)


def _work(person: SignedIn, session: SessionDep, centre: CentreDep, now: datetime) -> Work:
    return Work(session, centre, now, f"account:{person.account.username}")


def _view(account: Account, csrf: str, stage: Stage) -> SessionView:
    return SessionView(
        username=account.username, display=account.display, role=account.role, unit=account.unit, csrf=csrf, stage=stage
    )
