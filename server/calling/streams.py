"""The live line of a wall screen: it says “look”, and what there is to see is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable

from starlette.concurrency import run_in_threadpool

from server.core.centre import Centre

#: screens change a few times a minute; another process is heard of within this, seconds
POLL_SECONDS = 1.0
#: an empty sign, so that a dead line is noticed, seconds
HEARTBEAT_SECONDS = 15.0
RETRY_MS = 3_000


async def looks(centre: Centre, stamp: Callable[[], object], ended: Callable[[], bool]) -> AsyncGenerator[bytes]:
    """Yield server-sent events named `wall` whenever what `stamp` returns has changed, until `ended`.

    `stamp` may raise: the line then ends, and the screen asks again.
    """
    loop, news = asyncio.get_running_loop(), asyncio.Event()

    def heard() -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(news.set)

    centre.news.connect(heard)
    try:
        yield f"retry: {RETRY_MS}\n\n".encode()
        before, silent = await run_in_threadpool(stamp), 0.0
        while not ended():
            try:
                await asyncio.wait_for(news.wait(), POLL_SECONDS)
                news.clear()
            except TimeoutError:
                silent += POLL_SECONDS
            now = await run_in_threadpool(stamp)
            if now != before:
                before, silent = now, 0.0
                yield b"event: wall\ndata: look\n\n"
            elif silent >= HEARTBEAT_SECONDS:
                silent = 0.0
                yield b": alive\n\n"
    finally:
        centre.news.disconnect(heard)
