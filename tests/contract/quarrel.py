"""What must hold on every database when a unit says that a matter is not its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from server.cases.disputes import Principle
from server.contract.v1 import ComplainedOf
from server.notify.tables import Notice
from tests.contract.hall import WANG, Hall, Staff, registered, registration
from tests.contract.way import at_the_unit, clocks_of, sound

REASON = "本事项属于城市管理执法范围，按照三定规定不属于本单位职权，附职责清单第三条。"
WEIGHED = [{"principle": one.value, "finding": f"已就{one.value}作出说明。"} for one in Principle]


def ruling(unit: str, **more: Any) -> dict[str, Any]:
    return {"unit": unit, "weighed": WEIGHED, "reason": "按照法定职责确定。", **more}


def sent_on(hall: Hall, case_id: str, unit: str, objector: Staff, office: Staff) -> None:
    """The unit objects, the office agrees and sends the matter to another unit."""
    hall.clock.forward(minutes=20)
    objector.done(case_id, "objection", reason=REASON, belongs_to=unit)
    hall.clock.forward(minutes=20)
    office.done(case_id, "objection/decision", uphold=True, reason="职责清单确有此项。")
    hall.clock.forward(minutes=20)
    assert office.dispatch(case_id, unit).status_code == 200


class Quarrel:
    """Subclassed once per database; the subclass has a fixture `hall`."""

    def test_an_objection_that_is_right_sends_the_matter_on_and_charges_the_sender(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        case_id, office = answer.petition_id, hall.sign_in("xinfang.duty")
        assert office.get(f"/petitions/{case_id}").status_code == 404
        assert duty.decide(case_id, "objection", reason="不归我们管").status_code == 422
        sent_on(hall, case_id, "130406-chengguan", duty, office)
        file = duty.get(f"/petitions/{case_id}").json()
        assert (file["state"], file["unit_name"]) == ("dispatched", "峰峰矿区城市管理综合行政执法局")
        other = hall.sign_in("chengguan.duty")
        assert other.acknowledge(case_id).status_code == 200
        assert clocks_of(other, case_id)["R4"]["state"] == "running"
        hall.clock.forward(hours=1)
        found = other.get(f"/petitions/{case_id}/charges").json()
        parts = {(part["party"], part["unit"]): part["seconds"] for part in found["parts"]}
        assert sum(parts.values()) == found["elapsed_seconds"]
        assert ("unit", "130406-renshe") not in parts
        assert parts["unit", "130406-chengguan"] == 3600
        assert sound(hall)

    def test_the_sixth_working_day_is_too_late(self, hall: Hall) -> None:
        # Wednesday before a working Sunday: the fifth working day is the Tuesday after
        hall.clock.now = datetime(2026, 9, 16, 2, 0, tzinfo=UTC)
        answer, duty = at_the_unit(hall)
        due = datetime.fromisoformat(clocks_of(duty, answer.petition_id)["R4"]["due_at"])
        assert due.date().isoformat() == "2026-09-22"
        hall.clock.now = due + timedelta(hours=9)
        before = duty.get(f"/petitions/{answer.petition_id}").json()["version"]
        late = duty.decide(answer.petition_id, "objection", reason=REASON)
        assert (late.status_code, late.json()["code"]) == (409, "limit_passed")
        assert late.json()["remedy"]
        assert duty.get(f"/petitions/{answer.petition_id}").json()["version"] == before
        hall.clock.now = due - timedelta(hours=1)
        assert duty.decide(answer.petition_id, "objection", reason=REASON).status_code == 200

    def test_a_refused_objection_goes_back_and_the_common_superior_decides_once(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        case_id, office = answer.petition_id, hall.sign_in("xinfang.duty")
        dispute = {"reason": "本单位仍然认为不属于职权范围。", "other": "130406-chengguan"}
        assert duty.decide(case_id, "dispute", **dispute).json()["code"] == "wrong_state"
        duty.done(case_id, "objection", reason=REASON)
        assert (
            duty.decide(case_id, "objection/decision", uphold=True, reason="自己同意自己。").json()["code"]
            == "forbidden"
        )
        hall.clock.forward(hours=1)
        back = office.done(case_id, "objection/decision", uphold=False, reason="职责清单明确由你单位负责。")
        assert back["state"] == "dispatched"
        assert duty.decide(case_id, "objection", reason=REASON).json()["code"] == "wrong_state"
        assert duty.done(case_id, "dispute", **dispute)["state"] == "disputed"
        superior = hall.sign_in("quwei.leader")
        assert office.decide(case_id, "arbitration", **ruling("130406-chengguan")).status_code in (403, 404)
        short = ruling("130406-chengguan") | {"weighed": WEIGHED[:4]}
        assert superior.decide(case_id, "arbitration", **short).json()["fields"] == ["weighed"]
        twice = ruling("130406-chengguan", assisting=["130406-chengguan"])
        assert superior.decide(case_id, "arbitration", **twice).json()["fields"] == ["assisting"]
        nowhere = ruling("130406-nowhere")
        assert superior.decide(case_id, "arbitration", **nowhere).json()["fields"] == ["unit"]
        assert clocks_of(superior, case_id)["F7"]["state"] == "running"
        hall.clock.forward(days=1)
        decided = superior.done(case_id, "arbitration", **ruling("130406-chengguan", assisting=["130406-renshe"]))
        assert decided["state"] == "dispatched"
        assert clocks_of(superior, case_id)["F7"]["state"] == "met"
        chosen = hall.sign_in("chengguan.duty")
        assert chosen.acknowledge(case_id).status_code == 200
        assert chosen.decide(case_id, "objection", reason=REASON).json()["code"] == "wrong_state"
        parts = chosen.get(f"/petitions/{case_id}/charges").json()["parts"]
        assert {part["party"]: part["seconds"] for part in parts}["arbiter"] == 24 * 3600
        assert sound(hall)

    def test_passed_on_too_often_the_matter_goes_to_the_joint_conference(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        case_id, office = answer.petition_id, hall.sign_in("xinfang.duty")
        sent_on(hall, case_id, "130406-chengguan", duty, office)
        sent_on(hall, case_id, "130406-zhujian", hall.sign_in("chengguan.duty"), office)
        hall.clock.forward(minutes=20)
        third = hall.sign_in("zhujian.duty")
        assert third.done(case_id, "objection", reason=REASON)["state"] == "disputed"
        assert office.decide(case_id, "arbitration", **ruling("130406-renshe")).json()["code"] == "forbidden"
        convenor = hall.sign_in("convenor")
        assert convenor.done(case_id, "arbitration", **ruling("130406-renshe"))["state"] == "dispatched"
        assert duty.acknowledge(case_id).status_code == 200
        assert sound(hall)

    def test_the_same_objection_right_twice_proposes_to_mend_the_catalogue(self, hall: Hall) -> None:
        office = hall.sign_in("xinfang.duty")
        for number in range(2):
            assert office.get("/duty-proposals").json()["items"] == []
            answer, duty = at_the_unit(hall, f"row-0000-000{number}")
            sent_on(hall, answer.petition_id, "130406-chengguan", duty, office)
        found = office.get("/duty-proposals").json()["items"]
        assert [(one["sent_to"], one["belongs_to"], one["times"]) for one in found] == [
            ("130406-renshe", "130406-chengguan", 2)
        ]
        assert hall.sign_in("shuili.duty").get("/duty-proposals").json()["items"] == []

    def test_where_the_petition_office_is_complained_of_the_district_stands_in_for_it(self, hall: Hall) -> None:
        body = registration(complained_of=(ComplainedOf(name="峰峰矿区信访局"),))
        case_id = registered(hall.kiosk(), "row-0000-0001", body).petition_id
        duty, district = hall.sign_in("renshe.duty"), hall.sign_in("quwei.duty")
        hall.clock.forward(minutes=20)
        assert duty.done(case_id, "objection", reason=REASON)["unit_name"] == "峰峰矿区区委区政府"
        district.done(case_id, "objection/decision", uphold=True, reason="同意退回重新转送。")
        assert district.dispatch(case_id, "130406-chengguan").status_code == 200
        for name in ("xinfang.duty", "xinfang.leader", "convenor"):
            assert hall.sign_in(name).get(f"/petitions/{case_id}").status_code == 404
        assert sound(hall)

    @pytest.mark.parametrize("step", ["objection", "dispute"])
    def test_the_complained_of_hears_nothing_of_a_quarrel_and_is_given_nothing(self, hall: Hall, step: str) -> None:
        body = registration(petitioner=WANG, complained_of=(ComplainedOf(name="区水利局"),))
        case_id = registered(hall.kiosk(), "row-0000-0009", body).petition_id
        duty, office = hall.sign_in("renshe.duty"), hall.sign_in("xinfang.duty")
        named = duty.decide(case_id, "objection", reason=REASON, belongs_to="130406-shuili").json()
        invented = duty.decide(case_id, "objection", reason=REASON, belongs_to="130406-nowhere").json()
        assert named == invented
        duty.done(case_id, "objection", reason=REASON)
        if step == "objection":
            office.done(case_id, "objection/decision", uphold=True, reason="同意退回重新转送。")
            assert office.dispatch(case_id, "130406-shuili").json()["fields"] == ["unit"]
        else:
            office.done(case_id, "objection/decision", uphold=False, reason="不同意退回。")
            duty.done(case_id, "dispute", reason="请上级裁定责任单位。")
            barred = hall.sign_in("quwei.leader").decide(case_id, "arbitration", **ruling("130406-shuili"))
            assert barred.json()["fields"] == ["unit"]
        with hall.session() as session:
            told = set(session.exec(select(Notice.account).where(Notice.case_id == case_id)).all())
        assert not told & {"shuili.duty", "shuili.leader"}
