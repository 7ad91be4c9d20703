"""The list of notices: what was shown and what was opened, and the script that shows them on a locked phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.core.database import transaction
from server.core.work import Work
from server.notify.service import Message, enqueue
from server.notify.tables import NoticeKind
from tests.unit.server.web.centre import PASSWORD, build


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app, _, clock = build(tmp_path)
    with TestClient(app, follow_redirects=False, base_url="http://hall.test") as client:
        centre = app.state.centre
        with transaction(centre.engine, centre.domain) as session:
            work = Work(session, centre, clock(), "system:test")
            for number in range(31):
                enqueue(work, ["labour.duty"], Message("", NoticeKind.BULLETIN, f"第{number}条", "<b>件</b>"))
            enqueue(work, ["housing.duty"], Message("", NoticeKind.BULLETIN, "别人的", "x"))
        answer = client.post("/login", data={"username": "labour.duty", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        yield client


def test_the_newest_come_first_and_the_older_ones_are_one_tap_away(client: TestClient) -> None:
    first = client.get("/notices").text
    assert "31 条未读" in first
    assert "第30条" in first
    assert "第0条" not in first
    assert "&lt;b&gt;" in first
    assert "别人的" not in first
    older = re.search(r'href="(/notices\?before=\d+)"', first)
    assert older is not None
    assert "第0条" in client.get(older[1]).text


def test_shown_is_not_read_and_reading_is_said_by_a_form(client: TestClient) -> None:
    first = client.get("/notices").text
    assert first.count("新 <span") == 30
    again = client.get("/notices").text
    assert "新 <span" not in again
    assert "31 条未读" in again
    action = re.search(r'action="(/notices/\d+/read)"', again)
    token = re.search(r'name="csrf" value="([^"]+)"', again)
    assert action is not None
    assert token is not None
    assert client.post(action[1]).status_code == 403
    assert client.post(action[1], data={"csrf": token[1]}).headers["location"] == "/notices"
    assert "30 条未读" in client.get("/notices").text


def test_a_notice_of_somebody_else_cannot_be_read(client: TestClient) -> None:
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/notices").text)
    assert token is not None
    assert client.post("/notices/32/read", data={"csrf": token[1]}).status_code == 404


def test_the_service_worker_is_served_from_the_root_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    answer = client.get("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "http" not in answer.text.replace("https://", "")
