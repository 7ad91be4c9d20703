"""/admin/accounts: who has an account; the administrator makes and closes them, the security officer opens and unlocks."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, assert_never

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from server.accounts import service, staff
from server.accounts.api import SignedIn
from server.accounts.permissions import Action, Actor, may
from server.accounts.permit import permit
from server.accounts.staff_api import NewAccount
from server.accounts.tables import Account, Role
from server.administration import deputies_api
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.notify import deputies
from server.units import service as units
from server.web.guard import ROLE_TEXTS, ConfirmedDep, PersonDep, acting
from server.web.pages.admin.frame import QUIET, Said, Secret, Short, attempt, finished, prove, refusal, show, unit_names
from server.web.pages.admin.looks import POSTS

router = APIRouter(prefix="/admin/accounts", dependencies=[permit(Action.READ_ACCOUNTS)])
Words = Annotated[str, Query(max_length=60)]
PAGE = 50


class Deed(StrEnum):
    """What is done to an account. Each belongs to one of the two roles."""

    DESCRIBE = "describe"
    CLOSE = "close"
    PASSWORD = "password"
    GRANT = "grant"
    UNLOCK = "unlock"
    FACTOR = "factor"
    SESSIONS = "sessions"


def whose(deed: Deed) -> Action:
    match deed:
        case Deed.DESCRIBE | Deed.CLOSE | Deed.PASSWORD:
            return Action.ADMINISTER
        case Deed.GRANT | Deed.UNLOCK | Deed.FACTOR:
            return Action.GRANT
        case Deed.SESSIONS:
            return Action.READ_ACCOUNTS
        case _:
            assert_never(deed)


@router.get("")
def every(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    q: Words = "",
    role: Words = "",
    unit: Words = "",
    after: Words = "",
    done: Words = "",
) -> Response:
    work = acting(person, session, centre, now)
    text = q.strip().casefold()
    found = [
        one
        for one in staff.every(work)
        if (not text or text in one.username or text in one.display.casefold())
        and (not role or one.role == role)
        and (not unit or one.unit == unit)
    ]
    coming = [one for one in found if one.username > after]
    shown = coming[:PAGE]
    address = {"q": q, "role": role, "unit": unit}
    return show(
        "accounts.html",
        work,
        person,
        "accounts",
        finished(done),
        accounts=shown,
        count=len(found),
        after=shown[-1].username if len(coming) > PAGE else "",
        address={name: value for name, value in address.items() if value},
        q=q,
        role=role,
        unit=unit,
        roles=ROLE_TEXTS,
        units=unit_names(work),
        now_at=now,
    )


@router.get("/new")
def ask(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    if not may(Actor(Role(person.account.role)), Action.ADMINISTER):
        return RedirectResponse("/admin/accounts", status_code=303)
    typed = {"username": "", "display": "", "role": "", "unit": ""}
    return _new(acting(person, session, centre, now), person, typed, QUIET)


def _new(work: Work, person: SignedIn, typed: dict[str, str], said: Said) -> Response:
    return show(
        "account_new.html", work, person, "accounts", said, typed=typed, roles=ROLE_TEXTS, units=unit_names(work)
    )


@router.post("/new")
def make(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    username: Short = "",
    display: Short = "",
    role: Short = "",
    unit: Short = "",
    password: Secret = "",
    factor_code: Secret = "",
) -> Response:
    """Make an account; the page that answers is the only time its first password is shown."""
    work = acting(person, session, centre, now)
    typed = {"username": username.strip(), "display": display.strip(), "role": role, "unit": unit}
    try:
        _allow(person, Action.ADMINISTER)
        prove(work, person, password, factor_code)
        new = _checked(typed)
        account, first = staff.propose(work, new.username, new.display, new.role, new.unit)
    except HallError as error:
        session.rollback()
        return _new(work, person, typed, refusal(error))
    return _secret(work, person, account, first)


@router.get("/account")
def one(
    person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, username: Words = "", done: Words = ""
) -> Response:
    found = session.get(Account, username)
    if found is None:
        return RedirectResponse("/admin/accounts", status_code=303)
    return _account(acting(person, session, centre, now), person, found, finished(done))


def _account(work: Work, person: SignedIn, account: Account, said: Said) -> Response:
    role = Role(person.account.role)
    own = account.username == person.account.username
    return show(
        "account.html",
        work,
        person,
        "accounts",
        said,
        account=account,
        sessions=service.sessions(work, account.username),
        deeds=frozenset() if own else frozenset(one.value for one in Deed if may(Actor(role), whose(one))),
        locked=account.locked_until is not None and account.locked_until > work.now,
        held=units.posts_of(work.session, account.username),
        standing_in=deputies_api.view(work, account.username).items,
        names_deputies=may(Actor(role), Action.ADMINISTER),
        posts=POSTS,
        roles=ROLE_TEXTS,
        units=unit_names(work),
    )


@router.post("/account")
def act(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    deed: Annotated[Deed, Form()],
    username: Short = "",
    display: Short = "",
    unit: Short = "",
    role: Short = "",
    password: Secret = "",
    factor_code: Secret = "",
) -> Response:
    work = acting(person, session, centre, now)
    by = person.account.username
    account = session.get(Account, username)
    if account is None:
        return RedirectResponse("/admin/accounts", status_code=303)
    where = f"/admin/accounts/account?username={username}&done=1"
    shown: list[str] = []

    def do() -> str:
        _allow(person, whose(deed))
        prove(work, person, password, factor_code)
        shown.append(_deed(work, by, deed, account, display.strip(), unit, role))
        return where

    answer = attempt(session, do, lambda said: _account(work, person, account, said))
    return _secret(work, person, account, shown[0]) if shown and shown[0] else answer


@router.post("/deputies")
def name_deputies(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    username: Short = "",
    named: Annotated[str, Form(max_length=600)] = "",
) -> Response:
    """Who stands in for this person: user names in order, with spaces between."""
    work = acting(person, session, centre, now)
    account = session.get(Account, username)
    if account is None:
        return RedirectResponse("/admin/accounts", status_code=303)

    def do() -> str:
        _allow(person, Action.ADMINISTER)
        deputies.name(work, username, named.split())
        return f"/admin/accounts/account?username={username}&done=1"

    return attempt(session, do, lambda said: _account(work, person, account, said))


def _deed(work: Work, by: str, deed: Deed, account: Account, display: str, unit: str, role: str) -> str:
    """Do it; return a first password where one was made."""
    username = account.username
    simple: dict[Deed, Callable[[Work, str, str], object]] = {
        Deed.CLOSE: staff.close,
        Deed.UNLOCK: staff.unlock,
        Deed.FACTOR: staff.reset_factor,
        Deed.SESSIONS: staff.end_sessions,
    }
    match deed:
        case Deed.PASSWORD:
            return staff.reset_password(work, by, username)
        case Deed.DESCRIBE:
            checked = _checked({"username": username, "display": display, "role": account.role, "unit": unit})
            staff.describe(work, by, username, checked.display, checked.unit)
        case Deed.GRANT:
            staff.grant(work, by, username, _checked({"username": username, "display": "—", "role": role}).role)
        case Deed.CLOSE | Deed.UNLOCK | Deed.FACTOR | Deed.SESSIONS:
            simple[deed](work, by, username)
        case _:
            assert_never(deed)
    return ""


def _secret(work: Work, person: SignedIn, account: Account, first: str) -> Response:
    return show("account_secret.html", work, person, "accounts", QUIET, account=account, first=first)


def _checked(typed: dict[str, str]) -> NewAccount:
    try:
        return NewAccount.model_validate(typed)
    except ValidationError as error:
        fields = tuple(str(item["loc"][0]) for item in error.errors())
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            "账户名为小写字母、数字、点、横线（2 个以上），姓名和角色必填。",
            "A user name is lower-case letters, digits, dots, dashes (two or more); name and role are needed.",
            fields=fields,
        ) from error


def _allow(person: SignedIn, action: Action) -> None:
    if not may(Actor(Role(person.account.role)), action):
        raise HallError(
            ErrorCode.FORBIDDEN,
            "您的岗位不能进行这一操作。",
            "This is not open to your role.",
            "管理员建立和停用账户，安全管理员授权和解锁 · The administrator makes accounts, the security officer opens them.",
        )
