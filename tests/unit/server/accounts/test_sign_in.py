"""Passwords, the second factor, locks that keep strangers out and not the owner, sessions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from server.accounts import passwords, service
from server.accounts.tables import Role
from server.core.errors import HallError
from server.demo.seed import PASSWORD
from tests.contract.hall import Hall, open_hall

GOOD = "lake-Tractor-41-violin"
NAME = "renshe.duty"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with open_hall(tmp_path / "data") as hall:
        yield hall


class Person:
    """A browser of its own."""

    def __init__(self, hall: Hall, username: str, password: str = GOOD) -> None:
        self.http, self.username, self.password, self.csrf = TestClient(hall.app), username, password, ""

    def enter(self, password: str = "", code: str = "") -> Any:
        body = {"username": self.username, "password": password or self.password, "code": code}
        answer = self.http.post("/api/v1/session", json=body)
        self.csrf = answer.json().get("csrf", "")
        return answer

    def post(self, path: str, **body: Any) -> Any:
        return self.http.post(f"/api/v1{path}", json=body, headers={"X-Hall-CSRF": self.csrf})


def made(hall: Hall, role: Role, username: str = "new.person", *, must_change: bool = False) -> Person:
    with hall.work() as work:
        service.add(work, username, "新示例", role, "130406-renshe", GOOD, must_change=must_change)
    return Person(hall, username)


def with_factor(hall: Hall, person: Person) -> tuple[pyotp.TOTP, list[str]]:
    assert person.enter().json()["stage"] == "enrol"
    address = person.post("/session/factor").json()["address"]
    totp = pyotp.TOTP(parse_qs(urlsplit(address).query)["secret"][0])
    answer = person.post("/session/factor/confirm", code=totp.at(hall.clock()))
    assert answer.status_code == 200, answer.text
    hall.clock.forward(seconds=30)
    return totp, answer.json()["recovery_codes"]


@pytest.mark.parametrize(
    ("password", "right"),
    [
        ("short-1A", False),
        ("P@ssw0rd123", False),
        ("Admin@123456", False),
        ("woaini1314", False),
        ("abcabcabcabcabc", False),
        ("allsmallletters", False),
        ("xin.ren-2026-A", False),
        ("Lake7-Tractor", True),
        ("four unrelated small words", True),
        ("河边的三只白鹭在看云彩飘过山头", False),
        ("河边的三只白鹭在看云彩飘过山头了", True),
    ],
)
def test_what_a_password_must_be(password: str, right: bool) -> None:
    try:
        passwords.check(password, "xin.ren", "新人")
    except HallError as refused:
        assert not right and refused.problem.fields == ("password",)
    else:
        assert right


def test_a_first_password_opens_nothing_but_its_own_change(hall: Hall) -> None:
    person = made(hall, Role.DUTY_OFFICER, must_change=True)
    assert person.enter().json()["stage"] == "password"
    refused = person.http.get("/api/v1/inbox")
    assert (refused.status_code, "/session/password" in refused.json()["remedy"]) == (401, True)
    assert person.post("/session/password", old=GOOD, new=GOOD).json()["code"] == "invalid_request"
    assert person.post("/session/password", old="wrong", new="Other-lake-77").json()["code"] == "unauthenticated"
    assert person.post("/session/password", old=GOOD, new="Other-lake-77").json()["stage"] == "full"
    assert person.http.get("/api/v1/inbox").status_code == 200


def test_a_leader_needs_a_telephone_and_each_code_counts_once(hall: Hall) -> None:
    leader = made(hall, Role.LEADER)
    totp, recovery = with_factor(hall, leader)
    assert leader.http.get("/api/v1/inbox").status_code == 200
    code = totp.at(hall.clock())
    again = Person(hall, leader.username)
    assert again.enter().json()["stage"] == "code"
    assert again.http.get("/api/v1/inbox").status_code == 401
    assert again.post("/session/factor").status_code == 401
    assert again.post("/session/password", old=GOOD, new="Other-lake-77").status_code == 401
    assert again.post("/session/code", code="000000").json()["code"] == "unauthenticated"
    assert again.post("/session/code", code=code).json()["stage"] == "full"
    assert again.http.get("/api/v1/inbox").status_code == 200
    assert Person(hall, leader.username).enter(code=code).status_code == 401
    assert Person(hall, leader.username).enter(code=recovery[0]).json()["stage"] == "full"
    assert Person(hall, leader.username).enter(code=recovery[0]).status_code == 401
    stored = b"".join(path.read_bytes() for path in hall.centre.settings.data.glob("hall.sqlite3*"))
    assert totp.secret.encode() not in stored and recovery[1].encode() not in stored


def test_wrong_codes_are_counted_whatever_the_password_opens_in_between(hall: Hall) -> None:
    leader = made(hall, Role.LEADER)
    totp, _ = with_factor(hall, leader)
    answers = []
    for guess in range(6):
        thief = Person(hall, leader.username)
        answers.append(thief.enter().status_code)
        # the password alone makes no browser a known one, whose wrong codes would be counted apart
        assert "hall_device" not in thief.http.cookies
        answers.append(thief.post("/session/code", code=f"{guess:06}").status_code)
    assert answers == [200, 401] * 5 + [429, 401]
    owner = leader.enter()
    assert owner.json()["stage"] == "code"
    assert leader.post("/session/code", code=totp.at(hall.clock())).json()["stage"] == "full"


def test_a_session_goes_on_under_other_tokens_once_the_code_was_shown(hall: Hall) -> None:
    leader = made(hall, Role.LEADER)
    totp, _ = with_factor(hall, leader)
    assert leader.enter().json()["stage"] == "code"
    planted, csrf = leader.http.cookies["hall_session"], leader.csrf
    opened = leader.post("/session/code", code=totp.at(hall.clock())).json()
    assert (opened["stage"], opened["csrf"] != csrf) == ("full", True)
    assert leader.http.get("/api/v1/inbox").status_code == 200
    thief = TestClient(hall.app, cookies={"hall_session": planted})
    assert thief.get("/api/v1/session").status_code == 401


def test_a_stranger_locks_out_strangers_and_not_the_owner(hall: Hall) -> None:
    owner, stranger = made(hall, Role.DUTY_OFFICER), Person(hall, "new.person")
    assert owner.enter().status_code == 200
    answers = [stranger.enter("wrong") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 301
    assert owner.enter().status_code == 200
    assert stranger.enter().status_code == 429


def test_pauses_grow_up_to_the_setting_and_a_right_password_ends_them(hall: Hall) -> None:
    person = made(hall, Role.DUTY_OFFICER)
    waits = []
    for _ in range(5):
        answer = [person.enter("wrong") for _ in range(6)][-1]
        waits.append(-(-(int(answer.headers["retry-after"]) - 1) // 60))
        hall.clock.forward(minutes=waits[-1], seconds=1)
    assert waits == [5, 10, 20, 30, 30]
    assert person.enter().status_code == 200


def test_of_many_sessions_the_oldest_ends_and_an_unused_one_too(hall: Hall) -> None:
    people = [Person(hall, NAME, PASSWORD) for _ in range(6)]
    for person in people:
        assert person.enter().status_code == 200
        hall.clock.forward(seconds=1)
    assert [person.http.get("/api/v1/session").status_code for person in people] == [401] + [200] * 5
    hall.clock.forward(minutes=100)
    assert people[5].http.get("/api/v1/session").status_code == 200
    hall.clock.forward(minutes=100)
    assert [person.http.get("/api/v1/session").status_code for person in people[4:]] == [401, 200]


def test_signing_out_everywhere_asks_for_the_password_once_more(hall: Hall) -> None:
    here, there = Person(hall, NAME, PASSWORD), Person(hall, NAME, PASSWORD)
    assert here.enter().status_code == there.enter().status_code == 200
    assert [one["here"] for one in here.http.get("/api/v1/sessions").json()["items"]].count(True) == 1
    hall.clock.forward(minutes=11)
    out = lambda: here.http.delete("/api/v1/sessions", headers={"X-Hall-CSRF": here.csrf})  # noqa: E731
    assert out().json()["code"] == "proof_needed"
    assert here.post("/session/proof", password="wrong").status_code == 401
    assert here.post("/session/proof", password=PASSWORD).status_code == 204
    assert out().status_code == 204
    assert there.http.get("/api/v1/session").status_code == here.http.get("/api/v1/session").status_code == 401


def test_a_session_written_by_hand_opens_nothing(hall: Hall) -> None:
    person = Person(hall, NAME, PASSWORD)
    person.enter()
    with hall.session() as session:
        session.connection().execute(text("UPDATE web_session SET account = 'xinfang.duty'"))
    assert person.http.get("/api/v1/session").status_code == 401


def test_the_three_administrators_work_together_and_none_serves_himself(hall: Hall) -> None:
    admin, security, auditor = (
        made(hall, role, f"new.{role}") for role in (Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR)
    )
    for person in (admin, security, auditor):
        with_factor(hall, person)
    first = admin.post("/accounts", username="li.si", display="李示例", role="duty_officer", unit="130406-renshe")
    assert first.status_code == 201, first.text
    newcomer = Person(hall, "li.si", first.json()["password"])
    assert newcomer.enter().status_code == 401
    assert admin.post("/accounts/li.si/role", role="duty_officer").status_code == 403
    assert security.post("/accounts/new.security/role", role="administrator").json()["code"] == "forbidden"
    assert security.post("/accounts/li.si/role", role="screening").json()["open"] is True
    assert newcomer.enter().json()["stage"] == "password"
    assert [one.http.get("/api/v1/audit").status_code for one in (admin, security, auditor)] == [403, 403, 200]
    found = auditor.http.get("/api/v1/audit", params={"what": "account:li.si"}).json()["items"]
    assert [one["action"] for one in found][-2:] == ["account.granted.screening", "account.added"]
    state = auditor.http.get("/api/v1/audit/state").json()
    assert [state["ok"], state["trouble"], state["looked"], state["records"] > 0] == [True, [], None, True]
    assert admin.post("/accounts/li.si/close").json()["open"] is False
    assert newcomer.enter().status_code == 401
