"""Every refusal and failure of a page becomes a page that says what to do next; the JSON interface keeps its answers."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from server.contract.v1 import API
from server.core.errors import STATUS, HallError, Unreachable
from server.core.limits import HEAD
from server.core.time import wall_clock
from server.web import kept
from server.web.guard import SignInNeeded, SignInUnfinished
from server.web.statics import URL
from server.web.templating import page

_RECORDED = (*Unreachable, Exception)
#: what a form may be answered with; of what broke on the way nothing can be read any more
_FORMS = (HallError, RequestValidationError, *Unreachable)
Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    title_en: str
    remedy: str
    remedy_en: str


_WORDS = {
    403: _Words(
        "不能这样操作", "Not allowed", "页面可能已经过期，请返回刷新后再试。", "Go back, reload and try again."
    ),
    404: _Words(
        "没有找到",
        "Not found",
        "这一页不存在，或您无权查看。请核对编号。",
        "It does not exist, or is not yours to see. Check the number.",
    ),
    409: _Words("情况已经变化", "Things have changed", "请返回查看最新情况。", "Go back to see how things stand."),
    413: _Words(
        "内容太大",
        "Too large",
        "照片一次共不超过12 MB，请减少张数或者缩小后再发。",
        "At most 12 MB at a time: send fewer photos, or smaller ones.",
    ),
    429: _Words("操作过于频繁", "Too many attempts", "请稍后再试。", "Try again later."),
    503: _Words(
        "系统暂时不可用",
        "Not available just now",
        "数据库暂时连接不上，没有办理；请稍后再试，持续不行请联系系统管理员。",
        "The database cannot be reached; nothing was done. Try again soon; if it lasts, tell the administrator.",
    ),
    500: _Words("系统出错了", "Something broke", "已经记录，请稍后再试。", "It has been recorded; try again later."),
}
#: nothing was sent: the account has no part in this area
_NOT_YOURS = _Words(
    "您的账户不能打开这一页",
    "Not for this account",
    "如工作需要，请联系系统管理员调整角色。",
    "If your work needs it, ask the administrator for the role.",
)
_KEPT = "登录已过期，内容没有提交，已为您保留；请重新登录 · The sign-in has ended before this was sent; it is kept"
_TO_COPY = "登录已结束，内容没有提交，请重新登录 · Signed out before this was sent; sign in again"
_OTHER = _Words("请求无法处理", "The request cannot be handled", "请返回重试。", "Go back and try again.")


def install(app: FastAPI) -> None:
    """Answer failures of pages with pages. Call after the handlers of the JSON interface are in place."""
    before = dict(app.exception_handlers)

    async def sign_in(request: Request, error: Exception) -> Response:
        assert isinstance(error, SignInNeeded)
        if request.headers.get("hx-request"):
            return Response(status_code=401)
        sealed = await kept.sealed(request, error.next_page)
        # a session that was signed out elsewhere is not known any more: its author gets back what came, to copy it
        typed = [] if sealed else await kept.written(request)
        if not sealed and not typed:
            return RedirectResponse(error.address, status_code=303)
        return page(
            "login.html",
            now=wall_clock(),
            here="login",
            status=401,
            problem=_KEPT if sealed else _TO_COPY,
            done="",
            username="",
            to=error.next_page,
            kept=sealed,
            typed=typed,
            demo=None,
        )

    def show(kind: type[Exception]) -> None:
        earlier: Handler | None = before.get(kind)

        async def handler(request: Request, error: Exception) -> Response:
            answered: Response | None = None
            # what must not fail also goes through the earlier handler, because that one records it
            if earlier is not None and (not _is_page(request) or kind in _RECORDED):
                given = earlier(request, error)
                answered = await given if inspect.isawaitable(given) else given
            if answered is not None and not _is_page(request):
                return answered
            return _page(request, error, await kept.written(request) if kind in _FORMS or HEAD in request.scope else [])

        app.add_exception_handler(kind, handler)

    def finish(request: Request, _error: Exception) -> Response:
        if request.headers.get("hx-request"):
            return Response(status_code=401)
        return RedirectResponse("/account", status_code=303)

    app.add_exception_handler(SignInNeeded, sign_in)
    app.add_exception_handler(SignInUnfinished, finish)
    for kind in (HallError, RequestValidationError, HTTPException, *Unreachable, Exception):
        show(kind)


def _is_page(request: Request) -> bool:
    path = request.url.path
    return not path.startswith(("/api/", f"{API}/", f"{URL}/", "/docs", "/openapi", "/open311/", "/metrics"))


def _page(request: Request, error: Exception, typed: Sequence[kept.Line]) -> Response:
    """`typed`: what came with the form, for its author to copy."""
    if isinstance(error, HallError):
        status = STATUS[error.code]
    elif isinstance(error, HTTPException):
        status = error.status_code
    elif isinstance(error, Unreachable):
        status = 503
    else:
        status = 422 if isinstance(error, RequestValidationError) else 500
    words = _NOT_YOURS if status == 403 and request.method == "GET" else _WORDS.get(status, _OTHER)
    remedy, remedy_en = words.remedy, words.remedy_en
    if isinstance(error, HallError) and status not in (403, 404, 500):
        remedy, remedy_en = error.words
    shown = page(
        "problem.html",
        now=wall_clock(),
        status=status,
        title=words.title,
        title_en=words.title_en,
        remedy=remedy,
        remedy_en=remedy_en,
        href="/progress" if request.url.path.startswith("/progress") else "/",
        code=status,
        typed=typed,
    )
    if isinstance(error, HallError) and error.retry_after is not None:
        shown.headers["Retry-After"] = str(error.retry_after)
    return shown
