"""Signing in: right, wrong, too often wrong, over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.accounts import service
from server.accounts.tables import Account, Role
from server.core.errors import HallError
from server.demo.seed import PASSWORD
from tests.contract.hall import Hall, open_hall

NAME = "renshe.duty"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with open_hall(tmp_path / "data") as hall:
        yield hall


def attempt(hall: Hall, password: str, username: str = NAME) -> str:
    answer = hall.http.post("/api/v1/session", json={"username": username, "password": password})
    return "in" if answer.status_code == 200 else str(answer.json()["code"])


def test_five_wrong_passwords_lock_the_account_and_time_opens_it(hall: Hall) -> None:
    assert [attempt(hall, "wrong") for _ in range(5)] == ["unauthenticated"] * 5
    assert attempt(hall, PASSWORD) == "too_many_requests"
    hall.clock.forward(minutes=4)
    assert attempt(hall, PASSWORD) == "too_many_requests"
    hall.clock.forward(minutes=2)
    assert attempt(hall, PASSWORD) == "in"


def test_a_right_password_forgets_the_wrong_ones(hall: Hall) -> None:
    for _ in range(3):
        assert [attempt(hall, "wrong") for _ in range(4)] == ["unauthenticated"] * 4
        assert attempt(hall, PASSWORD) == "in"


def test_an_unknown_name_answers_like_a_wrong_password(hall: Hall) -> None:
    answers = [
        hall.http.post("/api/v1/session", json={"username": name, "password": "wrong"}) for name in (NAME, "nobody")
    ]
    assert answers[0].json() == answers[1].json()


def test_a_disabled_account_stays_outside_at_once(hall: Hall) -> None:
    staff = hall.sign_in(NAME)
    with hall.session() as session:
        account = session.get_one(Account, NAME)
        account.disabled_at = hall.clock()
        session.add(account)
    assert staff.http.get("/api/v1/inbox").json()["code"] == "unauthenticated"
    assert attempt(hall, PASSWORD) == "unauthenticated"


def test_a_session_ends_by_itself_and_by_signing_out(hall: Hall) -> None:
    staff, other = hall.sign_in(NAME), hall.sign_in(NAME)
    assert staff.http.get("/api/v1/session").json()["username"] == NAME
    assert other.http.delete("/api/v1/session").status_code == 204
    assert other.http.get("/api/v1/session").status_code == 401
    hall.clock.forward(hours=12, seconds=1)
    assert staff.http.get("/api/v1/session").status_code == 401


def test_a_changing_request_without_its_token_is_refused(hall: Hall) -> None:
    staff = hall.sign_in(NAME)
    staff.csrf = "guessed"
    assert staff.acknowledge("0" * 32).json()["code"] == "forbidden"


def test_the_token_is_not_in_the_database(hall: Hall) -> None:
    staff = hall.sign_in(NAME)
    token = staff.http.cookies["hall_session"]
    with hall.work() as work:
        assert service.find_session(work, token) is not None
        assert service.find_session(work, token + "x") is None
    for path in hall.centre.settings.data.glob("hall.sqlite3*"):
        assert token.encode() not in path.read_bytes()


def test_a_short_password_and_a_taken_name_are_refused(hall: Hall) -> None:
    with hall.work() as work, pytest.raises(HallError) as short:
        service.add(work, "new", "新示例", Role.WINDOW, "", "short")
    assert short.value.code == "invalid_request"
    with hall.work() as work, pytest.raises(HallError) as taken:
        service.add(work, NAME, "新示例", Role.WINDOW, "", "long enough indeed")
    assert taken.value.code == "conflict"
