"""Refusals and failures as one type, and the one place where they become an answer."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from starlette.exceptions import HTTPException

from server.contract.v1 import ErrorCode, Problem

log = logging.getLogger("hall.server.errors")

STATUS: dict[ErrorCode, int] = {
    ErrorCode.INVALID_REQUEST: 422,
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.KEY_REUSED: 409,
    ErrorCode.NUMBER_NOT_LEASED: 409,
    ErrorCode.PAGE_MISSING: 409,
    ErrorCode.HASH_MISMATCH: 422,
    ErrorCode.BAD_IMAGE: 422,
    ErrorCode.TOO_LARGE: 413,
    ErrorCode.TOO_MANY_REQUESTS: 429,
    ErrorCode.WRONG_STATE: 409,
    ErrorCode.CONFLICT: 409,
    ErrorCode.LIMIT_PASSED: 409,
    ErrorCode.MASKED_VALUE: 422,
    ErrorCode.PROOF_NEEDED: 403,
    ErrorCode.INTERNAL: 500,
}


#: the database is gone, or all its connections are taken: nothing was done, and trying again makes sense
Unreachable = (OperationalError, NoConnectionFree)
_UNREACHABLE_STATUS, _TRY_AGAIN_S = 503, 5


class HallError(Exception):
    """What went wrong in Chinese and English, and what the reader can do next."""

    def __init__(
        self,
        code: ErrorCode,
        message: str,
        message_en: str,
        remedy: str = "",
        *,
        fields: tuple[str, ...] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(f"{code}: {message_en}")
        #: seconds after which trying again makes sense
        self.retry_after = retry_after
        self.problem = Problem(code=code, message=message, message_en=message_en, remedy=remedy, fields=fields)

    @property
    def code(self) -> ErrorCode:
        return self.problem.code

    @property
    def words(self) -> tuple[str, str]:
        """What went wrong and what to do next, for a page: Chinese, English."""
        remedy, _, remedy_en = self.problem.remedy.partition(" · ")
        return f"{self.problem.message}{remedy}", f"{self.problem.message_en} {remedy_en}".strip()


def not_found() -> HallError:
    """The one answer for what does not exist and for what this reader may not know to exist."""
    return HallError(
        ErrorCode.NOT_FOUND,
        "没有找到，或您无权查看。",
        "Not found, or not yours to see.",
        "请核对编号 · Check the number.",
    )


def answer(problem: Problem, retry_after: int | None = None) -> JSONResponse:
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else None
    return JSONResponse(problem.model_dump(mode="json"), status_code=STATUS[problem.code], headers=headers)


def install(app: FastAPI) -> None:
    """Make every failure of this application a `Problem`."""

    @app.exception_handler(HallError)
    def refused(_request: Request, error: HallError) -> JSONResponse:
        return answer(error.problem, error.retry_after)

    @app.exception_handler(RequestValidationError)
    def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        # only the places are named: the values may be identity data
        places = tuple(".".join(str(part) for part in item["loc"] if part != "body") for item in error.errors())
        problem = Problem(
            code=ErrorCode.INVALID_REQUEST,
            message="请求内容不符合要求。",
            message_en="The request does not have the expected form.",
            remedy="请检查所列字段 · Check the fields named.",
            fields=places,
        )
        return answer(problem)

    @app.exception_handler(DataError)
    def unstorable(_request: Request, _error: DataError) -> JSONResponse:
        # PostgreSQL alone refuses some texts, such as one with a zero byte
        return answer(
            Problem(
                code=ErrorCode.INVALID_REQUEST,
                message="请求中有无法保存的内容。",
                message_en="A value of the request cannot be stored.",
                remedy="请去掉特殊字符 · Remove special characters.",
            )
        )

    def unreachable(request: Request, error: Exception) -> JSONResponse:
        log.error("no database for %s %s", request.method, request.url.path, exc_info=error)
        problem = Problem(
            code=ErrorCode.INTERNAL,
            message="数据库暂时连接不上，没有办理。",
            message_en="The database cannot be reached; nothing was done.",
            remedy="请稍后再试；持续不行请联系系统管理员 · Try again soon; if it lasts, tell the administrator.",
        )
        return JSONResponse(problem.model_dump(mode="json"), _UNREACHABLE_STATUS, {"Retry-After": str(_TRY_AGAIN_S)})

    for kind in Unreachable:
        app.add_exception_handler(kind, unreachable)

    @app.exception_handler(HTTPException)
    def http(_request: Request, error: HTTPException) -> JSONResponse:
        codes = {401: ErrorCode.UNAUTHENTICATED, 403: ErrorCode.FORBIDDEN, 413: ErrorCode.TOO_LARGE}
        code = codes.get(error.status_code, ErrorCode.INVALID_REQUEST)
        if error.status_code == 404:
            code = ErrorCode.NOT_FOUND
        problem = Problem(code=code, message="请求无法处理。", message_en=str(error.detail))
        body = problem.model_dump(mode="json")
        return JSONResponse(body, status_code=error.status_code, headers=dict(error.headers or {}))

    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> JSONResponse:
        log.error("unexpected %s in %s %s", type(error).__name__, request.method, request.url.path, exc_info=error)
        return answer(
            Problem(
                code=ErrorCode.INTERNAL,
                message="系统内部错误，已记录。",
                message_en="An internal error; it has been recorded.",
                remedy="请稍后再试 · Try again later.",
            )
        )
