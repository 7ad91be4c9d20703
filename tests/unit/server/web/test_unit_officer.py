"""What a unit's officer does from a telephone: acknowledge from the notice, arrive with the code, hand on, note with photos."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from server.cases import arrival
from server.contract.v1 import RegisterResponse
from tests.unit.server.web.centre import paper
from tests.unit.server.web.forms import acknowledged, offered, take
from tests.unit.server.web.test_pages import Hall, hall

__all__ = ["hall"]


@pytest.fixture
def matter(hall: Hall) -> RegisterResponse:
    hall.clock.ahead = datetime(2026, 3, 2, 2, 0, tzinfo=UTC) - datetime.now(UTC)
    return hall.kiosk.register()


def _code(hall: Hall) -> str:
    hall.sign_in("petition.duty")
    return str(hall.client.get("/api/v1/arrival/code").json()["code"])


def test_the_link_of_a_notice_leads_to_one_button_and_opening_it_acknowledges_nothing(
    hall: Hall, matter: RegisterResponse
) -> None:
    where = f"/cases/{matter.petition_id}"
    login = hall.client.get(f"{where}/acknowledge").headers["location"]
    assert login == f"/login?to={where}/acknowledge"
    hall.sign_in("labour.duty")
    page = hall.client.get(f"{where}/acknowledge").text
    assert page.count("<form") == 2, "the button, and signing out"
    assert "等待签收" in hall.client.get(where).text
    sent = hall.client.post(f"{where}/acknowledge", data={"csrf": hall.token(f"{where}/acknowledge")})
    assert sent.headers["location"] == f"{where}?acknowledged=1"
    hall.sign_in("labour.second")
    late = hall.client.get(f"{where}/acknowledge").text
    assert re.search(r"王示例 已于 [0-9: -]+ 确认收到", late)
    assert late.count("<form") == 1
    hall.sign_in("labour.leader")
    assert hall.client.get(f"{where}/acknowledge").headers["location"] == where
    hall.sign_in("housing.duty")
    assert hall.client.get(f"{where}/acknowledge").status_code == 404


def test_a_matter_is_given_to_a_colleague_and_taken_back_and_the_lists_agree(
    hall: Hall, matter: RegisterResponse
) -> None:
    where = acknowledged(hall, matter)
    assert "handler-back" not in offered(hall, where)
    free = hall.client.get("/inbox?whose=free").text
    assert re.search(r"未分配 <b>1</b>", free)
    assert matter.number in free
    status, page = take(hall, where, "steps/handler", account="housing.duty")
    assert (status, "本单位" in page) == (422, True)
    assert "已确定承办人" in take(hall, where, "steps/handler", account="labour.second", remark="请今天联系")[1]
    assert matter.number not in hall.client.get("/inbox?whose=free").text
    assert matter.number not in hall.client.get("/inbox?whose=mine").text
    hall.sign_in("labour.second")
    assert "承办" in hall.client.get("/api/v1/notices").json()["items"][0]["title"]
    mine = hall.client.get("/inbox?whose=mine").text
    assert matter.number in mine
    assert re.search(r"我承办 <b>1</b>", mine)
    assert hall.client.get("/api/v1/inbox/matters?whose=mine").json()["counts"]["all"] == 1
    assert "吴示例 承办" in hall.client.get(where).text
    assert "交给吴示例：请今天联系" in hall.client.get(where).text
    hall.sign_in("labour.head")
    assert "已收回" in take(hall, where, "steps/handler-back")[1]
    hall.sign_in("labour.second")
    assert matter.number not in hall.client.get("/inbox?whose=mine").text


def test_two_give_the_matter_away_at_once_and_the_second_reads_what_was_decided(
    hall: Hall, matter: RegisterResponse
) -> None:
    where = acknowledged(hall, matter)
    before = hall.client.get(f"/api/v1/petitions/{matter.petition_id}").json()["version"]
    assert take(hall, where, "steps/handler", account="labour.second")[0] == 303
    late = {"csrf": hall.token(where), "version": str(before), "account": "labour.second"}
    answer = hall.client.post(f"{where}/steps/handler", data=late)
    assert (answer.status_code, "已经由其承办" in answer.text) == (409, True)


def test_the_code_of_the_hall_proves_that_somebody_came(hall: Hall, matter: RegisterResponse) -> None:
    code = _code(hall)
    assert code[:3] in hall.client.get("/arrival").text
    where = acknowledged(hall, matter)
    assert hall.client.get("/arrival").status_code == 403, "a unit cannot read the code in its own office"
    status, page = take(hall, where, "steps/arrive", code=f"{(int(code) + 1) % 10**6:06d}")
    assert (status, "到场码不对" in page) == (422, True)
    scanned = hall.client.get(f"/arrive?code={code}").text
    assert f'name="code" value="{code}"' in scanned
    assert matter.number in scanned
    hall.clock.ahead += arrival.LASTS
    page = take(hall, where, "steps/arrive", code=f"{code[:3]} {code[3:]}")[1]
    assert "到场码证实" in page
    assert matter.number not in hall.client.get("/arrive").text


def test_without_a_code_the_arrival_is_not_proven_and_an_old_code_is_none(hall: Hall, matter: RegisterResponse) -> None:
    other = hall.kiosk.register(name="王示例二")
    code = _code(hall)
    where = acknowledged(hall, matter)
    hall.clock.ahead += 2 * arrival.LASTS
    status, page = take(hall, where, "steps/arrive", code=code)
    assert (status, "已经更换" in page) == (422, True)
    assert "未证实" in take(hall, where, "steps/arrive")[1]
    second = acknowledged(hall, other)
    answers = [take(hall, second, "steps/arrive", code="000000")[1] for _ in range(5)]
    assert "连续输错" in answers[-1]
    assert "steps/arrive" in answers[-1], "whoever mistyped may still arrive without a code"


def test_somebody_who_is_not_signed_in_keeps_the_code_that_was_scanned(hall: Hall) -> None:
    answer = hall.client.get("/arrive?code=123456")
    assert answer.headers["location"] == "/login?to=/arrive%3Fcode%3D123456"


def test_progress_is_noted_with_photos_that_carry_nothing_else(hall: Hall, matter: RegisterResponse) -> None:
    where = acknowledged(hall, matter)
    exif = Image.Exif()
    exif[0x010F] = "phone-of-somebody"
    buffer = io.BytesIO()
    Image.open(io.BytesIO(paper(3))).save(buffer, "JPEG", exif=exif)
    body = {"csrf": hall.token(where), "version": _version(hall, where), "text": "到现场核实，已拍照"}
    files = [("photos", ("a.jpg", buffer.getvalue(), "image/jpeg")), ("photos", ("b.jpg", paper(4), "image/jpeg"))]
    assert hall.client.post(f"{where}/steps/note", data=body, files=files).status_code == 303
    shown = re.findall(r'src="(/cases/\w+/photos/\w+)\?small=1"', hall.client.get(where).text)
    assert len(shown) == 2
    for address in shown:
        photo = hall.client.get(address)
        assert b"phone-of-somebody" not in photo.content
        assert photo.headers["cache-control"] == "private, no-store"
        assert len(hall.client.get(f"{address}?small=1").content) < len(photo.content)
    hall.sign_in("housing.duty")
    assert hall.client.get(shown[0]).status_code == 404


def test_what_is_no_picture_or_too_many_of_them_is_said_and_the_words_are_kept(
    hall: Hall, matter: RegisterResponse
) -> None:
    where = acknowledged(hall, matter)
    body = {"csrf": hall.token(where), "version": _version(hall, where), "text": "到现场核实"}
    wrong = hall.client.post(f"{where}/steps/note", data=body, files=[("photos", ("a.jpg", b"none", "image/jpeg"))])
    assert (wrong.status_code, "到现场核实</textarea>" in wrong.text) == (422, True)
    assert "a.jpg 不是可以打开的照片。" in wrong.text
    empty = hall.client.post(f"{where}/steps/note", data=body, files=[("photos", ("b.jpg", b"", "image/jpeg"))])
    assert (empty.status_code, "b.jpg 不是可以打开的照片。" in empty.text) == (422, True)
    huge = hall.client.post(
        f"{where}/steps/note", data=body, files=[("photos", ("c.jpg", b"\xff" * 12_000_001, "image/jpeg"))]
    )
    assert (huge.status_code, "到现场核实</textarea>" in huge.text) == (413, True)
    many = [("photos", (f"{n}.jpg", paper(n), "image/jpeg")) for n in range(7)]
    answer = hall.client.post(f"{where}/steps/note", data=body, files=many)
    assert (answer.status_code, "最多 6 张" in answer.text) == (422, True)
    unknown = {"version": int(body["version"]), "text": "到现场核实", "photos": ["0" * 64]}
    refused = hall.client.post(
        f"/api/v1/petitions/{matter.petition_id}/notes", json=unknown, headers={"X-Hall-CSRF": body["csrf"]}
    )
    assert refused.json()["fields"] == ["photos"]


def test_the_head_writes_the_roster_and_takes_a_turn_off_and_puts_it_back(hall: Hall) -> None:
    hall.clock.ahead = datetime(2026, 3, 2, 2, 0, tzinfo=UTC) - datetime.now(UTC)
    hall.sign_in("labour.duty")
    page = hall.client.get("/duty").text
    assert "全体值班员" in page
    assert "<select" not in page
    hall.sign_in("labour.head")
    turn = {
        "unit": "u-labour",
        "account": "labour.second",
        "begins_at": "2026-03-02T09:00",
        "ends_at": "2026-03-02T18:00",
    }

    def add(**change: str) -> tuple[int, str]:
        answer = hall.client.post("/duty", data={"csrf": hall.token("/duty"), **turn, **change})
        return answer.status_code, answer.text

    assert add()[0] == 303
    assert re.search(r"<b>吴示例</b>\s*正在值班", hall.client.get("/duty").text)
    status, page = add()
    assert (status, "已经排了该人员" in page) == (422, True)
    assert 'value="2026-03-02T09:00"' in page
    assert add(ends_at="2026-03-01T09:00")[0] == 422
    assert add(account="housing.duty")[0] == 422
    assert add(unit="u-housing")[0] == 404
    for act, said in (("remove", "已取消"), ("restore", "已恢复")):
        where = re.search(rf'action="(/duty/\w+/{act})"', hall.client.get("/duty").text)
        assert where is not None
        answer = hall.client.post(where[1], data={"csrf": hall.token("/duty")})
        assert said in hall.client.get(answer.headers["location"]).text
    hall.clock.ahead += timedelta(hours=12)
    hall.sign_in("labour.duty")
    assert "全体值班员" in hall.client.get("/duty").text


def _version(hall: Hall, where: str) -> str:
    return str(hall.client.get(f"/api/v1{where.replace('/cases/', '/petitions/')}").json()["version"])
