"""Late matters are pushed: reminders for one and many, the five forms, circulars, following, the leader's figures."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from server.cases.tables import PetitionCase
from server.contract.v1 import ComplainedOf
from server.notify.tables import Notice, NoticeKind
from server.supervision import following, supervising
from server.worker import sweep_round
from tests.contract.hall import Hall, Staff, page_image, registered, registration

WORDS = "请在今天下班前确认并书面说明情况。"


def late(hall: Hall, many: int = 1) -> list[str]:
    """Register matters and let their first limits run out."""
    kiosk = hall.kiosk()
    made = [registered(kiosk, f"row-0000-{n:04}", registration()).petition_id for n in range(many)]
    hall.clock.forward(hours=3)
    sweep_round(hall.centre)
    return made


def remind(staff: Staff, *ids: str) -> list[tuple[bool, str]]:
    answer = staff.post("/supervision/reminders", {"petitions": list(ids), "text": WORDS})
    assert answer.status_code == 200, answer.text
    return [(row["done"], row["code"]) for row in answer.json()["rows"]]


def test_every_count_of_the_board_is_the_length_of_the_list_behind_it(hall: Hall) -> None:
    ids = late(hall, 3)
    leader = hall.sign_in("renshe.leader")
    figures = leader.get("/overview").json()
    assert figures["pressing"]["overdue"] == 3
    for show, count in figures["pressing"].items():
        listed = leader.get(f"/matters?show={show}").json()
        assert (listed["total"], len(listed["items"])) == (count, count), show
    for one in figures["states"]:
        assert leader.get(f"/matters?state={one['state']}").json()["total"] == one["count"]
    for one in figures["rules"]:
        assert leader.get(f"/matters?show=overdue&rule={one['rule']}").json()["total"] == one["count"]
    for one in figures["states"]:
        both = leader.get(f"/matters?show=overdue&state={one['state']}").json()
        assert both["total"] == len(both["items"]) == one["count"]
    assert leader.get("/matters?show=overdue&watched=1").json()["total"] == 0
    assert leader.get("/matters?show=overdue&unit=130406-shuili").json()["total"] == 0
    assert leader.get("/matters?today=1").json()["total"] == figures["came"] == 3
    board = hall.sign_in("convenor").get("/supervision/board").json()
    assert [(row["unit"], row["overdue"]) for row in board["units"]] == [("130406-renshe", 3)]
    assert {row["matter"]["petition_id"] for row in board["items"]} == set(ids)
    assert hall.sign_in("renshe.duty").get("/supervision/board").status_code == 403


def test_one_or_many_are_reminded_under_the_same_rules(hall: Hall) -> None:
    first, second = late(hall, 2)
    leader = hall.sign_in("convenor")
    leader.done(first, "reminder", text=WORDS)
    assert leader.decide(first, "reminder", text=WORDS).json()["code"] == "wrong_state"
    assert remind(leader, first, second, "0" * 32) == [(False, "wrong_state"), (True, ""), (False, "not_found")]
    hall.clock.forward(hours=25)
    leader.renew()
    assert remind(leader, first) == [(True, "")]
    with hall.session() as session:
        told = session.exec(select(Notice.account).where(Notice.kind == NoticeKind.SUPERVISION)).all()
    assert set(told) == {"renshe.duty"}
    assert hall.sign_in("renshe.duty").decide(first, "reminder", text=WORDS).status_code == 403


def test_many_are_supervised_in_one_form_and_each_unit_owes_its_answer(hall: Hall) -> None:
    ids = late(hall, 2)
    leader, duty = hall.sign_in("convenor"), hall.sign_in("renshe.duty")
    due = (hall.clock() + timedelta(days=2)).isoformat()
    body = {"petitions": [*ids, ids[0], "0" * 32], "form": "letter", "text": WORDS, "due_at": due}
    made = leader.post("/supervision/batch", body).json()
    assert [(row["done"], row["code"]) for row in made["rows"]] == [(True, ""), (True, ""), (False, "not_found")]
    for case_id in ids:
        [one] = duty.get(f"/petitions/{case_id}/supervision").json()["items"]
        assert (one["form"], one["unit"], one["can_answer"]) == ("letter", "130406-renshe", True)
    past = body | {"due_at": hall.clock().isoformat()}
    assert {row["code"] for row in leader.post("/supervision/batch", past).json()["rows"][:2]} == {"invalid_request"}
    assert duty.post("/supervision/batch", body).status_code == 403


def test_a_supervision_is_answered_or_both_sides_hear_that_it_is_not(hall: Hall) -> None:
    [case_id] = late(hall)
    leader = hall.sign_in("convenor")
    due = (hall.clock() + timedelta(hours=5)).isoformat()
    photo = leader.http.post(
        f"/api/v1/petitions/{case_id}/photos", content=page_image(), headers={"X-Hall-CSRF": leader.csrf}
    ).json()["sha256"]
    made = leader.done(case_id, "supervision", form="on_site", text=WORDS, due_at=due, photos=[photo])
    assert (made["photos"], made["text"]) == ([photo], WORDS)
    assert leader.decide(case_id, "supervision", form="phone", text=WORDS, photos=["0" * 64]).status_code == 422
    assert (made["form_text"], made["unit"], made["overdue"]) == ("现场督办", "130406-renshe", False)
    assert leader.decide(case_id, "supervision", form="meeting", text=WORDS, unit="nowhere").status_code == 422
    hall.clock.forward(hours=6)
    assert (supervising.sweep(hall.centre), supervising.sweep(hall.centre)) == (1, 0)
    duty = hall.sign_in("renshe.duty")
    assert duty.get(f"/petitions/{case_id}/supervision").json()["items"][0]["overdue"]
    answer = duty.post(f"/supervision/{made['id']}/answer", {"text": "已派员到场，情况属实，今日内书面告知。"})
    assert answer.json()["answer"].startswith("已派员")
    assert duty.post(f"/supervision/{made['id']}/answer", {"text": "再说一遍。"}).status_code in (409, 422)
    assert hall.sign_in("shuili.duty").post(f"/supervision/{made['id']}/answer", {"text": WORDS}).status_code == 404


def test_a_circular_names_what_is_late_to_its_units_alone(hall: Hall) -> None:
    first, second = late(hall, 2)
    office, duty = hall.sign_in("convenor"), hall.sign_in("renshe.duty")
    made = office.post("/circulars", {"title": "关于逾期事项的通报", "text": "以下事项逾期未签收，请立即办理。"})
    assert made.status_code == 200, made.text
    page = f"/circulars/{made.json()['id']}"
    assert [(row["unit"], row["late"]) for row in made.json()["units"]] == [("130406-renshe", 2)]
    assert duty.get(page).status_code == 404
    assert duty.post(f"{page}/publish", {}).status_code == 404
    # what is done before it is published is not held against anybody
    with hall.session() as session:
        from server.clocks.tables import Clock

        for clock in session.exec(select(Clock).where(Clock.case_id == second)).all():
            clock.met_at = hall.clock()
    assert [row["petition_id"] for row in office.post(f"{page}/publish", {}).json()["lines"]] == [first]
    assert [row["petition_id"] for row in duty.get(page).json()["lines"]] == [first]
    assert office.post(f"{page}/publish", {}).json()["code"] == "wrong_state"
    assert hall.sign_in("shuili.duty").get(page).status_code == 404
    assert "circulated" in [event["type"] for event in duty.get(f"/petitions/{first}").json()["events"]]


def test_who_follows_a_matter_hears_of_each_step_of_others(hall: Hall) -> None:
    case_id = registered(hall.kiosk(), "row-0000-0001", registration()).petition_id
    leader = hall.sign_in("renshe.leader")
    assert leader.post(f"/petitions/{case_id}/watch", {}).json()["watched"]
    assert leader.get("/matters?watched=1").json()["total"] == 1
    assert following.tell(hall.centre) == 0
    hall.sign_in("renshe.duty").acknowledge(case_id)
    assert (following.tell(hall.centre), following.tell(hall.centre)) == (1, 0)
    leader.post(f"/petitions/{case_id}/unwatch", {})
    hall.sign_in("renshe.duty").done(case_id, "notes", text="已联系用人单位。")
    assert following.tell(hall.centre) == 0


def test_nothing_of_supervision_reaches_who_is_complained_of(hall: Hall) -> None:
    complained = (ComplainedOf(name="区人社局"),)
    case_id = registered(hall.kiosk(), "row-0000-0001", registration(complained_of=complained)).petition_id
    hall.clock.forward(days=40)
    sweep_round(hall.centre)
    leader = hall.sign_in("convenor")
    with hall.session() as session:
        holder = session.get_one(PetitionCase, case_id).holder
    refused = leader.decide(case_id, "supervision", form="phone", text=WORDS, unit="130406-renshe")
    assert (refused.status_code, refused.json()["fields"]) == (422, ["unit"])
    leader.done(case_id, "supervision", form="phone", text=WORDS)
    remind(leader, case_id)
    made = leader.post("/circulars", {"title": "通报", "text": "请立即办理。"}).json()
    leader.post(f"/circulars/{made['id']}/publish", {})
    assert holder != "130406-renshe"
    for username in ("renshe.duty", "renshe.leader"):
        staff = hall.sign_in(username)
        assert remind(staff, case_id) == [(False, "not_found")] if username.endswith("leader") else True
        assert staff.get(f"/circulars/{made['id']}").json().get("units", []) == []
        with hall.session() as session:
            assert session.exec(select(Notice).where(Notice.account == username)).all() == []
