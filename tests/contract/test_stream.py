"""Three phones hear of a matter through a real server process's socket, a fourth does not."""

from __future__ import annotations

import json
import queue
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest
import uvicorn

from server.demo.seed import PASSWORD
from tests.contract.hall import Hall, registered, registration

SECONDS = 15.0


class Phone:
    """A page held open: its events arrive in `heard` as (id, data)."""

    def __init__(self, url: str, username: str, last_event_id: str = "") -> None:
        self.heard: queue.Queue[tuple[str, dict[str, str]]] = queue.Queue()
        self._open = threading.Event()
        self._http = httpx2.Client(base_url=url, timeout=SECONDS)
        login = self._http.post("/api/v1/session", json={"username": username, "password": PASSWORD})
        assert login.status_code == 200, login.text
        headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
        self._thread = threading.Thread(target=self._listen, args=(headers,), daemon=True)
        self._thread.start()
        assert self._open.wait(SECONDS)

    def _listen(self, headers: dict[str, str]) -> None:
        number = ""
        try:
            with self._http.stream("GET", "/api/v1/stream", headers=headers) as answer:
                for line in answer.iter_lines():
                    self._open.set()
                    if line.startswith("id: "):
                        number = line[4:]
                    elif line.startswith("data: "):
                        self.heard.put((number, json.loads(line[6:])))
        except httpx2.HTTPError:
            return

    def next(self) -> tuple[str, dict[str, str]]:
        return self.heard.get(timeout=SECONDS)

    def wait_closed(self) -> None:
        self._thread.join(SECONDS)
        self._http.close()
        assert not self._thread.is_alive()


@contextmanager
def serving(hall: Hall) -> Iterator[str]:
    """The same application behind a real socket; ends its streams before it ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    up = threading.Event()

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            up.set()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            hall.app.state.hub.close()
            await super().shutdown(sockets)

    # the lifespan runs in the test client already
    server = Server(uvicorn.Config(hall.app, lifespan="off", log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    assert up.wait(SECONDS)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(SECONDS)
        listening.close()


def test_unit_leader_and_convenor_hear_of_a_matter_and_nobody_else_does(hall: Hall) -> None:
    with serving(hall) as url:
        phones = {name: Phone(url, name) for name in ("renshe.duty", "renshe.leader", "convenor")}
        bystander = Phone(url, "shuili.duty")
        answer = registered(hall.kiosk(), "row-0000-0001", registration())
        for phone in phones.values():
            _, notice = phone.next()
            assert notice["case_id"] == answer.petition_id
            assert answer.number[-5:] in notice["body"]
            assert "柳测试" not in json.dumps(notice, ensure_ascii=False)
        assert bystander.heard.empty()
    for phone in (*phones.values(), bystander):
        phone.wait_closed()


def test_a_phone_that_was_away_gets_what_it_missed_and_nothing_twice(hall: Hall) -> None:
    kiosk = hall.kiosk()
    with serving(hall) as url:
        phone = Phone(url, "renshe.duty")
        first = registered(kiosk, "row-0000-0001", registration())
        number, notice = phone.next()
        assert notice["case_id"] == first.petition_id
    phone.wait_closed()
    second = registered(kiosk, "row-0000-0002", registration())
    with serving(hall) as url:
        phone = Phone(url, "renshe.duty", last_event_id=number)
        _, notice = phone.next()
        assert notice["case_id"] == second.petition_id
        third = registered(kiosk, "row-0000-0003", registration())
        _, notice = phone.next()
        assert notice["case_id"] == third.petition_id
        assert phone.heard.empty()
    phone.wait_closed()


def test_the_stream_is_closed_to_who_is_not_signed_in(hall: Hall) -> None:
    answer = hall.http.get("/api/v1/stream")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize("last_event_id", ["abc", "-1", "9" * 40])
def test_a_strange_last_event_id_is_no_failure(hall: Hall, last_event_id: str) -> None:
    registered(hall.kiosk(), "row-0000-0001", registration())
    with serving(hall) as url:
        phone = Phone(url, "renshe.duty", last_event_id=last_event_id)
        phone.next()
    phone.wait_closed()
