"""What a unit's officer does by JSON, as on the pages; and that the history still proves everything that is stored."""

from __future__ import annotations

from sqlmodel import select

from server.accounts.tables import Account, Role
from server.cases import proof
from server.cases.tables import CaseParty, PetitionCase
from server.units.tables import Post, PostRole
from tests.contract.hall import Hall, page_image, registered, registration
from tests.contract.way import at_the_unit, sound
from tests.contract.ways import refused

REASON = "与信访人有直接利害关系。"


def _colleague(hall: Hall, username: str) -> None:
    """Somebody who works in the unit and holds no post."""
    with hall.session() as session:
        secret = session.get_one(Account, "renshe.duty").password_hash
        row = {"display": "经办示例", "role": Role.DUTY_OFFICER, "unit": "130406-renshe", "demo": True}
        session.add(Account(username=username, password_hash=secret, **row))


def test_a_colleague_without_a_post_handles_the_matter_as_long_as_it_is_theirs(hall: Hall) -> None:
    answer, duty = at_the_unit(hall)
    case_id = answer.petition_id
    _colleague(hall, "renshe.clerk")
    clerk = hall.sign_in("renshe.clerk")
    assert clerk.get(f"/petitions/{case_id}").status_code == 404
    assert {one["account"] for one in duty.get(f"/petitions/{case_id}/colleagues").json()["items"]} >= {"renshe.clerk"}
    assert refused(duty.decide(case_id, "handler", account="xinfang.duty"), "invalid_request")
    assert duty.done(case_id, "handler", account="renshe.clerk")["handler_name"] == "经办示例"
    file = clerk.get(f"/petitions/{case_id}").json()
    assert (file["mine"], file["petitioner"]["open"]) == (True, True)
    clerk.done(case_id, "notes", text="已联系用人单位负责人。")
    assert clerk.get("/inbox/matters?whose=mine").json()["counts"]["all"] == 1
    assert sound(hall)
    duty.done(case_id, "handler", account="")
    assert clerk.get(f"/petitions/{case_id}").status_code == 404
    with hall.session() as session:
        told = session.exec(select(CaseParty.account).where(CaseParty.case_id == case_id)).all()
    assert "renshe.clerk" not in told
    assert sound(hall)


def test_whoever_is_recused_has_the_matter_in_hand_no_more(hall: Hall) -> None:
    answer, duty = at_the_unit(hall)
    case_id = answer.petition_id
    _colleague(hall, "renshe.clerk")
    duty.done(case_id, "handler", account="renshe.clerk")
    # a person is named by a post: the clerk is given one first
    with hall.session() as session:
        session.add(Post(unit="130406-renshe", role=PostRole.HEAD, account="renshe.clerk", holder="经办示例"))
    duty.done(case_id, "recusal", account="renshe.clerk", reason=REASON)
    with hall.session() as session:
        assert session.get_one(PetitionCase, case_id).handler == ""
    assert hall.sign_in("renshe.clerk").get(f"/petitions/{case_id}").status_code == 404
    assert sound(hall)


def test_a_new_unit_begins_with_nobody(hall: Hall) -> None:
    answer, duty = at_the_unit(hall)
    case_id = answer.petition_id
    _colleague(hall, "renshe.clerk")
    duty.done(case_id, "handler", account="renshe.clerk")
    clerk, leader = hall.sign_in("renshe.clerk"), hall.sign_in("renshe.leader")
    leader.done(case_id, "recusal", unit="130406-renshe", reason=REASON)
    office = hall.sign_in("xinfang.duty")
    assert office.get(f"/petitions/{case_id}").json()["handler_name"] == ""
    assert clerk.get(f"/petitions/{case_id}").status_code == 404
    assert sound(hall)


def test_the_code_and_the_photos_are_there_for_other_programs(hall: Hall) -> None:
    answer, duty = at_the_unit(hall)
    case_id = answer.petition_id
    code = hall.sign_in("xinfang.duty").get("/arrival/code").json()
    assert code["address"].endswith(f"/arrive?code={code['code']}")
    assert duty.get("/arrival/code").status_code == 403
    assert [one["petition_id"] for one in duty.get("/arrival/expected").json()["items"]] == [case_id]
    arrived = hall.clock.forward(minutes=3).isoformat()
    assert refused(duty.decide(case_id, "arrive", arrived_at=arrived, code="12"), "invalid_request")
    duty.done(case_id, "arrive", arrived_at=arrived, code=code["code"])
    assert duty.get("/arrival/expected").json()["items"] == []
    sent = duty.http.post(
        f"/api/v1/petitions/{case_id}/photos", content=page_image(), headers={"X-Hall-CSRF": duty.csrf}
    )
    assert sent.json()["created"] is True
    duty.done(case_id, "notes", text="到现场核实。", photos=[sent.json()["sha256"]])
    events = duty.get(f"/petitions/{case_id}").json()["events"]
    assert [one["presence"] for one in events if one["type"] == "on_scene"] == ["code"]
    assert events[-1]["photos"] == [sent.json()["sha256"]]
    # another matter cannot show it
    other = registered(hall.kiosk(), "row-0000-0009", registration(hall.clock()))
    assert duty.get(f"/petitions/{other.petition_id}/photos/{sent.json()['sha256']}").status_code == 404
    assert sound(hall)
    file = next(path for path in hall.centre.pages.every() if path.name == sent.json()["sha256"])
    file.write_bytes(b"altered")
    with hall.work() as work:
        assert proof.pages_open(work, work.session.get_one(PetitionCase, case_id)) != []


def test_the_roster_is_read_by_the_unit_and_written_by_its_head(hall: Hall) -> None:
    duty, leader = hall.sign_in("renshe.duty"), hall.sign_in("renshe.leader")
    now = hall.clock()
    turn = {"unit": "130406-renshe", "account": "renshe.duty", "begins_at": now.isoformat()}
    turn["ends_at"] = now.replace(hour=now.hour + 3).isoformat()
    assert refused(duty.post("/duty", turn), "forbidden")
    made = leader.post("/duty", turn)
    assert made.status_code == 200, made.text
    assert refused(leader.post("/duty", turn), "invalid_request")
    (shown,) = duty.get("/duty").json()["units"]
    assert (shown["planned"], shown["editable"], shown["on_duty"][0]["account"]) == (True, False, "renshe.duty")
    removed = leader.post(f"/duty/{made.json()['id']}/remove", {}).json()
    assert (removed["removed"], removed["now"]) == (True, False)
    assert leader.post(f"/duty/{made.json()['id']}/restore", {}).json()["now"] is True
    assert hall.sign_in("shuili.duty").get("/duty?unit=130406-renshe").status_code == 404
