"""Sign in and out by plain forms. GET and POST /login, POST /logout."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from server.accounts import service as accounts
from server.accounts.api import COOKIE, browser_of, set_cookie
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.accounts.tables import Stage
from server.contract.v1 import ErrorCode
from server.core.errors import STATUS, HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.web import kept as keeping
from server.web.demo import demo
from server.web.guard import ConfirmedDep, own_page, reader_for, same_origin, start_of
from server.web.pages.account import way_on
from server.web.templating import page

router = APIRouter()


@router.get("/login", dependencies=[permit(Action.VISIT)])
def ask(
    request: Request, session: SessionDep, now: NowDep, to: str = "", expired: bool = False, bye: bool = False
) -> Response:
    done = "已安全退出 · Signed out" if bye else ""
    if own_page(to) not in ("", "/", "/inbox") and not expired:
        done = "请先登录，登录后回到刚才的页面；没有提交的内容还在 · Sign in to go on; what you typed is kept"
    problem = "登录已过期，请重新登录，您的事项都在 · The sign-in has expired; sign in again" if expired else ""
    return page(
        "login.html",
        now=now,
        here="login",
        problem=problem,
        done=done,
        username="",
        to=own_page(to),
        kept="",
        typed=(),
        demo=demo(session, request.app.state.demo_password),
    )


@router.post("/login", dependencies=[permit(Action.VISIT, signs_in=True), Depends(same_origin)])
def enter(
    request: Request,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    username: Annotated[str, Form(max_length=60)] = "",
    password: Annotated[str, Form(max_length=200)] = "",
    to: Annotated[str, Form(max_length=200)] = "",
    kept: Annotated[str, Form(max_length=8 * keeping.MOST)] = "",
    code: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Open a session and go on. `kept`: a form that came too late, sealed; `code` is asked for beside it, because the page
    of the second factor could not carry it."""
    name = username.strip()

    def again(problem: str, status: int) -> Response:
        return page(
            "login.html",
            now=now,
            here="login",
            status=status,
            problem=problem,
            done="",
            username=name,
            to=own_page(to),
            kept=kept,
            typed=(),
            demo=demo(session, request.app.state.demo_password),
        )

    work = Work(session, centre, now, f"account:{name}")
    try:
        login = accounts.login(work, name, password, code.strip(), browser=browser_of(request))
    except HallError as refused:
        if refused.code not in (ErrorCode.UNAUTHENTICATED, ErrorCode.TOO_MANY_REQUESTS):
            raise
        return again(f"{refused.problem.message} {refused.problem.message_en}", STATUS[refused.code])
    typed = keeping.opened(centre.vault, kept, name, now) if kept else None
    if typed is not None and login.stage is Stage.CODE:
        accounts.logout(work, login.token)
        return again("请同时输入动态口令，内容仍然保留 · Type the code as well; what you wrote is kept", 401)
    if typed is not None and login.stage is Stage.FULL:
        # shown in this answer alone: it is stored nowhere that an address could lead to
        shown = page(
            "kept.html",
            now=now,
            here="",
            reader=reader_for(session, login.account),
            csrf=login.csrf,
            action=typed.action,
            back=own_page(typed.page),
            lines=keeping.lines(typed),
            files=typed.files,
        )
        set_cookie(shown, centre, login)
        return shown
    where = own_page(to) if login.stage is Stage.FULL else way_on(login.stage)
    if where == "/inbox":
        where = start_of(login.account)
    response = RedirectResponse(where, status_code=303)
    set_cookie(response, centre, login)
    return response


@router.post("/logout", dependencies=[permit(Action.OWN_ACCOUNT)])
def leave(request: Request, session: SessionDep, centre: CentreDep, now: NowDep, person: ConfirmedDep) -> Response:
    work = Work(session, centre, now, f"account:{person.account.username}")
    accounts.logout(work, request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/login?bye=1", status_code=303)
    response.delete_cookie(COOKIE)
    return response
