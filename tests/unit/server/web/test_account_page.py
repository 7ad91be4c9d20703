"""Signing in by the pages when more than a password is asked: first password, telephone, recovery codes, everywhere out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from fastapi.testclient import TestClient

from server.accounts import factors, service
from server.accounts.tables import Account, Role
from tests.contract.hall import Hall, open_hall

FIRST, OWN = "lake-Tractor-41-violin", "Other-lake-77-boat"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with open_hall(tmp_path / "data") as hall:
        yield hall


def send(http: TestClient, path: str, **form: str) -> Any:
    token = re.search(r'name="csrf" value="([^"]+)"', http.get("/account").text)
    assert token is not None
    return http.post(path, data={"csrf": token[1], **form}, follow_redirects=False)


def test_a_new_leader_is_led_from_the_first_password_to_the_matters(hall: Hall) -> None:
    with hall.work() as work:
        service.add(work, "new.leader", "新示例", Role.LEADER, "130406-renshe", FIRST, must_change=True)
    http = TestClient(hall.app)
    entered = http.post("/login", data={"username": "new.leader", "password": FIRST}, follow_redirects=False)
    assert (entered.status_code, entered.headers["location"]) == (303, "/account")
    assert http.get("/inbox", follow_redirects=False).headers["location"] == "/account"
    assert "两次输入" in send(http, "/account/password", old=FIRST, new=OWN, again=OWN + "x").text
    assert send(http, "/account/password", old="wrong", new=OWN, again=OWN).status_code == 401
    assert send(http, "/account/password", old=FIRST, new=OWN, again=OWN).headers["location"] == "/account"
    assert "启用动态口令" in http.get("/account").text
    drawing = http.get("/account/factor.svg")
    assert drawing.headers["content-type"] == "image/svg+xml" and b"<path" in drawing.content
    assert send(http, "/account/factor/confirm", code="000000").status_code == 401
    with hall.work() as work:
        account = work.session.get_one(Account, "new.leader")
        totp = pyotp.parse_uri(factors.address(work, account))
    assert isinstance(totp, pyotp.TOTP)
    shown = send(http, "/account/factor/confirm", code=totp.at(hall.clock()))
    codes = re.findall(r"<code>([0-9a-f]{6}-[0-9a-f]{6})</code>", shown.text)
    assert len(codes) == 10
    assert http.get("/inbox").status_code == 200
    other = TestClient(hall.app)
    other.post("/login", data={"username": "new.leader", "password": OWN})
    assert "动态口令" in other.get("/account").text and other.get("/inbox", follow_redirects=False).status_code == 303
    assert send(other, "/account/code", code=codes[0]).headers["location"] == "/inbox"
    assert http.get("/account").text.count("<li><b title=") == 2
    assert send(http, "/account/out", password=OWN, code=codes[1]).headers["location"] == "/login?bye=1"
    assert other.get("/inbox", follow_redirects=False).headers["location"].startswith("/login")


def test_a_form_of_another_site_changes_nothing(hall: Hall) -> None:
    http = TestClient(hall.app)
    http.post("/login", data={"username": "renshe.duty", "password": "demo-hall-2026"})
    form = {"csrf": "guessed", "old": "demo-hall-2026", "new": OWN, "again": OWN}
    assert http.post("/account/password", data=form).status_code == 403
    assert http.post("/account/password", data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403
