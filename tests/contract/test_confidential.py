"""What a stolen disk, an accused unit, a guessing stranger and a careless log learn: nothing."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import pytest
from sqlmodel import select

from server.cases.progress import progress
from server.contract.v1 import ComplainedOf, LookupResponse, Outcome
from server.core.errors import HallError
from server.notify.tables import Notice
from server.units import service as units
from tests.contract.hall import LI, WAGES, Hall, open_hall, page_image, registered, registration

KEY = "row-0000-0001"
ACCUSATION = "举报和村镇党委书记贪污受贿，侵占集体资产，以权谋私。"
SECRETARY = ComplainedOf(name="某某", kind="person", post="和村镇党委书记")


def test_a_copied_disk_shows_no_name_number_phone_text_or_image(tmp_path: Path) -> None:
    image = page_image()
    with open_hall(tmp_path / "data") as hall:
        kiosk = hall.kiosk()
        kiosk.put_page(hashlib.sha256(image).hexdigest(), image, "image/png", 10)
        body = registration(pages=(image,), complained_of=(ComplainedOf(name="示例建筑公司"),))
        answer = registered(kiosk, KEY, body)
        kiosk.lookup("111", LI.id_number)
        hall.sign_in("renshe.duty").acknowledge(answer.petition_id)
        plain = (
            *(LI.name, LI.id_number, LI.phone, LI.address, LI.registered_address, "1900-01-01"),
            *(WAGES, WAGES[:8], "第一页文字内容", "示例建筑公司", answer.query_code),
        )
        needles = [text.encode(code) for text in plain for code in ("utf-8", "utf-16-le", "gb18030")]
        needles.append(image[16:80])
        files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
        assert {path.name for path in files} >= {"hall.sqlite3", "hall.sqlite3-wal", hashlib.sha256(image).hexdigest()}
        for path in files:
            content = path.read_bytes()
            assert not [needle for needle in needles if needle in content], path.name


def test_an_accusation_reaches_the_discipline_desk_alone(hall: Hall) -> None:
    kiosk = hall.kiosk()
    answer = registered(kiosk, KEY, registration(text=ACCUSATION, complained_of=(SECRETARY,)))
    assert answer.decision.outcome is Outcome.RESTRICTED
    assert answer.decision.unit is None
    assert not (answer.decision.parties or answer.decision.alternatives or answer.decision.words)
    assert "和村" not in answer.receipt.model_dump_json()
    with hall.session() as session:
        notices = session.exec(select(Notice)).all()
        assert [notice.account for notice in notices] == ["jiwei.duty"]
        assert "和村" not in notices[0].title + notices[0].body
        assert "贪污" not in notices[0].title + notices[0].body
    for name in ("jiwei.leader", "xinfang.duty", "convenor", "quwei.leader", duty_of(hall, "130406104-gov")):
        staff = hall.sign_in(name)
        assert staff.inbox() == [], name
        assert staff.get(f"/petitions/{answer.petition_id}").status_code == 404, name
    desk = hall.sign_in("jiwei.duty")
    assert desk.acknowledge(answer.petition_id).status_code == 200
    found = kiosk.lookup("111", LI.id_number)
    assert isinstance(found, LookupResponse)
    assert found.matters == ()
    with hall.work("public") as work, pytest.raises(HallError) as refused:
        progress(work, answer.number, answer.query_code)
    assert refused.value.code == "not_found"


def duty_of(hall: Hall, unit: str) -> str:
    with hall.session() as session:
        return units.duty_officers(session, unit)[0].account


def test_a_complaint_about_the_responsible_unit_does_not_go_there(hall: Hall) -> None:
    body = registration(
        complained_of=(ComplainedOf(name="区人社局"), ComplainedOf(name="峰峰矿区人力资源和社会保障局"))
    )
    answer = registered(hall.kiosk(), KEY, body)
    assert answer.decision.unit is None or answer.decision.unit.code != "130406-renshe"
    assert "130406-renshe" not in {unit.code for unit in answer.decision.alternatives}
    for name in ("renshe.duty", "renshe.leader"):
        assert hall.sign_in(name).inbox() == []
    with hall.session() as session:
        told = set(session.exec(select(Notice.account)).all())
        assert told
        assert not told & {"renshe.duty", "renshe.leader"}


def test_who_is_told_can_see_and_who_cannot_see_is_not_told(hall: Hall) -> None:
    names = ("峰峰矿区信访局", "区人社局", "和村镇人民政府", "赵示例01（值班员）")
    for n, name in enumerate(names):
        kind = "person" if "示例" in name else "unit"
        body = registration(complained_of=(ComplainedOf(name=name, kind=kind),))
        case_id = registered(hall.kiosk(), f"row-0000-000{n}", body).petition_id
        with hall.session() as session:
            told = set(session.exec(select(Notice.account).where(Notice.case_id == case_id)).all())
        assert told, name
        for account in told:
            assert hall.sign_in(account).get(f"/petitions/{case_id}").status_code == 200, (name, account)
        for account in {"convenor", "renshe.duty", "renshe.leader", "xinfang.duty", "quwei.duty"} - told:
            assert hall.sign_in(account).get(f"/petitions/{case_id}").status_code == 404, (name, account)


def test_guessing_query_codes_locks_the_number_and_says_nothing_of_its_existence(hall: Hall) -> None:
    answer = registered(hall.kiosk(), KEY, registration())
    nowhere = registered(hall.kiosk("二号终端"), KEY, registration())
    invented = nowhere.number
    for number in (answer.number, invented):
        for _ in range(5):
            with hall.work("public") as work, pytest.raises(HallError) as wrong:
                progress(work, number, "22222222222")
            assert wrong.value.code == "not_found"
        with hall.work("public") as work, pytest.raises(HallError) as locked:
            progress(work, number, answer.query_code)
        assert locked.value.code == "too_many_requests"
    hall.clock.forward(minutes=31)
    with hall.work("public") as work:
        assert progress(work, answer.number, answer.query_code).number == answer.number


@pytest.mark.expect_log("unexpected")
def test_an_unexpected_failure_answers_a_code_and_no_trace(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    from fastapi.testclient import TestClient

    @hall.app.get("/api/v1/broken")
    def broken() -> None:
        raise RuntimeError("130406190001010016")

    answer = TestClient(hall.app, raise_server_exceptions=False).get("/api/v1/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "130406190001010016" not in answer.text
    assert "RuntimeError" not in answer.text
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING and "1304061900" in r.getMessage()]
