"""One's own sign-in: what it still has to show, the second factor, open sessions. /account and below; plain forms."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from server.accounts import factors
from server.accounts import service as accounts
from server.accounts.api import COOKIE, SignedIn, set_cookie
from server.accounts.asking import entering
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.accounts.tables import Stage
from server.administration import deputies_api
from server.contract.v1 import ErrorCode
from server.core.errors import STATUS, HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.notify import deputies
from server.web.guard import SignInNeeded, reader_of, same_origin, stale, start_of
from server.web.templating import page

router = APIRouter(prefix="/account", dependencies=[permit(Action.OWN_ACCOUNT)])

Typed = Annotated[str, Form(max_length=200)]


def begun(request: Request, found: Annotated[SignedIn | None, Depends(entering)]) -> SignedIn:
    """Return who has begun to sign in, at whatever stage; raise SignInNeeded."""
    if found is None:
        raise SignInNeeded("/inbox", expired=COOKIE in request.cookies)
    return found


def begun_form(
    request: Request, person: Annotated[SignedIn, Depends(begun)], csrf: Annotated[str, Form()] = ""
) -> SignedIn:
    same_origin(request)
    if not accounts.same_secret(person.csrf, csrf):
        raise stale()
    return person


BegunDep = Annotated[SignedIn, Depends(begun)]
FormDep = Annotated[SignedIn, Depends(begun_form)]


def way_on(stage: Stage) -> str:
    """Return the page of what is still missing; the matters when nothing is."""
    return "/inbox" if stage is Stage.FULL else "/account"


def _work(person: SignedIn, session: SessionDep, centre: CentreDep, now: NowDep) -> Work:
    return Work(session, centre, now, f"account:{person.account.username}")


def _show(
    work: Work, person: SignedIn, *, problem: str = "", status: int = 200, done: str = "", codes: tuple[str, ...] = ()
) -> Response:
    stage = Stage(person.row.stage)
    enrolling = person.account.totp_sealed is not None and not person.account.totp_confirmed
    return page(
        "account.html",
        now=work.now,
        reader=reader_of(work.session, person) if stage is Stage.FULL else None,
        csrf=person.csrf,
        here="account",
        status=status,
        problem=problem,
        done=done,
        codes=codes,
        stage=stage.value,
        enrolling=enrolling,
        account=person.account,
        codes_left=factors.left(work, person.account),
        sessions=accounts.sessions(work, person.account.username) if stage is Stage.FULL else (),
        this=person.row.token_hash,
        standing_in=deputies_api.view(work, person.account.username) if stage is Stage.FULL else None,
    )


@router.get("")
def show(person: BegunDep, session: SessionDep, centre: CentreDep, now: NowDep, done: str = "") -> Response:
    work = _work(person, session, centre, now)
    if person.row.stage == Stage.ENROL and person.account.totp_sealed is None:
        factors.begin(work, person.account)
    return _show(work, person, done="已完成 · Done" if done else "")


@router.get("/factor.svg")
def drawing(person: BegunDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    address = factors.address(_work(person, session, centre, now), person.account)
    return Response(factors.drawing(address), media_type="image/svg+xml")


@router.post("/code")
def code(
    person: FormDep, session: SessionDep, centre: CentreDep, now: NowDep, code: Annotated[str, Form(max_length=20)] = ""
) -> Response:
    work = _work(person, session, centre, now)
    try:
        login = accounts.enter_code(work, person.account, person.row, code, person.device)
    except HallError as refused:
        return _again(person, session, centre, now, refused)
    where = way_on(login.stage)
    response = RedirectResponse(start_of(person.account) if where == "/inbox" else where, status_code=303)
    set_cookie(response, centre, login)
    return response


@router.post("/password")
def password(
    person: FormDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    old: Typed = "",
    new: Typed = "",
    again: Typed = "",
) -> Response:
    work = _work(person, session, centre, now)
    try:
        if person.row.stage == Stage.CODE:
            raise accounts.what_is_missing(Stage.CODE)
        if new != again:
            raise HallError(ErrorCode.INVALID_REQUEST, "两次输入的新密码不同。", "The two new passwords differ.")
        accounts.change_password(work, person.account, person.row, old, new, person.device)
    except HallError as refused:
        return _again(person, session, centre, now, refused)
    stage = Stage(person.row.stage)
    return RedirectResponse("/account?done=1" if stage is Stage.FULL else way_on(stage), status_code=303)


@router.post("/factor")
def begin_factor(person: FormDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    if person.row.stage == Stage.CODE:
        raise accounts.what_is_missing(Stage.CODE)
    factors.begin(_work(person, session, centre, now), person.account)
    return RedirectResponse("/account", status_code=303)


@router.post("/factor/confirm")
def confirm_factor(
    person: FormDep, session: SessionDep, centre: CentreDep, now: NowDep, code: Annotated[str, Form(max_length=20)] = ""
) -> Response:
    """Answer with the recovery codes: this page is the only time they are shown."""
    work = _work(person, session, centre, now)
    try:
        codes = factors.confirm(work, person.account, code)
    except HallError as refused:
        return _again(person, session, centre, now, refused)
    accounts.settle(work, person.account, person.row)
    return _show(work, person, codes=codes)


@router.post("/deputies")
def name_deputies(
    person: FormDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    deputy: Annotated[list[str], Form(max_length=deputies.MOST)] = [],  # noqa: B006  (FastAPI copies it)
) -> Response:
    work = _work(person, session, centre, now)
    try:
        if person.row.stage != Stage.FULL:
            raise accounts.what_is_missing(Stage(person.row.stage))
        deputies.choose(work, person.account.username, list(dict.fromkeys(filter(None, deputy))))
    except HallError as refused:
        return _again(person, session, centre, now, refused)
    return RedirectResponse("/account?done=1", status_code=303)


@router.post("/out")
def out_everywhere(
    person: FormDep, session: SessionDep, centre: CentreDep, now: NowDep, password: Typed = "", code: Typed = ""
) -> Response:
    work = _work(person, session, centre, now)
    try:
        accounts.prove(work, person.account, person.row, password, code, person.device)
    except HallError as refused:
        return _again(person, session, centre, now, refused)
    accounts.close_all(work, person.account.username)
    response = RedirectResponse("/login?bye=1", status_code=303)
    response.delete_cookie(COOKIE)
    return response


def _again(person: SignedIn, session: SessionDep, centre: CentreDep, now: NowDep, refused: HallError) -> Response:
    """Show the page again with what is wrong. What the refused attempt changed is undone first."""
    session.rollback()
    for row in (person.account, person.row):
        session.add(row)
        session.refresh(row)
    problem = f"{refused.problem.message} {refused.problem.message_en} {refused.problem.remedy}"
    return _show(_work(person, session, centre, now), person, problem=problem, status=STATUS[refused.code])
