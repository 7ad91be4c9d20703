"""What must hold on every database of the way of a matter through the unit: its steps, its papers, its end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from server.cases import proof
from server.contract.v1 import RegisterResponse
from tests.contract.hall import Hall, Staff, registered, registration

OPINION: dict[str, Any] = {
    "outcome": "supported",
    "facts": "经核实，所反映的拖欠工资情况属实。",
    "opinion": "责令用人单位十日内支付拖欠的工资。",
    "basis": "《保障农民工工资支付条例》第三条",
}
VERDICT = {
    "verdict": "upheld",
    "facts": "原处理意见认定事实清楚，依据充分。",
    "opinion": "维持原处理意见。",
    "basis": "《信访工作条例》第三十五条",
}


def at_the_unit(hall: Hall, key: str = "row-0000-0001") -> tuple[RegisterResponse, Staff]:
    """A matter that its unit has acknowledged."""
    answer = registered(hall.kiosk(), key, registration(hall.clock()))
    duty = hall.sign_in("renshe.duty")
    hall.clock.forward(minutes=2)
    assert duty.acknowledge(answer.petition_id).status_code == 200
    return answer, duty


def clocks_of(staff: Staff, case_id: str) -> dict[str, dict[str, Any]]:
    return {clock["rule"]: clock for clock in staff.get(f"/petitions/{case_id}").json()["clocks"]}


def sound(hall: Hall) -> bool:
    with hall.work() as work:
        return proof.verify(work) + proof.numbers_used_once(work) == []


class Way:
    """Subclassed once per database; the subclass has a fixture `hall`."""

    def test_from_arrival_to_archive_every_step_leaves_its_paper_and_moves_its_clock(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        case_id = answer.petition_id
        arrived = hall.clock.forward(minutes=10)
        assert duty.done(case_id, "arrive", arrived_at=arrived.isoformat())["state"] == "on_scene"
        hall.clock.forward(minutes=30)
        assert (
            duty.done(case_id, "conclude", summary="已听取陈述，将核实工资表。", settled=False)["state"]
            == "interviewed"
        )
        clocks = clocks_of(duty, case_id)
        assert (clocks["F3"]["state"], clocks["F4"]["state"]) == ("met", "met")
        assert "R5" not in clocks
        hall.clock.forward(days=1)
        assert duty.done(case_id, "accept")["state"] == "accepted"
        assert [paper["kind"] for paper in duty.papers(case_id)] == ["acceptance"]
        assert duty.serve(case_id, hall.clock())["state"] == "accepted"
        clocks = clocks_of(duty, case_id)
        assert (clocks["R3"]["state"], clocks["R5"]["state"]) == ("met", "running")
        before = clocks["R5"]["due_at"]
        duty.done(case_id, "notes", text="已约谈用人单位负责人。")
        assert clocks_of(duty, case_id)["R5"]["due_at"] == before
        hall.clock.forward(days=10)
        assert duty.done(case_id, "opinion", **OPINION)["state"] == "answered"
        office = hall.sign_in("xinfang.duty")
        assert office.decide(case_id, "finalize", reason="已办结，材料齐全。").json()["code"] == "wrong_state"
        paper = duty.papers(case_id)[-1]
        assert paper["content"]["依据"] == OPINION["basis"]
        assert [one["seq"] for one in duty.get("/papers").json()["items"]][-1] == paper["seq"]
        assert duty.decide(case_id, f"papers/{paper['seq']}/printed").status_code == 200
        assert duty.decide(case_id, f"papers/{paper['seq']}/printed").json()["code"] == "wrong_state"
        assert duty.serve(case_id, hall.clock())["state"] == "delivered"
        assert clocks_of(duty, case_id)["F5"]["state"] == "met"
        assert office.decide(case_id, "finalize", reason="已办结，材料齐全。").json()["code"] == "wrong_state"
        hall.clock.forward(days=45)
        assert duty.decide(case_id, "finalize", reason="已办结，材料齐全。").json()["code"] == "forbidden"
        assert office.done(case_id, "finalize", reason="复查期限已满，材料齐全。")["state"] == "final"
        assert office.done(case_id, "archive")["state"] == "archived"
        assert office.done(case_id, "reopen", new_facts="发现新的工资欠条，需要重新核实。")["state"] == "dispatched"
        assert sound(hall)

    def test_of_two_decisions_at_once_one_is_taken_and_the_other_told(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        case_id = answer.petition_id
        version = duty.get(f"/petitions/{case_id}").json()["version"]
        accept = (f"/petitions/{case_id}/accept", {"version": version})
        refuse = (
            f"/petitions/{case_id}/refuse",
            {"version": version, "ground": "N3", "facts": "不属于本单位的职权范围。"},
        )
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda one: duty.post(*one), (accept, refuse)))
        assert sorted(one.status_code for one in answers) == [200, 409], [one.text for one in answers]
        assert next(one for one in answers if one.status_code == 409).json()["code"] == "conflict"
        assert len(duty.papers(case_id)) == 1
        assert sound(hall)

    def test_a_clock_that_runs_out_between_reading_and_deciding_is_no_conflict(self, hall: Hall) -> None:
        from server.worker import sweep

        answer, duty = at_the_unit(hall)
        version = duty.get(f"/petitions/{answer.petition_id}").json()["version"]
        hall.clock.forward(hours=2)
        sweep(hall.centre)
        assert duty.post(f"/petitions/{answer.petition_id}/accept", {"version": version}).status_code == 200

    def test_a_refusal_names_its_ground_and_queues_the_paper_of_that_ground(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        refusal = {"ground": "N5", "facts": "劳动争议已由仲裁委员会受理。", "guidance": "区劳动人事争议仲裁院"}
        assert duty.done(answer.petition_id, "refuse", **refusal)["state"] == "not_accepted"
        paper = duty.papers(answer.petition_id)[0]
        assert (paper["kind"], paper["content"]["依据"]) == ("procedure", "《信访工作条例》第三十一条")
        office = hall.sign_in("convenor")
        assert office.decide(answer.petition_id, "archive").json()["code"] == "forbidden"
        hall.clock.forward(minutes=5)
        duty.serve(answer.petition_id, hall.clock())
        clocks = clocks_of(duty, answer.petition_id)
        assert (clocks["R3"]["state"], clocks["F5"]["state"]) == ("met", "met")
        # the petition office hears of it, and files it away
        assert hall.sign_in("xinfang.duty").done(answer.petition_id, "archive")["state"] == "archived"
        assert sound(hall)

    def test_who_gave_no_name_is_owed_no_notice(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        duty.done(answer.petition_id, "refuse", ground="N8", facts="姓名和住址均不清楚，无法联系。")
        assert duty.papers(answer.petition_id) == []
        assert clocks_of(duty, answer.petition_id)["R3"]["state"] == "met"

    def test_more_time_is_approved_by_the_head_in_time_and_at_most_thirty_days(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        case_id, leader = answer.petition_id, hall.sign_in("renshe.leader")
        duty.done(case_id, "accept")
        reason = "需要委托鉴定，鉴定尚未完成。"
        assert duty.decide(case_id, "extend", days=10, reason=reason).json()["code"] == "forbidden"
        assert leader.decide(case_id, "extend", days=31, reason=reason).json()["fields"] == ["days"]
        assert leader.decide(case_id, "extend", days=10, reason="").status_code == 422
        assert duty.decide(case_id, "extension", days=31, reason=reason).json()["fields"] == ["days"]
        before = clocks_of(duty, case_id)["R5"]["due_at"]
        duty.done(case_id, "extension", days=20, reason=reason)
        assert clocks_of(duty, case_id)["R5"]["due_at"] == before, "asking moves no limit"
        assert leader.get("/notices").json()["items"][0]["title"] == "有一件事项待批准延期"
        assert duty.decide(case_id, "extension", days=10, reason=reason).json()["code"] == "wrong_state"
        leader.done(case_id, "extend", days=20, reason=reason)
        assert leader.decide(case_id, "extend", days=11, reason=reason).json()["fields"] == ["days"]
        # 2026-03-02 and 80 days
        assert clocks_of(duty, case_id)["R5"]["due_at"].startswith("2026-05-21")
        paper = duty.papers(case_id)[-1]
        assert (paper["kind"], paper["content"]["理由"]) == ("extension", reason)
        hall.clock.forward(days=95)
        assert leader.decide(case_id, "extend", days=1, reason=reason).json()["code"] == "limit_passed"
        assert sound(hall)

    def test_review_goes_one_level_up_and_re_review_another_and_then_it_is_final(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        case_id, office = answer.petition_id, hall.sign_in("xinfang.duty")
        hall.clock.forward(days=1)
        duty.done(case_id, "opinion", **OPINION)
        duty.serve(case_id, hall.clock())
        asked = hall.clock.forward(days=5)
        request = {"asked_at": asked.isoformat(), "reason": "认为少算了两个月的工资。"}
        assert duty.decide(case_id, "review", **request).json()["code"] == "forbidden"
        assert office.done(case_id, "review", **request)["state"] == "review"
        district = hall.sign_in("quwei.duty")
        assert clocks_of(district, case_id)["R8"]["state"] == "running"
        hall.clock.forward(days=3)
        assert district.done(case_id, "review/decision", **VERDICT)["state"] == "review_answered"
        assert district.serve(case_id, hall.clock())["state"] == "review_delivered"
        asked = hall.clock.forward(days=2)
        # above the district this centre knows nobody: the petition office forwards it
        assert (
            office.done(case_id, "review", asked_at=asked.isoformat(), reason="仍不服复查意见。")["state"] == "recheck"
        )
        due = datetime.fromisoformat(clocks_of(office, case_id)["R10"]["due_at"])
        assert office.decide(case_id, "review/hearing", begins=False).json()["code"] == "wrong_state"
        office.done(case_id, "review/hearing", begins=True)
        hall.clock.forward(days=12)
        office.done(case_id, "review/hearing", begins=False)
        assert (datetime.fromisoformat(clocks_of(office, case_id)["R10"]["due_at"]) - due).days >= 11
        office.done(case_id, "review/decision", **VERDICT)
        assert office.serve(case_id, hall.clock())["state"] == "recheck_delivered"
        assert office.decide(case_id, "review", **request).json()["code"] == "wrong_state"
        assert office.done(case_id, "finalize", reason="三级办理终结，依法不再受理。")["state"] == "final"
        assert sound(hall)

    def test_review_asked_a_day_too_late_is_answered_with_a_paper_and_not_accepted(self, hall: Hall) -> None:
        hall.clock.now = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)
        answer, duty = at_the_unit(hall)
        case_id, office = answer.petition_id, hall.sign_in("xinfang.duty")
        hall.clock.now = datetime(2026, 1, 16, 2, 0, tzinfo=UTC)
        duty.done(case_id, "opinion", **OPINION)
        duty.serve(case_id, hall.clock())
        due = clocks_of(duty, case_id)["R7"]["due_at"]
        assert due.startswith("2026-02-24T23:59:59")
        hall.clock.now = datetime(2026, 2, 25, 2, 0, tzinfo=UTC)
        late = office.done(case_id, "review", asked_at=hall.clock().isoformat(), reason="不服处理意见。")
        assert late["state"] == "delivered"
        paper = office.papers(case_id)[-1]
        assert (paper["kind"], "第三十五条" in paper["content"]["依据"]) == ("refusal", True)
        in_time = datetime(2026, 2, 24, 8, 0, tzinfo=UTC).isoformat()
        assert office.done(case_id, "review", asked_at=in_time, reason="邮寄的请求迟到登记。")["state"] == "review"

    def test_ratings_need_number_and_code_and_count_once_a_subject(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        key = {"number": answer.number, "query_code": answer.query_code}

        def rate(**body: object) -> Any:
            return hall.http.post("/api/v1/ratings", json={**key, **body})

        assert rate(subject="hall", level=5).status_code == 200
        assert rate(subject="hall", level=1).json()["code"] == "conflict"
        assert rate(subject="unit", level=0).json()["code"] == "wrong_state"
        assert rate(subject="unit", level=5).json()["fields"] == ["level"]
        assert rate(subject="office", level=3, reason="等候太久").status_code == 200
        assert rate(subject="office", level=0, query_code="22222222222").json()["code"] == "not_found"
        hall.clock.forward(minutes=5)
        duty.done(answer.petition_id, "opinion", **OPINION)
        duty.serve(answer.petition_id, hall.clock())
        assert rate(subject="unit", level=0).status_code == 200
        assert sound(hall)
