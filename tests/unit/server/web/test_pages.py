"""The pages as a browser without scripts sees them: plain forms, by role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.contract.v1 import RegisterResponse
from server.core.files import drawn_anew
from tests.unit.server.web.centre import PASSWORD, Kiosk, MovableClock, build, paper


@dataclass
class Hall:
    client: TestClient
    kiosk: Kiosk
    clock: MovableClock

    def sign_in(self, username: str) -> None:
        self.client.cookies.clear()
        answer = self.client.post("/login", data={"username": username, "password": PASSWORD})
        assert answer.status_code == 303, answer.text

    def token(self, path: str) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.client.get(path).text)
        assert found is not None
        return found[1]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    app, kiosk, clock = build(tmp_path)
    with TestClient(app, follow_redirects=False, base_url="http://hall.test") as client:
        kiosk.send = lambda method, path, body, headers: _json(client, method, path, body, headers)
        yield Hall(client, kiosk, clock)


def _json(client: TestClient, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, object]:
    answer = client.request(method, path, content=body, headers=headers)
    return answer.status_code, answer.json()


@pytest.fixture
def matter(hall: Hall) -> RegisterResponse:
    return hall.kiosk.register(pages=2)


@pytest.mark.parametrize("path", ["/inbox", "/cases/abc", "/inbox/matters", "/cases/abc/pages/1"])
def test_a_page_of_matters_asks_who_you_are_first(hall: Hall, path: str) -> None:
    answer = hall.client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?to=")


def test_a_wrong_password_says_so_and_keeps_the_account_name(hall: Hall) -> None:
    answer = hall.client.post("/login", data={"username": "labour.duty", "password": "wrong"})
    assert answer.status_code == 401
    assert 'value="labour.duty"' in answer.text
    assert "wrong" not in answer.text.replace("Wrong", "").split("<form")[1]


def test_signing_in_sets_a_cookie_scripts_cannot_read_and_leads_back(hall: Hall) -> None:
    form = {"username": "labour.duty", "password": PASSWORD, "to": "/cases/abc"}
    answer = hall.client.post("/login", data=form)
    assert answer.headers["location"] == "/cases/abc"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_another_site_cannot_sign_a_phone_in(hall: Hall) -> None:
    form = {"username": "labour.duty", "password": PASSWORD}
    for headers in ({"origin": "http://evil.test"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert hall.client.post("/login", data=form, headers=headers).status_code == 403


def test_the_duty_officer_acknowledges_with_a_plain_form_and_the_clock_is_met(
    hall: Hall, matter: RegisterResponse
) -> None:
    hall.sign_in("labour.duty")
    listed = hall.client.get("/inbox").text
    assert matter.number in listed
    assert "确认收到" in listed
    form = {"csrf": hall.token("/inbox"), "back": "inbox"}
    answer = hall.client.post(f"/cases/{matter.petition_id}/acknowledge", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox?acknowledged=1")
    assert "已确认收到" in hall.client.get("/inbox?acknowledged=1").text
    file = hall.client.get(f"/cases/{matter.petition_id}").text
    assert "责任单位已签收" in file
    assert "王示例" in file
    assert f'action="/cases/{matter.petition_id}/acknowledge"' not in file


def test_two_taps_are_one_acknowledgement(hall: Hall, matter: RegisterResponse) -> None:
    hall.sign_in("labour.duty")
    form = {"csrf": hall.token("/inbox")}
    where = f"/cases/{matter.petition_id}/acknowledge"
    assert [hall.client.post(where, data=form).status_code for _ in range(2)] == [303, 303]
    assert hall.client.get(f"/cases/{matter.petition_id}").text.count('lang="en">Acknowledged</span>') == 1


@pytest.mark.parametrize("csrf", ["", "forged"])
def test_a_form_without_the_token_of_the_session_changes_nothing(
    hall: Hall, matter: RegisterResponse, csrf: str
) -> None:
    hall.sign_in("labour.duty")
    answer = hall.client.post(f"/cases/{matter.petition_id}/acknowledge", data={"csrf": csrf})
    assert answer.status_code == 403
    assert "页面可能已经过期" in answer.text
    assert "责任单位已签收" not in hall.client.get(f"/cases/{matter.petition_id}").text


def test_another_unit_gets_not_found_for_file_pages_and_acknowledgement(hall: Hall, matter: RegisterResponse) -> None:
    hall.sign_in("housing.duty")
    assert matter.number not in hall.client.get("/inbox").text
    form = {"csrf": hall.token("/inbox")}
    where = f"/cases/{matter.petition_id}"
    assert hall.client.get(where).status_code == 404
    assert hall.client.get(f"{where}/pages/1").status_code == 404
    assert hall.client.post(f"{where}/acknowledge", data=form).status_code == 404


@pytest.mark.parametrize("username", ["labour.leader", "convenor"])
def test_leader_and_convenor_read_the_file_masked_and_cannot_acknowledge(
    hall: Hall, matter: RegisterResponse, username: str
) -> None:
    hall.sign_in(username)
    file = hall.client.get(f"/cases/{matter.petition_id}").text
    assert "张**" in file
    assert "13800000000" not in file
    assert "130406190001010016" not in file
    assert "/acknowledge" not in file
    form = {"csrf": hall.token("/inbox")}
    assert hall.client.post(f"/cases/{matter.petition_id}/acknowledge", data=form).status_code == 403


def test_page_images_open_for_the_unit_and_are_kept_nowhere(hall: Hall, matter: RegisterResponse) -> None:
    hall.sign_in("labour.duty")
    answer = hall.client.get(f"/cases/{matter.petition_id}/pages/2")
    # the picture, drawn anew
    assert answer.content == drawn_anew(paper(1))
    assert "no-store" in answer.headers["cache-control"]
    assert hall.client.get(f"/cases/{matter.petition_id}/pages/3").status_code == 404


def test_what_a_petition_says_is_never_run_by_the_browser(hall: Hall) -> None:
    attack = "拖欠工资 <script>alert(1)</script><img src=x onerror=alert(2)>"
    registered = hall.kiosk.register(summary=attack, name='<b onclick="x">张')
    hall.sign_in("labour.duty")
    for path in ("/inbox", f"/cases/{registered.petition_id}"):
        text = hall.client.get(path).text
        assert "&lt;script&gt;" in text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<b onclick" not in text


def test_a_session_that_ended_leads_to_the_sign_in_and_back_to_the_matter(hall: Hall, matter: RegisterResponse) -> None:
    hall.sign_in("labour.duty")
    csrf = hall.token("/inbox")
    hall.clock.ahead = timedelta(hours=13)
    answer = hall.client.post(f"/cases/{matter.petition_id}/acknowledge", data={"csrf": csrf})
    assert answer.headers["location"] == f"/login?to=/cases/{matter.petition_id}&expired=1"
    page = hall.client.get(answer.headers["location"]).text
    assert "登录已过期" in page
    assert f'name="to" value="/cases/{matter.petition_id}"' in page


def test_signing_out_ends_the_session(hall: Hall) -> None:
    hall.sign_in("labour.duty")
    answer = hall.client.post("/logout", data={"csrf": hall.token("/inbox")})
    assert answer.headers["location"] == "/login?bye=1"
    assert hall.client.get("/inbox").status_code == 303


def test_an_overdue_matter_is_listed_as_overdue_and_counted(hall: Hall, matter: RegisterResponse) -> None:
    hall.clock.ahead = timedelta(days=90)
    hall.sign_in("labour.duty")
    text = hall.client.get("/inbox?show=overdue").text
    assert "matter-overdue" in text
    assert matter.number in text
    assert "没有办理中的事项" in hall.client.get("/inbox?show=running").text


def test_an_acknowledgement_that_came_late_stays_late_but_is_no_longer_owed(
    hall: Hall, matter: RegisterResponse
) -> None:
    hall.clock.ahead = timedelta(days=20)
    hall.sign_in("labour.duty")
    form = {"csrf": hall.token("/inbox")}
    hall.client.post(f"/cases/{matter.petition_id}/acknowledge", data=form)
    file = hall.client.get(f"/cases/{matter.petition_id}").text
    row = file.split("责任单位签收", 1)[1].split("</li>")[0]
    assert "逾期完成" in row
    assert "data-due" not in row


def test_number_and_code_show_progress_without_person_or_content(hall: Hall, matter: RegisterResponse) -> None:
    text = hall.client.get("/progress", params={"n": matter.number, "c": matter.query_code.lower()}).text
    assert "等待签收" in text
    assert "演示区人力资源和社会保障局" in text
    assert "张" not in text
    assert "拖欠" not in text
    assert matter.petition_id not in text


def test_guessing_codes_is_stopped(hall: Hall, matter: RegisterResponse) -> None:
    statuses = [
        hall.client.get("/progress", params={"n": matter.number, "c": "22222222222"}).status_code for _ in range(6)
    ]
    assert statuses == [404] * 5 + [429]
    right = hall.client.get("/progress", params={"n": matter.number, "c": matter.query_code})
    assert right.status_code == 429


def test_demo_accounts_are_shown_by_a_demonstration_only(hall: Hall, tmp_path: Path) -> None:
    assert "演示系统" not in hall.client.get("/login").text
    app, _, _ = build(tmp_path / "demo", demo=True)
    with TestClient(app) as client:
        text = client.get("/login").text
    assert "演示系统" in text
    assert "labour.duty" in text


def test_the_bare_address_leads_citizens_to_progress_and_staff_to_their_matters(hall: Hall) -> None:
    assert hall.client.get("/").headers["location"] == "/progress"
    hall.sign_in("labour.duty")
    assert hall.client.get("/").headers["location"] == "/inbox"


def test_the_manifest_makes_the_page_installable(hall: Hall) -> None:
    answer = hall.client.get("/static/manifest.webmanifest")
    assert answer.headers["content-type"].startswith("application/manifest+json")
    for icon in answer.json()["icons"]:
        assert hall.client.get(icon["src"]).status_code == 200
