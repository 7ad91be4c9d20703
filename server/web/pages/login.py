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
from server.web.demo import demo
from server.web.guard import ConfirmedDep, own_page, same_origin, start_of
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
) -> Response:
    name = username.strip()
    try:
        work = Work(session, centre, now, f"account:{name}")
        login = accounts.login(work, name, password, browser=browser_of(request))
    except HallError as refused:
        if refused.code not in (ErrorCode.UNAUTHENTICATED, ErrorCode.TOO_MANY_REQUESTS):
            raise
        return page(
            "login.html",
            now=now,
            here="login",
            status=STATUS[refused.code],
            problem=f"{refused.problem.message} {refused.problem.message_en}",
            done="",
            username=name,
            to=own_page(to),
            demo=demo(session, request.app.state.demo_password),
        )
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
