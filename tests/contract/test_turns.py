"""On SQLite many ask at once: whoever has the one place of a writer goes on, whatever the others wait for."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx2
from anyio import to_thread

from tests.contract.hall import Hall, open_hall

#: twice as many as a process works on at once
AT_ONCE = 16


async def ask(hall: Hall, cookies: dict[str, str], addresses: list[str]) -> list[int]:
    # as `create_app` sets it where a real server starts it
    to_thread.current_default_thread_limiter().total_tokens = hall.centre.settings.web_threads
    transport = httpx2.ASGITransport(app=hall.app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://hall", cookies=cookies) as client:
        answers = await asyncio.gather(*(client.get(address) for address in addresses))
    return [answer.status_code for answer in answers]


def test_more_requests_than_threads_hold_nobody_up(tmp_path: Path) -> None:
    with open_hall(tmp_path / "data") as hall:
        cookies = dict(hall.sign_in("renshe.duty").http.cookies)
        assert asyncio.run(ask(hall, cookies, ["/api/v1/inbox"] * AT_ONCE)) == [200] * AT_ONCE


def test_a_request_that_fails_or_is_given_up_gives_its_turn_back(tmp_path: Path) -> None:
    async def given_up(hall: Hall, cookies: dict[str, str]) -> list[int]:
        waiting = [asyncio.create_task(ask(hall, cookies, ["/api/v1/inbox"])) for _ in range(AT_ONCE)]
        await asyncio.sleep(0)
        for one in waiting[::2]:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return await ask(hall, cookies, ["/api/v1/petitions/none", "/api/v1/inbox"])

    with open_hall(tmp_path / "data") as hall:
        cookies = dict(hall.sign_in("renshe.duty").http.cookies)
        assert asyncio.run(given_up(hall, cookies)) == [404, 200]
