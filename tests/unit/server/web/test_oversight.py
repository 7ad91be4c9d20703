"""Pages of leaders, units that are instructed, and supervision: forms that come back, results a row, what the desk is told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from server.analysis import counting
from server.worker import sweep_round
from tests.contract.hall import Hall, Staff, open_hall, registered, registration

WORDS = "请三日内查清并书面报告结果。"


@pytest.fixture
def hall(tmp_path: Path) -> object:
    with open_hall(tmp_path / "data") as made:
        yield made


def send(staff: Staff, path: str, **said: str | list[str]) -> tuple[int, str]:
    answer = staff.http.post(path, data={"csrf": staff.csrf, **said})
    return answer.status_code, answer.text


def late(hall: Hall) -> str:
    case_id = registered(hall.kiosk(), "row-0000-0001", registration()).petition_id
    hall.clock.forward(hours=3)
    sweep_round(hall.centre)
    return case_id


def test_an_instruction_by_forms_alone(hall: Hall) -> None:
    case_id = registered(hall.kiosk(), "row-0000-0001", registration()).petition_id
    leader, duty = hall.sign_in("convenor"), hall.sign_in("renshe.duty")
    due = (hall.clock() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    form = {"version": "3", "unit": "130406-renshe", "text": WORDS}
    offered = leader.http.get(f"/cases/{case_id}").text.partition('id="f-instruct-unit"')[2].partition("</select>")[0]
    assert '<option value="130406-renshe" selected>' in offered, "the unit that has the matter stands first"
    status, page = send(leader, f"/cases/{case_id}/steps/instruct", **form, due_at="")
    assert (status, "请填写" in page, WORDS in page) == (422, True, True)
    assert "批示已送达" in send(leader, f"/cases/{case_id}/steps/instruct", **form, due_at=due)[1]
    for address in ("/inbox", "/inbox/matters"):
        assert "领导批示待回复 <b>1</b>" in duty.http.get(address).text
    [one] = duty.get("/instructions").json()["items"]
    page = f"/instructions/{one['id']}"
    assert send(duty, f"{page}/answer", text="办")[0] == 422
    assert send(duty, f"{page}/close", text=WORDS)[0] == 403
    assert "已回复" in send(duty, f"{page}/answer", text="已约谈，月底前付清。")[1]
    assert send(leader, f"{page}/pursue", text=WORDS, due_at="2020-01-01T08:00")[0] == 422
    assert "批示已办结" in send(leader, f"{page}/close", text="同意。按期督促落实。")[1]
    assert "领导批示待回复" not in duty.http.get("/inbox").text
    status, page = send(leader, "/instructions", theme="根治欠薪", unit="130406-renshe", text=WORDS, due_at=due)
    assert (status, "根治欠薪" in page) == (200, True)


def test_ticked_rows_are_reminded_and_each_says_what_became_of_it(hall: Hall) -> None:
    case_id = late(hall)
    leader = hall.sign_in("convenor")
    assert "责任单位签收，" in leader.http.get("/notices").text, "a notice names the limit in words, not by its rule"
    assert send(leader, "/supervision/batch", text=WORDS)[0] == 422
    assert "已催办 1 件" in send(leader, "/supervision/batch", text=WORDS, petitions=[case_id])[1]
    again = send(leader, "/supervision/batch", text=WORDS, petitions=[case_id, "0" * 32])[1]
    assert ("未催办 2 件" in again, "24小时内已经催办过" in again) == (True, True)
    assert "已现场督办 1 件" in send(leader, "/supervision/batch", form="on_site", text=WORDS, petitions=[case_id])[1]
    status, kept = send(leader, "/supervision/batch", form="media", text="短", petitions=[case_id])
    assert (status, f'value="{case_id}" checked' in kept, 'value="media" selected' in kept) == (422, True, True)


def test_a_supervision_is_answered_on_the_page_of_its_matter(hall: Hall) -> None:
    case_id = late(hall)
    leader, duty = hall.sign_in("convenor"), hall.sign_in("renshe.duty")
    version = str(leader.get(f"/petitions/{case_id}").json()["version"])
    due = (hall.clock() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    said = {"version": version, "form": "meeting", "text": WORDS, "unit": "", "due_at": due}
    assert "督办已记录" in send(leader, f"/cases/{case_id}/steps/supervise", **said)[1]
    assert "督办待回复 <b>1</b>" in duty.http.get("/inbox").text
    [one] = duty.get(f"/petitions/{case_id}/supervision").json()["items"]
    answer = f"/cases/{case_id}/supervision/{one['id']}/answer"
    assert send(duty, answer, text="短")[0] == 422
    assert "已派员到场核实处理" in send(duty, answer, text="已派员到场核实处理。")[1]


def test_the_pages_of_a_leader_open_and_those_of_others_do_not(hall: Hall) -> None:
    late(hall)
    counting.refresh(hall.centre)
    leader, duty = hall.sign_in("convenor"), hall.sign_in("renshe.duty")
    for address in ("/leader", "/supervision", "/reports", "/matters?show=overdue&rule=F2", "/circulars"):
        assert leader.http.get(address).status_code == 200, address
    for address in ("/leader", "/supervision", "/reports"):
        assert duty.http.get(address).status_code == 403, address
    assert "/supervision" not in duty.http.get("/inbox").text
