"""Pages that take nothing are dropped, the oldest of too many ends, a closed hub ends all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event
from starlette.types import Message

from server.core import schema
from server.core.centre import Centre, open_centre
from server.core.database import transaction
from server.core.settings import ServerSettings
from server.core.time import wall_clock
from server.notify import hub as hubs
from server.notify.hub import Hub, Reader, Round
from server.notify.stream import EventStream
from server.notify.tables import Notice


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    made = open_centre(ServerSettings(data=tmp_path, streams_per_person=2), wall_clock)
    schema.upgrade(made.engine)
    yield made
    made.engine.dispose()


def notice(number: int) -> Notice:
    return Notice(
        id=number, account="a", case_id="", kind="assigned", title="t", body="b", created_at=datetime.now(UTC)
    )


def test_a_page_that_lags_behind_is_ended_after_what_it_can_still_read() -> None:
    reader = Reader("a", "", 0)
    taken = [reader.offer(Round((notice(number),), number)) for number in range(1, hubs.MOST_WAITING + 3)]
    assert taken == [True] * hubs.MOST_WAITING + [False, False]
    found = [reader.queue.get_nowait() for _ in range(reader.queue.qsize())]
    assert found[-1] is None
    assert found.count(None) == 1


def test_the_oldest_of_too_many_pages_of_one_person_ends(centre: Centre) -> None:
    async def run() -> None:
        hub = Hub(centre)
        pages = hub.subscribed("a", ""), hub.subscribed("a", ""), hub.subscribed("a", "")
        async with pages[0] as first, pages[1] as second, pages[2] as third:
            assert first.queue.get_nowait() is None
            assert second.queue.empty()
            assert third.queue.empty()
            assert hub.streams == 2
            hub.close()
            assert second.queue.get_nowait() is None
        assert hub.streams == 0

    asyncio.run(run())


def test_a_page_that_takes_nothing_is_dropped(centre: Centre) -> None:
    async def run() -> None:
        hub = Hub(centre)
        never = asyncio.Event()

        async def receive() -> Message:
            await never.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.body":
                await never.wait()

        page = EventStream(hub, centre, "a", "", "", stuck_seconds=0.05)
        await asyncio.wait_for(page({"type": "http"}, receive, send), 5)
        assert (hub.dropped, hub.streams) == (1, 0)

    asyncio.run(run())


def test_a_page_that_goes_away_ends_at_once(centre: Centre) -> None:
    async def run() -> None:
        hub = Hub(centre)
        sent: list[bytes] = []
        first = asyncio.Event()

        async def receive() -> Message:
            await first.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message.get("body", b""))
            if b"retry" in sent[-1]:
                first.set()

        page = EventStream(hub, centre, "a", "", "7")
        await asyncio.wait_for(page({"type": "http"}, receive, send), 5)
        assert b"id: 7\n" in b"".join(sent)
        assert hub.streams == 0

    asyncio.run(run())


def test_while_nobody_listens_nothing_is_read_and_who_comes_then_starts_at_the_last_notice(centre: Centre) -> None:
    with transaction(centre.engine) as session:
        session.add_all(notice(number) for number in (1, 2, 4))

    async def run() -> None:
        hub = Hub(centre)
        async with hub.running():
            asked: list[str] = []
            event.listen(centre.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
            hub.wake()
            await asyncio.sleep(0)
            assert asked == []
            async with hub.subscribed("a", "") as first, hub.subscribed("b", "") as second:
                # 3 may still come
                assert (first.low, second.low) == (2, 2)

    asyncio.run(run())
