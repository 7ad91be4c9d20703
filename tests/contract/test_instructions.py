"""A leader instructs a unit: told at once, read with a receipt, taken over by a deputy, answered, asked again, closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import select

from server.cases import telling
from server.cases.tables import PetitionCase
from server.contract.v1 import ComplainedOf
from server.instructions import alarms, proof
from server.notify.tables import Notice, NoticeKind
from tests.contract.hall import Hall, Staff, registered, registration

WORDS = "请人社局核实欠薪数额，三日内约谈用人单位负责人并报告结果。"


def given(hall: Hall, leader: Staff, case_id: str, unit: str = "130406-renshe", **by: float) -> dict[str, Any]:
    due = hall.clock() + timedelta(**(by or {"days": 3}))
    return leader.done(case_id, "instructions", unit=unit, text=WORDS, due_at=due.isoformat())


def told(hall: Hall, page: str) -> dict[str, Notice]:
    with hall.session() as session:
        return {one.account: one for one in session.exec(select(Notice).where(Notice.page == page)).all()}


def test_an_instruction_is_read_answered_asked_again_and_closed(hall: Hall) -> None:
    case_id = registered(hall.kiosk(), "row-0000-0001", registration()).petition_id
    leader, duty = hall.sign_in("renshe.leader"), hall.sign_in("renshe.duty")
    made = given(hall, leader, case_id)
    assert (made["state"], made["read"], made["told"]) == ("open", 0, 1)
    page = f"/instructions/{made['id']}"
    assert [one.kind for one in told(hall, page).values()] == [NoticeKind.INSTRUCTION]
    hall.clock.forward(minutes=2)
    seen = duty.get(page).json()
    assert (seen["text"], seen["can_answer"], seen["read"]) == (WORDS, True, 1)
    assert seen["receipts"][0]["read_at"] is not None
    assert [one["id"] for one in duty.get(f"/petitions/{case_id}/instructions").json()["items"]] == [made["id"]]
    assert duty.get("/instructions?box=received&show=open").json()["counts"]["open"] == 1
    answered = duty.post(f"{page}/answer", {"text": "已约谈，欠薪四万八千元，约定月底付清。"}).json()
    assert answered["state"] == "answered"
    again = {"text": "请附付款承诺书。", "due_at": (hall.clock() + timedelta(days=1)).isoformat()}
    assert leader.post(f"{page}/pursue", again).json()["state"] == "open"
    duty.post(f"{page}/answer", {"text": "承诺书已经上传。"})
    closed = leader.post(f"{page}/close", {"text": "同意，按承诺督促落实。"}).json()
    assert (closed["state"], closed["can_pursue"]) == ("closed", False)
    assert [turn["turn"] for turn in closed["turns"]] == ["instructed", "answered", "pursued", "answered", "closed"]
    events = [event["type"] for event in duty.get(f"/petitions/{case_id}").json()["events"]]
    assert [one for one in events if one.startswith("instruct")] == [
        *("instructed", "instruction_answered", "instruction_pursued", "instruction_answered", "instruction_closed")
    ]
    assert duty.post(f"{page}/answer", {"text": "再补充一点情况。"}).json()["code"] == "wrong_state"


def test_left_unread_it_goes_to_the_deputy_who_may_answer(hall: Hall) -> None:
    case_id = registered(hall.kiosk(), "row-0000-0001", registration()).petition_id
    leader = hall.sign_in("convenor")
    page = f"/instructions/{given(hall, leader, case_id)['id']}"
    telling.lay_out(hall.centre)
    # that the desk has the matter says nothing of what the leader ordered
    hall.sign_in("renshe.duty").acknowledge(case_id)
    hall.clock.forward(minutes=31)
    telling.stand_in(hall.centre)
    deputy = told(hall, page)["renshe.leader"]
    assert (deputy.kind, deputy.stands_for is not None) == (NoticeKind.UNREAD, True)
    answer = hall.sign_in("renshe.leader").post(f"{page}/answer", {"text": "已安排专人核实，明日报告。"})
    assert answer.json()["state"] == "answered"


def test_a_late_answer_climbs_to_the_author_the_leader_and_the_convenor(hall: Hall) -> None:
    case_id = registered(hall.kiosk(), "row-0000-0001", registration()).petition_id
    leader = hall.sign_in("xinfang.leader")
    assert leader.get(f"/petitions/{case_id}").status_code == 404
    made = hall.sign_in("convenor").post(
        "/instructions",
        {
            "theme": "根治欠薪",
            "unit": "130406-renshe",
            "text": WORDS,
            "due_at": (hall.clock() + timedelta(hours=8)).isoformat(),
        },
    )
    assert made.status_code == 200, made.text
    page = f"/instructions/{made.json()['id']}"
    late = given(hall, hall.sign_in("renshe.leader"), case_id, hours=8)
    hall.clock.forward(hours=9)
    assert alarms.sweep(hall.centre) == 4
    assert alarms.sweep(hall.centre) == 0
    assert set(told(hall, page)) == {"renshe.duty", "convenor"}
    hall.clock.forward(days=8)
    alarms.sweep(hall.centre)
    assert set(told(hall, page)) == {"renshe.duty", "renshe.leader", "convenor"}
    duty = hall.sign_in("renshe.duty")
    assert [turn["turn"] for turn in duty.get(page).json()["turns"]] == ["instructed", "overdue"]
    assert duty.get(f"/instructions/{late['id']}").json()["overdue"]
    assert hall.sign_in("shuili.duty").get(page).status_code == 404
    with hall.work() as work:
        assert list(proof.faults(work)) == []


def test_no_instruction_reaches_who_is_complained_of(hall: Hall) -> None:
    complained = (ComplainedOf(name="区人社局"),)
    case_id = registered(hall.kiosk(), "row-0000-0001", registration(complained_of=complained)).petition_id
    leader = hall.sign_in("convenor")
    with hall.session() as session:
        holder = session.get_one(PetitionCase, case_id).holder
    body = {"text": WORDS, "due_at": (hall.clock() + timedelta(days=3)).isoformat()}
    answers = [
        leader.decide(case_id, "instructions", unit=unit, **body) for unit in ("130406-renshe", "130406-nowhere")
    ]
    assert [one.status_code for one in answers] == [422, 422]
    assert answers[0].json() == answers[1].json()
    made = leader.done(case_id, "instructions", unit=holder, **body)
    for username in ("renshe.duty", "renshe.leader"):
        assert hall.sign_in(username).get(f"/instructions/{made['id']}").status_code == 404
        assert hall.sign_in(username).get("/instructions").json()["counts"]["all"] == 0


def test_only_leaders_instruct(hall: Hall) -> None:
    case_id = registered(hall.kiosk(), "row-0000-0001", registration()).petition_id
    body = {"unit": "130406-renshe", "text": WORDS, "due_at": (hall.clock() + timedelta(days=3)).isoformat()}
    duty = hall.sign_in("renshe.duty")
    assert duty.decide(case_id, "instructions", **body).status_code == 403
    assert hall.sign_in("shuili.leader").decide(case_id, "instructions", **body).status_code == 404
    past = body | {"due_at": hall.clock().isoformat()}
    assert hall.sign_in("renshe.leader").decide(case_id, "instructions", **past).json()["fields"] == ["due_at"]
