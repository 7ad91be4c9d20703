"""Pages travel packed (gzip): on a slow line a tenth of the bytes is a tenth of the waiting.

Packing together what a page keeps secret with what its address says tells the secret by the length to whoever can make a
browser ask again and again and sees the line (BREACH). Each answer therefore hides its length behind a name of random
length in the gzip head, as Django does. Pages only: the JSON interface, images and event streams go as they are.
"""

from __future__ import annotations

import gzip
import io
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: bytes below which packing saves no packet on the line
LEAST = 2_000
#: most bytes of the random name
HIDING = 100
LEVEL = 5


class Packing:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            await self._app(scope, receive, send)
            return
        held: Message | None = None

        async def packed(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and _is_page(message):
                held = message
                return
            if held is None:
                await send(message)
                return
            body = message.get("body", b"")
            headers = MutableHeaders(scope=held)
            headers.add_vary_header("Accept-Encoding")
            # an answer in parts is a stream, and nobody knows how much there is
            if not message.get("more_body", False) and len(body) >= LEAST:
                body = pack(body)
                headers["content-encoding"] = "gzip"
                headers["content-length"] = str(len(body))
            start, held = held, None
            await send(start)
            await send({**message, "body": body})

        await self._app(scope, receive, packed)


def pack(body: bytes) -> bytes:
    name = secrets.token_hex(HIDING // 2)[: secrets.randbelow(HIDING)]
    out = io.BytesIO()
    with gzip.GzipFile(filename=name, mode="wb", fileobj=out, compresslevel=LEVEL, mtime=0) as file:
        file.write(body)
    return out.getvalue()


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers
