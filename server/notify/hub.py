"""One listener per server process: it reads new notices once and hands them to every open page they concern."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from server.core.centre import Centre
from server.core.database import reading, transaction
from server.notify import service
from server.notify.tables import Notice
from server.notify.window import Window

log = logging.getLogger("hall.server.notify")

#: None: the process is about to end
Inbox = asyncio.Queue[Notice | None]


class Hub:
    """Made once per process; `run` is a task of the application's lifespan."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._inboxes: dict[str, set[Inbox]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Say from any thread that a transaction with notices was committed."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._news.set)

    def close(self) -> None:
        """End every open stream, so that the process need not wait for its readers; they reconnect elsewhere."""
        for inboxes in self._inboxes.values():
            for inbox in inboxes:
                inbox.put_nowait(None)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        self._centre.news.connect(self.wake)
        last = await run_in_threadpool(self._last_id)
        task = asyncio.create_task(self._run(last), name="notice-hub")
        try:
            yield
        finally:
            self._centre.news.disconnect(self.wake)
            # ended, not cancelled: a query under way in its thread still holds a connection
            self._stopping = True
            self._news.set()
            await task
            self._loop = None

    @asynccontextmanager
    async def subscribed(self, account: str) -> AsyncIterator[Inbox]:
        """Yield a queue that receives every new notice of this account."""
        inbox: Inbox = asyncio.Queue()
        self._inboxes[account].add(inbox)
        try:
            yield inbox
        finally:
            self._inboxes[account].discard(inbox)
            if not self._inboxes[account]:
                del self._inboxes[account]

    async def delivered(self, notices: Sequence[Notice]) -> None:
        """Note that these went out to at least one page of their account."""
        ids = [notice.id for notice in notices if notice.id is not None and notice.delivered_at is None]
        if ids:
            await run_in_threadpool(self._mark, ids)

    async def _run(self, last: int) -> None:
        window = Window(last)
        while not self._stopping:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), self._centre.settings.stream_poll_seconds)
            self._news.clear()
            try:
                if not self._inboxes:
                    # nobody listens; who connects reads what is pending
                    window = Window(await run_in_threadpool(self._last_id))
                    continue
                notices = await run_in_threadpool(self._since, window.low)
            except SQLAlchemyError as error:
                log.error("notices could not be read: %s", type(error).__name__)
                continue
            fresh = window.take((notice.id or 0 for notice in notices), time.monotonic())
            for notice in notices:
                if notice.id in fresh:
                    for inbox in self._inboxes.get(notice.account, ()):
                        inbox.put_nowait(notice)

    def _last_id(self) -> int:
        with reading(self._centre.engine) as session:
            return service.last_id(session)

    def _since(self, low: int) -> Sequence[Notice]:
        with reading(self._centre.engine) as session:
            return service.since(session, low)

    def _mark(self, ids: list[int]) -> None:
        with transaction(self._centre.engine) as session:
            service.mark_delivered(session, ids, self._centre.clock())
