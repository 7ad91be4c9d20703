"""What must hold on every database of matters that do not come through a terminal, and of sealed ones."""

from __future__ import annotations

from typing import Any

from sqlmodel import func, select

from server.cases.tables import CaseEvent, PetitionCase
from server.contract.v1 import ComplainedOf, Outcome
from server.notify.tables import Notice
from tests.contract.hall import LI, WAGES, Hall, Staff, registered, registration
from tests.contract.way import OPINION, clocks_of, sound

ACCUSATION = "举报和村镇党委书记贪污受贿，侵占集体资产，以权谋私。"


def received(staff: Staff, key: str, **more: Any) -> Any:
    body = {
        "form": "X",
        "level": "province",
        "reference": "冀信2026-0001",
        "received_at": "2026-03-02T02:00:00Z",
        "petitioner": LI.model_dump(mode="json"),
        "matter": {"summary": WAGES, "text": WAGES},
    }
    headers = {"X-Hall-CSRF": staff.csrf, "Idempotency-Key": key}
    return staff.http.post("/api/v1/petitions/received", json=body | more, headers=headers)


class Intake:
    """Subclassed once per database; the subclass has a fixture `hall`."""

    def test_a_letter_referred_down_goes_the_same_way_without_the_minutes_of_the_hall(self, hall: Hall) -> None:
        office = hall.sign_in("xinfang.duty")
        made = received(office, "letter-0001")
        assert made.status_code == 200, made.text
        answer = made.json()
        assert answer["number"][12] == "X"
        rules = {clock["rule"] for clock in answer["clocks"]}
        assert {"F2", "F5", "R3", "R4"} <= rules
        assert not {"F1", "F3"} & rules
        again = received(office, "letter-0001").json()
        assert (again["replayed"], again["number"]) == (True, answer["number"])
        assert received(office, "letter-0001", level="city").json()["code"] == "key_reused"
        file = hall.sign_in("renshe.duty").get(f"/petitions/{answer['petition_id']}").json()
        assert (file["form"], file["level"], file["reference"]) == ("letter", "province", "冀信2026-0001")
        assert sound(hall)

    def test_only_the_desk_of_the_petition_office_writes_down_what_came_otherwise(self, hall: Hall) -> None:
        for name in ("renshe.duty", "xinfang.leader", "convenor"):
            assert received(hall.sign_in(name), "letter-0001").json()["code"] == "forbidden"
        office = hall.sign_in("xinfang.duty")
        assert received(office, "letter-0002", form="Z").status_code == 422
        assert received(office, "letter-0003", received_at="2026-03-03T02:00:00Z").json()["fields"] == ["registered_at"]

    def test_a_sealed_envelope_leaves_a_number_and_nothing_else(self, hall: Hall) -> None:
        office = hall.sign_in("xinfang.duty")
        made = office.post("/envelopes", {"received_at": "2026-03-02T02:00:00Z"})
        assert made.status_code == 200, made.text
        with hall.session() as session:
            assert session.exec(select(func.count()).select_from(PetitionCase)).one() == 0
            assert session.exec(select(func.count()).select_from(CaseEvent)).one() == 0
            assert session.exec(select(Notice.account)).all() == ["jiwei.duty"]
        told = office.post("/envelopes", {"received_at": "2026-03-02T02:00:00Z", "text": ACCUSATION})
        assert told.status_code == 422
        assert sound(hall)

    def test_a_sealed_matter_goes_to_its_end_at_the_discipline_desk_alone(self, hall: Hall) -> None:
        named = (ComplainedOf(name="某某", kind="person", post="和村镇党委书记"),)
        answer = registered(hall.kiosk(), "row-0000-0001", registration(text=ACCUSATION, complained_of=named))
        assert answer.decision.outcome is Outcome.RESTRICTED
        case_id, desk = answer.petition_id, hall.sign_in("jiwei.duty")
        hall.clock.forward(minutes=5)
        desk.acknowledge(case_id)
        assert desk.decide(case_id, "objection", reason="不属于本机关管理权限，应当移送有管辖权的机关。").json()[
            "code"
        ] == ("wrong_state")
        desk.done(case_id, "opinion", **OPINION)
        desk.serve(case_id, hall.clock())
        assert clocks_of(desk, case_id)["F5"]["state"] == "met"
        office = hall.sign_in("xinfang.duty")
        assert office.decide(case_id, "finalize", reason="已办结，材料齐全。").status_code == 404
        assert desk.done(case_id, "finalize", reason="实名反馈完毕。", agreed=True)["state"] == "final"
        with hall.session() as session:
            told = set(session.exec(select(Notice.account).where(Notice.case_id == case_id)).all())
        assert told == {"jiwei.duty"}
        assert sound(hall)
