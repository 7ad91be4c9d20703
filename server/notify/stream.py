"""The events of one open page: what it missed, then what comes, with a sign of life between."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from server.core.centre import Centre
from server.core.database import reading
from server.notify import outbox
from server.notify.hub import Hub, Reader
from server.notify.place import Place, parse
from server.notify.tables import Notice

log = logging.getLogger("hall.server.notify")

#: a page that takes nothing for so long is gone or too slow; it comes back with its place
STUCK_SECONDS = 30.0
RETRY_MS = 2_000


def plain(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "kind": notice.kind,
        "case_id": notice.case_id,
        "page": notice.page,
        "title": notice.title,
        "body": notice.body,
        "urgency": notice.urgency,
        "created_at": notice.created_at.isoformat(),
    }


class EventStream(Response):
    """Server-sent events. Ends with its events, when the reader goes away, and when the reader takes nothing."""

    media_type = "text/event-stream"

    def __init__(
        self,
        hub: Hub,
        centre: Centre,
        account: str,
        token: str,
        last_event_id: str,
        *,
        board: bool = False,
        stuck_seconds: float = STUCK_SECONDS,
    ) -> None:
        self.background = None
        self.status_code = 200
        self.init_headers({"cache-control": "no-store", "x-accel-buffering": "no"})
        self._hub, self._centre, self._account, self._token = hub, centre, account, token
        self._place = parse(last_event_id)
        self._board = board
        self._stuck_seconds = stuck_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with self._hub.subscribed(self._account, self._token, board=self._board) as reader:
            gone = asyncio.create_task(_gone(receive, reader))
            try:
                async with aclosing(events(self._hub, self._centre, reader, self._place)) as chunks:
                    async for chunk in chunks:
                        async with asyncio.timeout(self._stuck_seconds):
                            await send({"type": "http.response.body", "body": chunk, "more_body": True})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            except TimeoutError:
                self._hub.dropped += 1
                log.info("a page that takes nothing was dropped")
            finally:
                gone.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await gone


async def _gone(receive: Receive, reader: Reader) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    reader.end()


async def events(hub: Hub, centre: Centre, reader: Reader, place: Place | None) -> AsyncGenerator[bytes]:
    """Yield server-sent events named `notice` until the reader ends; each carries the place the page then has.

    A page that is a board also gets events named `board`, which only say: look again.
    """
    # subscribed first, read second: a notice that falls between is found twice here and sent once
    low = reader.low
    notices = await run_in_threadpool(_missed, centre, reader.account, place)
    here = place or Place(low if not notices else min(low, (notices[0].id or 1) - 1))
    # what comes without data moves the place of the page and says nothing
    yield f"retry: {RETRY_MS}\nid: {here}\n\n".encode()
    for after, chunk in _chunks(here, notices, low):
        here = after
        yield chunk
    hub.delivered(notices)
    while True:
        try:
            round_ = await asyncio.wait_for(reader.queue.get(), centre.settings.stream_heartbeat_seconds)
        except TimeoutError:
            yield b": alive\n\n"
            continue
        if round_ is None:
            return
        # a page that came from another process may have had some already
        fresh = [notice for notice in round_.notices if not here.has(notice.id or 0)]
        for after, chunk in _chunks(here, fresh, round_.low):
            here = after
            yield chunk
        hub.delivered(fresh)
        if round_.board:
            yield b"event: board\ndata: look\n\n"


def _missed(centre: Centre, account: str, place: Place | None) -> Sequence[Notice]:
    with reading(centre.engine) as session:
        return outbox.missed(session, account, place)


def _chunks(here: Place, notices: Sequence[Notice], low: int) -> Iterator[tuple[Place, bytes]]:
    """Yield (place after it, bytes) of each; they come by id, and after the last one everything up to `low` was had."""
    for left, notice in zip(range(len(notices) - 1, -1, -1), notices, strict=True):
        number = notice.id or 0
        here = here.with_one(number).up_to(min(low, number) if left else low)
        data = json.dumps(plain(notice), ensure_ascii=False)
        yield here, f"id: {here}\nevent: notice\ndata: {data}\n\n".encode()
