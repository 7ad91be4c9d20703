"""Refuses a body that is larger than anything the contract allows, before it fills the memory."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """ASGI middleware: counts what arrives, whatever Content-Length claims; the answer is TOO_LARGE."""

    def __init__(self, app: ASGIApp, *, max_bytes: int) -> None:
        self._app = app
        self._max = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._max:
                # raised where the application reads, so that its own handler answers
                raise HTTPException(413, "The request is too large.")
            return message

        await self._app(scope, counted, send)
