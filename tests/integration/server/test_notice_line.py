"""Two server processes on one PostgreSQL: what one commits, the pages of the other hear at once, also after a lost line."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from server.core.centre import Centre
from server.notify.hub import Hub, Round
from server.notify.listener import announce
from server.notify.service import Message, enqueue
from server.notify.tables import NoticeKind
from tests.contract.hall import Hall, open_hall

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]

SECONDS = 20.0
#: far above what the line takes, far below the look that comes without it
AT_ONCE = 3.0


class Process:
    """A second server process's hub, on an event loop of its own; collects what one page is handed."""

    def __init__(self, centre: Centre) -> None:
        self.hub = Hub(centre)
        self.handed: list[int] = []
        self._arrived = threading.Condition()
        self._up = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self._thread.start()
        assert self._up.wait(SECONDS)

    async def _run(self) -> None:
        async with self.hub.running(), self.hub.subscribed("renshe.duty", "") as reader:
            self._up.set()
            while not self._stop.is_set():
                try:
                    round_ = await asyncio.wait_for(reader.queue.get(), 0.05)
                except TimeoutError:
                    continue
                assert isinstance(round_, Round)
                with self._arrived:
                    self.handed += [notice.id or 0 for notice in round_.notices]
                    self._arrived.notify_all()

    def wait(self, count: int, seconds: float = SECONDS) -> bool:
        with self._arrived:
            return self._arrived.wait_for(lambda: len(self.handed) >= count, seconds)

    def end(self) -> None:
        self._stop.set()
        self._thread.join(SECONDS)


@contextmanager
def process(hall: Hall) -> Iterator[Process]:
    made = Process(hall.centre)
    try:
        yield made
    finally:
        made.end()


@pytest.fixture
def hall(database: str, tmp_path: Path) -> Iterator[Hall]:
    # without the line a look comes so late that the test would fail
    with open_hall(tmp_path / "data", database, stream_poll_seconds=60.0) as hall:
        yield hall


def commit(hall: Hall, number: int) -> None:
    """As another process does: write, commit, say so."""
    with hall.work() as work:
        enqueue(work, ["renshe.duty"], Message("", NoticeKind.ASSIGNED, str(number), "b"))
    announce(hall.centre.engine)


def kill_lines(database: str) -> int:
    """End every notice line from the server's side, as a failover does."""
    with psycopg.connect(database, autocommit=True) as connection:
        killed = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hall-notices'"
        ).fetchall()
    return len(killed)


def until(condition: object) -> None:
    pause = threading.Event()
    for _ in range(int(SECONDS / 0.02)):
        if condition():  # type: ignore[operator]
            return
        pause.wait(0.02)
    pytest.fail("did not happen in time")


def test_what_one_process_commits_the_other_hears_at_once(hall: Hall) -> None:
    with process(hall) as other:
        until(lambda: other.hub.listening)
        for number in range(5):
            commit(hall, number)
            assert other.wait(number + 1, AT_ONCE)
        assert other.handed == sorted(set(other.handed))


@pytest.mark.expect_log("the notice line to the database is down")
def test_after_a_killed_line_nothing_is_lost_and_nothing_comes_twice(hall: Hall, database: str) -> None:
    with process(hall) as other:
        until(lambda: other.hub.listening)
        commit(hall, 0)
        assert other.wait(1)
        assert kill_lines(database) >= 1
        for number in range(1, 8):
            commit(hall, number)
        assert other.wait(8)
        until(lambda: other.hub.listening)
        commit(hall, 8)
        assert other.wait(9, AT_ONCE)
        assert other.handed == sorted(set(other.handed))


def test_an_id_that_is_committed_late_is_handed_out_too(hall: Hall, database: str) -> None:
    with process(hall) as other:
        until(lambda: other.hub.listening)
        insert = (
            "INSERT INTO notice (account, case_id, kind, title, body, created_at) "
            "VALUES ('renshe.duty', '', 'assigned', 't', 'b', now()) RETURNING id"
        )
        with psycopg.connect(database) as slow:
            first = slow.execute(insert).fetchone()
            commit(hall, 1)
            assert other.wait(1, AT_ONCE)
            slow.commit()
            announce(hall.centre.engine)
            assert other.wait(2, AT_ONCE)
        assert first is not None
        assert other.handed == [first[0] + 1, first[0]]
