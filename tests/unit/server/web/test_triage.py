"""The pages of the inbox: everything once, what presses first, and counts of what the pages list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import event
from starlette.testclient import TestClient

from server.accounts.tables import Account
from server.cases import access
from server.clocks import service as clocks
from server.core.centre import Centre
from server.core.database import transaction
from server.web import triage
from server.web.countdown import urgency
from server.web.triage import Show
from tests.unit.server.web.centre import PASSWORD, Kiosk, MovableClock, build

MATTERS = 7
OFFICER = "labour.duty"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[FastAPI, TestClient, Kiosk, MovableClock]]:
    app, kiosk, clock = build(tmp_path)
    with TestClient(app, follow_redirects=False, base_url="http://hall.test") as client:

        def send(method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, object]:
            answer = client.request(method, path, content=body, headers=headers)
            return answer.status_code, answer.json()

        kiosk.send = send
        yield app, client, kiosk, clock


def walk(centre: Centre, show: Show, limit: int) -> tuple[list[str], int]:
    """Return the ids on all pages, and what the filter says their number is."""
    found, after = [], ""
    while True:
        with transaction(centre.engine, centre.domain) as session:
            who = access.reader(session, session.get_one(Account, OFFICER))
            leaf = triage.leaf(session, who, centre.clock(), show, after, limit)
        assert len(leaf.cases) <= limit
        found += [case.id for case in leaf.cases]
        after = leaf.after
        if not after:
            return found, leaf.counts[show]


@pytest.mark.parametrize("limit", [1, 2, 3, MATTERS, 50])
def test_every_matter_is_on_one_page_and_counts_are_what_the_pages_list(
    running: tuple[FastAPI, TestClient, Kiosk, MovableClock], limit: int
) -> None:
    app, client, kiosk, clock = running
    made = []
    for number in range(MATTERS):
        made.append(kiosk.register(summary=f"拖欠工资{number}").petition_id)
        clock.ahead += timedelta(minutes=40)
    client.post("/login", data={"username": OFFICER, "password": PASSWORD})
    file = client.get(f"/api/v1/petitions/{made[2]}").json()
    csrf = client.post("/api/v1/session", json={"username": OFFICER, "password": PASSWORD}).json()["csrf"]
    head = {"X-Hall-CSRF": csrf}
    file = client.post(f"/api/v1/petitions/{made[2]}/acknowledge", headers=head).json()
    closed = {"version": file["version"], "ground": "N5", "facts": "该争议已由有权机关依法受理，引导继续办理。"}
    assert client.post(f"/api/v1/petitions/{made[2]}/refuse", json=closed, headers=head).status_code == 200
    centre = app.state.centre
    listed = {show: walk(centre, show, limit) for show in Show}
    assert {show: len(ids) for show, (ids, _) in listed.items()} == {show: count for show, (_, count) in listed.items()}
    assert sorted(listed[Show.ALL][0]) == sorted(made)
    assert set(listed[Show.WAITING][0]) == set(made) - {made[2]}
    assert set(listed[Show.OVERDUE][0]) <= set(listed[Show.ALL][0])
    # whole pages of the interface list the same, overdue ones first
    views = {one["petition_id"]: one for one in client.get("/api/v1/inbox").json()["items"]}
    assert set(views) == set(made)
    with transaction(centre.engine, centre.domain) as session:
        loud = [urgency(clocks.views(session, one, centre.clock()), centre.clock()) for one in listed[Show.ALL][0]]
    assert loud == sorted(loud, key=list(type(loud[0])).index)


def test_a_page_costs_the_same_statements_however_many_matters_it_lists(
    running: tuple[FastAPI, TestClient, Kiosk, MovableClock],
) -> None:
    app, _, kiosk, _ = running
    centre, seen, counts = app.state.centre, [], []
    event.listen(centre.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    for number in range(3):
        kiosk.register(summary=f"拖欠工资{number}")
        with transaction(centre.engine, centre.domain) as session:
            who = access.reader(session, session.get_one(Account, OFFICER))
            seen.clear()
            triage.leaf(session, who, centre.clock(), Show.ALL)
            counts.append(len(seen))
    # the first one reads what hardly ever changes
    assert counts[1] == counts[2]


@pytest.mark.parametrize("after", ["x", "1.2", "9999.1.a", "0.99999999999999999999.a", "../.."])
def test_a_place_that_is_none_begins_at_the_beginning(
    running: tuple[FastAPI, TestClient, Kiosk, MovableClock], after: str
) -> None:
    _, client, kiosk, _ = running
    number = kiosk.register().number
    client.post("/login", data={"username": OFFICER, "password": PASSWORD})
    assert number in client.get("/inbox", params={"after": after}).text
