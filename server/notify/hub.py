"""One hub per server process: it reads new notices once and hands them to every open page they concern."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from server.accounts import service as accounts
from server.core.centre import Centre
from server.core.database import reading, transaction
from server.notify import outbox
from server.notify.boards import PAUSE_SECONDS, Boards, Changed
from server.notify.listener import Listener, announce
from server.notify.tables import Notice
from server.notify.window import Window

log = logging.getLogger("hall.server.notify")

Answer = TypeVar("Answer")

#: rounds a page may lag behind before it is dropped; it comes back with its place and misses nothing
MOST_WAITING = 100
#: rows of one look; a larger heap is read in several
LOOK = 1_000
#: with a line to the other processes, how often to look all the same, seconds
SAFETY_SECONDS = 5.0
#: what was delivered is noted together, seconds
NOTE_SECONDS = 0.2
#: how often to ask whether who listens may still listen, seconds
CHECK_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Round:
    """What one look brought for one account; nothing up to `low` can come any more. `board`: look at it again."""

    notices: tuple[Notice, ...]
    low: int
    board: bool = False


class Reader:
    """One open page. None in its queue: the page ends."""

    def __init__(self, account: str, token: str, low: int, *, board: bool = False) -> None:
        self.account = account
        self.token = token
        self.low = low
        #: the page shows a list with counts, which changes without a notice too
        self.board = board
        self.queue: asyncio.Queue[Round | None] = asyncio.Queue()
        self._ended = False

    def offer(self, round_: Round) -> bool:
        """Hand over what came; False for a page that reads too slowly, which then ends."""
        if self.queue.qsize() >= MOST_WAITING:
            self.end()
            return False
        self.queue.put_nowait(round_)
        return True

    def end(self) -> None:
        """End the page after what lies before it."""
        if not self._ended:
            self._ended = True
            self.queue.put_nowait(None)


class Hub:
    """Made once per process; `running` spans the application's lifespan. `changed`: what moves the boards."""

    def __init__(self, centre: Centre, changed: Changed | None = None) -> None:
        self._centre = centre
        self._boards = Boards(changed) if changed is not None else None
        self._readers: dict[str, dict[Reader, None]] = defaultdict(dict)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._own_news = False
        self._delivered: set[int] = set()
        self._window = Window(0)
        self._stopping = False
        self._waking = asyncio.Lock()
        self._listener: Listener | None = None
        if centre.engine.dialect.name == "postgresql":
            self._listener = Listener(centre.engine, self._news.set)
        #: pages dropped because they read too slowly
        self.dropped = 0
        #: every line to a page ends now
        self.closing = False

    @property
    def streams(self) -> int:
        return sum(len(readers) for readers in self._readers.values())

    @property
    def listening(self) -> bool:
        """Whether the line to the other processes is up; always on SQLite, which has none."""
        return self._listener is None or self._listener.connected

    def wake(self) -> None:
        """Say from any thread that a transaction with notices was committed here."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._heard_here)

    def _heard_here(self) -> None:
        self._own_news = True
        self._news.set()

    def close(self) -> None:
        """End every open stream, so that the process need not wait for its readers; they reconnect elsewhere."""
        self.closing = True
        for reader in self._every():
            reader.end()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        self._centre.news.connect(self.wake)
        look = asyncio.create_task(self._look_for_ever(), name="notice-hub")
        side = [asyncio.create_task(self._note_for_ever()), asyncio.create_task(self._check_for_ever())]
        if self._listener is not None:
            side.append(asyncio.create_task(self._listener.run(), name="notice-line"))
        try:
            yield
        finally:
            self._centre.news.disconnect(self.wake)
            # ended, not cancelled: a query under way in its thread still holds a connection
            self._stopping = True
            self._news.set()
            await look
            for task in side:
                task.cancel()
            await asyncio.gather(*side, return_exceptions=True)
            await self._note()
            self._loop = None

    @asynccontextmanager
    async def subscribed(self, account: str, token: str, *, board: bool = False) -> AsyncIterator[Reader]:
        """Yield a reader that is handed every new notice of this account until its session (`token`) ends.

        Beyond the limit of pages per person the oldest one ends.
        """
        async with self._waking:
            if not self._readers:
                await self._begin_anew()
            # known from here on, so that nobody else begins anew
            mine = self._readers[account]
            reader = Reader(account, token, self._window.low, board=board)
            mine[reader] = None
        # whatever came while the others were read
        self._news.set()
        while len(mine) > self._centre.settings.streams_per_person:
            oldest = next(iter(mine))
            oldest.end()
            del mine[oldest]
        try:
            yield reader
        finally:
            mine.pop(reader, None)
            if not mine and self._readers.get(account) is mine:
                del self._readers[account]

    async def _begin_anew(self) -> None:
        """Look where the ids are now: while nobody listened, nothing was read."""
        recent = await run_in_threadpool(self._ask, outbox.recent_ids)
        self._window = Window(recent[0] - 1 if recent else 0)
        self._window.take(recent, time.monotonic())

    def delivered(self, notices: Sequence[Notice]) -> None:
        """Note that these went out to at least one page of their account."""
        self._delivered.update(n.id for n in notices if n.id is not None and n.delivered_at is None)

    async def _look_for_ever(self) -> None:
        failing = False
        while not self._stopping:
            by_line = self._listener is not None and self._listener.connected
            pause = SAFETY_SECONDS if by_line else self._centre.settings.stream_poll_seconds
            watching = self._watching()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), min(pause, PAUSE_SECONDS) if watching else pause)
            self._news.clear()
            telling = None
            if self._own_news and self._listener is not None:
                self._own_news = False
                telling = asyncio.create_task(run_in_threadpool(announce, self._centre.engine, self._listener.sender))
            try:
                while self._readers and await self._look():
                    pass
                await self._look_at_boards()
                failing = False
            except SQLAlchemyError as error:
                if not failing:
                    log.error("notices could not be read: %s", type(error).__name__)
                failing = True
            if telling is not None:
                await telling

    async def _look(self) -> bool:
        """Read what is new and hand it out; True when there is more."""
        top, gaps = self._window.top, self._window.gaps
        notices = await run_in_threadpool(self._ask, lambda session: outbox.since(session, top, gaps, LOOK))
        fresh = self._window.take((notice.id or 0 for notice in notices), time.monotonic())
        mine: dict[str, list[Notice]] = defaultdict(list)
        for notice in notices:
            if notice.id in fresh and notice.account in self._readers:
                mine[notice.account].append(notice)
        for account, found in mine.items():
            round_ = Round(tuple(found), self._window.low)
            for reader in tuple(self._readers[account]):
                if not reader.offer(round_):
                    self.dropped += 1
        return len(notices) == LOOK

    def _watching(self) -> frozenset[str]:
        return frozenset(reader.account for reader in self._every() if reader.board)

    async def _look_at_boards(self) -> None:
        if self._boards is None:
            return
        boards, watching = self._boards, self._watching()
        if not watching:
            boards.rest()
            return
        concerned = await run_in_threadpool(self._ask, lambda session: boards.look(session, watching))
        for account in concerned:
            for reader in tuple(self._readers.get(account, ())):
                if reader.board and not reader.offer(Round((), self._window.low, board=True)):
                    self.dropped += 1

    async def _note_for_ever(self) -> None:
        while True:
            await asyncio.sleep(NOTE_SECONDS)
            await self._note()

    async def _note(self) -> None:
        """Write down in one transaction what all pages were handed since the last time."""
        ids, self._delivered = self._delivered, set()
        if not ids:
            return
        try:
            await run_in_threadpool(self._mark, ids)
        except SQLAlchemyError as error:
            # kept for the next time: a page that comes without its place would get them again, and that is all
            self._delivered |= ids
            log.warning("deliveries could not be noted: %s", type(error).__name__)

    async def _check_for_ever(self) -> None:
        """End the pages of those who signed out, whose session is over or whose account was closed."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            tokens = {reader.token for reader in self._every()}
            if not tokens:
                continue
            try:
                alive = await run_in_threadpool(self._alive, tokens)
            except SQLAlchemyError as error:
                log.warning("sessions could not be checked: %s", type(error).__name__)
                continue
            for reader in self._every():
                if reader.token not in alive:
                    reader.end()

    def _every(self) -> tuple[Reader, ...]:
        return tuple(reader for readers in self._readers.values() for reader in readers)

    def _ask(self, question: Callable[[Session], Answer]) -> Answer:
        with reading(self._centre.engine) as session:
            return question(session)

    def _alive(self, tokens: set[str]) -> frozenset[str]:
        with reading(self._centre.engine) as session:
            return accounts.alive(session, tokens, self._centre.clock())

    def _mark(self, ids: set[int]) -> None:
        with transaction(self._centre.engine) as session:
            outbox.mark_delivered(session, ids, self._centre.clock())
