"""Refuses a body that is larger than anything the contract allows, before it fills the memory."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.contract.v1 import ErrorCode
from server.core.errors import HallError, answer


class _Overflow(Exception):
    pass


class BodyLimit:
    """ASGI middleware: counts what arrives, whatever Content-Length claims."""

    def __init__(self, app: ASGIApp, *, max_bytes: int) -> None:
        self._app = app
        self._max = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        claimed = dict(scope["headers"]).get(b"content-length", b"0")
        if claimed.isdigit() and int(claimed) > self._max:
            await self._refuse(scope, receive, send)
            return
        taken, answered = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._max:
                raise _Overflow
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self._app(scope, counted, noted)
        except _Overflow:
            if not answered:
                await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        problem = HallError(
            ErrorCode.TOO_LARGE,
            "发送的内容太大。",
            "The request is too large.",
            "请减小图片后再试 · Send smaller images.",
        ).problem
        await answer(problem)(scope, receive, send)
