"""Where the machine is not sure, the screening desk decides; the complained-of stays out there too."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from server.cases import proof
from server.contract.v1 import ComplainedOf, Outcome, RegisterResponse
from server.notify.tables import Notice
from tests.contract.hall import Hall, open_hall, registered, registration

UNCLEAR = "我有一件事情想说一说，不知道该找谁。"


def unclear(hall: Hall, *accused: str) -> RegisterResponse:
    names = tuple(ComplainedOf(name=name) for name in accused)
    answer = registered(hall.kiosk(), "row-0000-0001", registration(text=UNCLEAR, complained_of=names))
    assert answer.decision.outcome is Outcome.SCREENING
    assert answer.decision.unit is None
    return answer


def test_an_unclear_matter_waits_at_the_screening_desk_and_is_sent_on(hall: Hall) -> None:
    answer = unclear(hall)
    desk = hall.sign_in("xinfang.duty")
    assert [item["state"] for item in desk.inbox()] == ["screening"]
    assert hall.sign_in("shuili.duty").inbox() == []
    hall.clock.forward(minutes=4)
    sent = desk.dispatch(answer.petition_id, "130406-shuili")
    assert (sent.status_code, sent.json()["state"]) == (200, "dispatched"), sent.text
    started = {clock["rule"]: clock["started_at"] for clock in sent.json()["clocks"]}
    assert "F2" in started
    assert desk.dispatch(answer.petition_id, "130406-renshe").json()["code"] == "wrong_state"
    unit = hall.sign_in("shuili.duty")
    assert unit.acknowledge(answer.petition_id).status_code == 200
    with hall.work() as work:
        assert proof.verify(work) == []
        told = set(work.session.exec(select(Notice.account)).all())
        assert told == {"xinfang.duty", "shuili.duty", "shuili.leader", "convenor"}


def test_the_desk_cannot_send_a_matter_to_the_complained_of_or_nowhere(hall: Hall) -> None:
    answer = unclear(hall, "区水利局")
    desk = hall.sign_in("xinfang.duty")
    for unit in ("130406-shuili", "130406-nowhere"):
        refused = desk.dispatch(answer.petition_id, unit)
        assert (refused.status_code, refused.json()["fields"]) == (422, ["unit"])
    assert hall.sign_in("shuili.duty").dispatch(answer.petition_id, "130406-renshe").status_code == 404
    assert hall.sign_in("xinfang.leader").dispatch(answer.petition_id, "130406-renshe").json()["code"] == "forbidden"


def test_a_matter_about_the_district_itself_still_finds_a_desk(hall: Hall) -> None:
    answer = unclear(hall, "峰峰矿区人民政府")
    assert [item["petition_id"] for item in hall.sign_in("xinfang.duty").inbox()] == [answer.petition_id]
    assert hall.sign_in("quwei.leader").inbox() == []


def test_the_threshold_of_the_centre_decides_what_is_unclear(tmp_path: Path) -> None:
    with open_hall(tmp_path / "strict", routing_threshold=1.0) as hall:
        answer = registered(hall.kiosk(), "row-0000-0001", registration())
        assert answer.decision.outcome is Outcome.SCREENING


def test_the_hall_hours_of_the_centre_decide_when_minutes_run(tmp_path: Path) -> None:
    with open_hall(tmp_path / "night", hall_hours="always") as hall:
        night = hall.clock.forward(hours=12)
        answer = registered(hall.kiosk(), "row-0000-0001", registration(night))
        due = {clock.rule: clock.due_at for clock in answer.clocks}
        assert due["F2"] == night + timedelta(minutes=5)


def test_counts_equal_lists(hall: Hall) -> None:
    kiosk = hall.kiosk()
    for n in range(3):
        registered(kiosk, f"row-0000-000{n}", registration(complained_of=(ComplainedOf(name="区水利局"),) * (n % 2)))
    for name in ("renshe.duty", "renshe.leader", "convenor", "xinfang.duty", "shuili.duty"):
        found = hall.sign_in(name).get("/inbox").json()
        assert found["total"] == len(found["items"]), name
