"""Refuses a body that is larger than anything the contract allows, before it fills the memory."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: where a request whose body was too large has the first part of it
HEAD = "hall.head"
#: bytes of that part: a form has its words before its photos
_HEAD_BYTES = 262_144


class BodyLimit:
    """ASGI middleware: counts what arrives, whatever Content-Length claims; the answer is TOO_LARGE, and may say again what
    stood at the beginning of the body (`HEAD` of the scope)."""

    def __init__(self, app: ASGIApp, *, max_bytes: int) -> None:
        self._app = app
        self._max = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken, head = 0, bytearray()

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            body = message.get("body", b"")
            taken += len(body)
            head.extend(body[: _HEAD_BYTES - len(head)])
            if taken > self._max:
                scope[HEAD] = bytes(head)
                # raised where the application reads, so that its own handler answers
                raise HTTPException(413, "The request is too large.")
            return message

        await self._app(scope, counted, send)
