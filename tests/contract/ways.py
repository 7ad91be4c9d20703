"""What must hold on every database beside the way of a matter: assignment, materials, mediation, recusal, follow-up."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from server.contract.v1 import ComplainedOf
from server.notify.tables import Notice
from tests.contract.hall import Hall, Staff, registered, registration
from tests.contract.intake import received
from tests.contract.way import OPINION, at_the_unit, clocks_of, sound

WORDS = "按照要求核实并说明有关情况。"


def running(staff: Staff, case_id: str) -> set[str]:
    clocks = staff.get(f"/petitions/{case_id}").json()["clocks"]
    return {clock["rule"] for clock in clocks if clock["state"] == "running"}


def refused(answer: Any, code: str) -> bool:
    return (
        answer.status_code in (403, 404, 409, 422) and answer.json()["code"] == code and bool(answer.json()["remedy"])
    )


class Ways:
    """Subclassed once per database; the subclass has a fixture `hall`."""

    def test_an_assigned_matter_has_the_limit_it_was_given_and_is_reported_on(self, hall: Hall) -> None:
        office, duty = hall.sign_in("xinfang.duty"), hall.sign_in("renshe.duty")
        unclear = registered(hall.kiosk(), "row-0000-0001", registration(text="请帮助我，情况复杂，说不清楚。"))
        case_id = unclear.petition_id
        assert refused(office.decide(case_id, "assign", days=20, requirement=WORDS), "wrong_state")
        sent = {"unit": "130406-renshe", "reason": "按职责分工确定", "report_days": 20}
        assert office.post(f"/petitions/{case_id}/dispatch", sent).status_code == 200
        clock = clocks_of(office, case_id)["R12"]
        assert (clock["limit"], clock["due_at"][:10]) == ("20日", "2026-03-23")
        assert refused(office.decide(case_id, "assign", days=30, requirement=WORDS), "wrong_state")
        duty.acknowledge(case_id)
        duty.done(case_id, "report", result=WORDS, report=WORDS)
        assert clocks_of(duty, case_id)["R12"]["state"] == "met"
        assert refused(duty.decide(case_id, "report", result=WORDS, report=WORDS), "wrong_state")
        hall.clock.forward(hours=1)
        office.done(case_id, "assign", days=30, requirement=WORDS)
        assert "R12" in running(duty, case_id)
        assert sound(hall)

    def test_a_matter_referred_down_brings_the_limit_of_who_referred_it(self, hall: Hall) -> None:
        office = hall.sign_in("xinfang.duty")
        made = received(office, "letter-0001", report_days=45)
        assert made.status_code == 200, made.text
        duty = hall.sign_in("renshe.duty")
        assert clocks_of(duty, made.json()["petition_id"])["R12"]["limit"] == "45日"
        assert received(office, "letter-0001", report_days=45).json()["replayed"]
        assert sound(hall)

    def test_the_sixty_days_run_for_claims_alone(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        assert refused(duty.decide(answer.petition_id, "accept", kind="accusation"), "invalid_request")
        duty.done(answer.petition_id, "accept", kind="suggestion")
        assert "R5" not in clocks_of(duty, answer.petition_id)
        assert sound(hall)

    def test_what_is_addressed_to_a_unit_itself_starts_its_own_fifteen_days(self, hall: Hall) -> None:
        duty = hall.sign_in("renshe.duty")
        made = received(duty, "direct-0001", form="F", level="county", reference="", direct=True)
        assert made.status_code == 200, made.text
        case_id = made.json()["petition_id"]
        assert duty.get(f"/petitions/{case_id}").json()["state"] == "acknowledged"
        assert {"R2", "F5"} <= running(duty, case_id)
        assert not {"R1", "R3", "R4"} & set(clocks_of(duty, case_id))
        # told at once: the limit is met in the same minute
        duty.done(case_id, "accept")
        duty.serve(case_id, hall.clock())
        assert clocks_of(duty, case_id)["R2"]["state"] == "met"
        assert sound(hall)

    def test_a_unit_does_not_keep_what_complains_of_itself(self, hall: Hall) -> None:
        duty = hall.sign_in("renshe.duty")
        named = {"summary": WORDS, "text": WORDS, "complained_of": [{"name": "区人社局"}]}
        made = received(duty, "direct-0002", direct=True, matter=named)
        assert made.status_code == 200, made.text
        assert duty.get(f"/petitions/{made.json()['petition_id']}").status_code == 404
        assert sound(hall)

    def test_mediation_ends_with_an_agreement_and_the_way_to_the_court(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        case_id = answer.petition_id
        begin = {"mediator": "和村镇人民调解委员会", "other_side": "用人单位", "willing": True}
        assert refused(duty.decide(case_id, "mediation", **begin | {"willing": False}), "invalid_request")
        assert refused(duty.decide(case_id, "mediation/result", agreed=True, text=WORDS), "wrong_state")
        duty.done(case_id, "mediation", **begin)
        assert refused(duty.decide(case_id, "mediation", **begin), "wrong_state")
        assert refused(duty.decide(case_id, "mediation/confirmation", court="区人民法院"), "wrong_state")
        assert "M1" in running(duty, case_id)
        hall.clock.forward(hours=5)
        duty.done(case_id, "mediation/result", agreed=True, text="双方同意十日内付清。")
        assert clocks_of(duty, case_id)["M1"]["state"] == "met"
        assert "M2" in running(duty, case_id)
        assert "司法确认" in duty.papers(case_id)[-1]["content"]["告知"]
        duty.done(case_id, "mediation/confirmation", court="峰峰矿区人民法院")
        assert clocks_of(duty, case_id)["M2"]["state"] == "met"
        assert sound(hall)

    def test_what_is_missing_is_said_once_and_in_time(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        case_id = answer.petition_id
        duty.done(case_id, "materials", materials=["申请书"])
        assert "X1" in running(duty, case_id)
        duty.done(case_id, "materials/missing", materials=["劳动合同", "工资条"])
        assert refused(duty.decide(case_id, "materials/missing", materials=["身份证"]), "wrong_state")
        assert "X1" in running(duty, case_id)
        duty.serve(case_id, hall.clock())
        assert clocks_of(duty, case_id)["X1"]["state"] == "met"
        assert sound(hall)

    def test_a_bad_rating_is_called_back_and_put_right(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        case_id = answer.petition_id
        assert refused(duty.decide(case_id, "callback", text=WORDS), "wrong_state")
        key = {"number": answer.number, "query_code": answer.query_code}
        assert hall.http.post("/api/v1/ratings", json={**key, "subject": "hall", "level": 2}).status_code == 200
        assert {"P1", "P2"} <= running(duty, case_id)
        duty.done(case_id, "callback", text=WORDS)
        duty.done(case_id, "rectified", text=WORDS)
        assert {clocks_of(duty, case_id)[rule]["state"] for rule in ("P1", "P2")} == {"met"}
        assert refused(duty.decide(case_id, "rectified", text=WORDS), "wrong_state")
        assert sound(hall)

    def test_an_accusation_has_the_limits_of_discipline_inspection_and_no_others(self, hall: Hall) -> None:
        text = "举报和村镇党委书记贪污受贿，侵占集体资产，以权谋私。"
        named = (ComplainedOf(name="某某", kind="person", post="和村镇党委书记"),)
        answer = registered(hall.kiosk(), "row-0000-0001", registration(text=text, complained_of=named))
        case_id, desk = answer.petition_id, hall.sign_in("jiwei.duty")
        assert {"J1", "J3"} <= running(desk, case_id)
        assert not {"R3", "R4", "R5"} & set(clocks_of(desk, case_id))
        hall.clock.forward(minutes=5)
        desk.acknowledge(case_id)
        desk.done(case_id, "accept", kind="accusation")
        desk.serve(case_id, hall.clock())
        assert {clocks_of(desk, case_id)[rule]["state"] for rule in ("J1", "J3")} == {"met"}
        assert "R5" not in clocks_of(desk, case_id)
        desk.done(case_id, "opinion", **OPINION)
        desk.serve(case_id, hall.clock())
        assert refused(desk.decide(case_id, "feedback", text=WORDS), "wrong_state")
        desk.done(case_id, "finalize", reason="调查完毕。。", agreed=True)
        assert "J2" in running(desk, case_id)
        desk.done(case_id, "feedback", text=WORDS)
        assert clocks_of(desk, case_id)["J2"]["state"] == "met"
        assert sound(hall)

    def test_a_recused_person_knows_nothing_more_and_a_recused_unit_loses_the_matter(self, hall: Hall) -> None:
        answer, duty = at_the_unit(hall)
        case_id, leader = answer.petition_id, hall.sign_in("renshe.leader")
        reason = "与信访人有直接利害关系。"
        assert refused(duty.decide(case_id, "recusal", reason=reason), "invalid_request")
        assert refused(duty.decide(case_id, "recusal", unit="130406-nowhere", reason=reason), "invalid_request")
        assert duty.done(case_id, "recusal", account="convenor", reason=reason) == {"recalled": False}
        convenor = hall.sign_in("convenor")
        assert convenor.get(f"/petitions/{case_id}").status_code == 404
        assert convenor.inbox() == []
        assert sound(hall)
        with hall.session() as session:
            before = len(session.exec(select(Notice).where(Notice.account == "renshe.duty")).all())
        assert leader.done(case_id, "recusal", unit="130406-renshe", reason=reason) == {"recalled": True}
        for staff in (duty, leader):
            assert staff.get(f"/petitions/{case_id}").status_code == 404
        office = hall.sign_in("xinfang.duty")
        assert office.get(f"/petitions/{case_id}").json()["state"] == "screening"
        assert {"F6"} <= running(office, case_id)
        assert office.dispatch(case_id, "130406-renshe").json()["fields"] == ["unit"]
        assert office.dispatch(case_id, "130406-chengguan").status_code == 200
        with hall.session() as session:
            assert len(session.exec(select(Notice).where(Notice.account == "renshe.duty")).all()) == before
        assert sound(hall)

    def test_danger_and_heating_in_its_season_have_the_short_limits_of_the_hotlines(self, hall: Hall) -> None:
        kiosk, office = hall.kiosk(), hall.sign_in("xinfang.duty")
        said = {
            "小区停暖两天，暖气不热，请求恢复供暖。": ({"heating_season", "utilities"}, {"H3", "T2"}),
            "小区自来水停水三天，请求恢复供水。": ({"utilities"}, {"H1", "T2"}),
            "楼道燃气泄漏，请求马上处理。": ({"danger", "utilities"}, {"T1", "T2"}),
            "请帮助我，情况复杂，说不清楚。": (set(), {"F6"}),
        }
        for number, (words, (_, rules)) in enumerate(said.items()):
            answer = registered(kiosk, f"row-0000-100{number}", registration(hall.clock(), text=words))
            assert rules <= {clock.rule for clock in answer.clocks}, words
        # the desk reads more in it than the words say, and its word counts, also when the history is counted again
        sent = {"unit": "130406-zhujian", "reason": "墙体开裂，随时可能倒塌。", "category": "030503", "danger": True}
        assert office.post(f"/petitions/{answer.petition_id}/dispatch", sent).status_code == 200
        duty = hall.sign_in("zhujian.duty")
        assert {"T1", "T2", "H3"} <= running(duty, answer.petition_id)
        assert "T3" not in running(duty, answer.petition_id)
        assert duty.get(f"/petitions/{answer.petition_id}").json()["sorts"] == ["danger", "heating_season", "utilities"]
        assert sound(hall)

    def test_materials_asked_for_stop_the_time_where_the_law_says_so_and_nowhere_else(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        duty = hall.sign_in("renshe.duty")
        cases = {}
        for number, procedure in enumerate(("petition", "disclosure", "reconsideration", "licensing", "enforcement")):
            answer = registered(kiosk, f"row-0000-200{number}", registration(hall.clock()))
            duty.acknowledge(answer.petition_id)
            cases[procedure] = answer.petition_id
            assert duty.done(answer.petition_id, "accept", procedure=procedure)["state"] == "accepted"
            duty.done(answer.petition_id, "materials/missing", materials=["身份证明", "申请书"])
            hall.clock.forward(minutes=1)
            duty.serve(answer.petition_id, hall.clock())
        assert refused(
            duty.decide(cases["petition"], "accept", kind="suggestion", procedure="disclosure"), "wrong_state"
        )
        rule = {"petition": "R5", "disclosure": "D1", "reconsideration": "A1", "licensing": "X2"}
        stood = {procedure: clocks_of(duty, cases[procedure])[one] for procedure, one in rule.items()}
        assert {procedure: clock["paused"] for procedure, clock in stood.items()} == {
            **dict.fromkeys(("disclosure", "reconsideration", "licensing"), True),
            "petition": False,
        }
        for procedure, article in (
            ("disclosure", "第三十条"),
            ("reconsideration", "第二十九条"),
            ("licensing", "第三十二条"),
        ):
            assert article in stood[procedure]["pauses"][0]["reason"]
            assert article not in duty.papers(cases["petition"])[-1]["content"]["依据"] or procedure == "licensing"
        assert not {"R5", "D1", "A1", "X2"} & set(clocks_of(duty, cases["enforcement"]))
        hall.clock.forward(days=10)
        duty.renew()
        for case_id in cases.values():
            duty.done(case_id, "materials", materials=["身份证明", "申请书"])
        now = {procedure: clocks_of(duty, cases[procedure])[one] for procedure, one in rule.items()}
        assert {procedure: now[procedure]["due_at"][:10] for procedure in rule} == {
            "petition": "2026-05-06",
            # twenty working days from the day the rest came, 12 March
            **dict.fromkeys(("disclosure", "licensing"), "2026-04-10"),
            # sixty days, and the ten of waiting
            "reconsideration": "2026-05-11",
        }
        assert not any(clock["paused"] for clock in now.values())
        leader = hall.sign_in("renshe.leader")
        more = {"days": 10, "reason": "需要征求第三方意见。"}
        assert refused(leader.decide(cases["enforcement"], "extend", **more), "wrong_state")
        assert "X1" not in running(duty, cases["licensing"])
        assert sound(hall)

    def test_each_lawful_way_is_made_longer_as_its_own_law_allows(self, hall: Hall) -> None:
        kiosk, duty, leader = hall.kiosk(), hall.sign_in("renshe.duty"), hall.sign_in("renshe.leader")
        # how long, whose law, what one more would be, and where the limit ends then
        ways = {
            "petition": ("R5", 30, "《信访工作条例》第三十四条", "60日+30日", "2026-06-01"),
            "reconsideration": ("A1", 30, "《行政复议法》第六十二条", "60日+30日", "2026-06-01"),
            "disclosure": ("D1", 20, "《政府信息公开条例》第三十三条", "20个工作日+20个工作日", "2026-04-28"),
            "licensing": ("X2", 10, "《行政许可法》第四十二条", "20个工作日+10个工作日", "2026-04-14"),
        }
        for number, (procedure, (rule, most, law, limit, end)) in enumerate(ways.items()):
            answer = registered(kiosk, f"row-0000-300{number}", registration(hall.clock()))
            duty.acknowledge(answer.petition_id)
            duty.done(answer.petition_id, "accept", procedure=procedure)
            more = {"reason": "案情复杂，需要委托鉴定。"}
            assert refused(duty.decide(answer.petition_id, "extend", days=1, **more), "forbidden")
            leader.done(answer.petition_id, "extend", days=most - 1, **more)
            assert refused(leader.decide(answer.petition_id, "extend", days=2, **more), "invalid_request")
            leader.done(answer.petition_id, "extend", days=1, **more)
            clock = clocks_of(duty, answer.petition_id)[rule]
            assert (clock["limit"], clock["due_at"][:10]) == (limit, end), procedure
            paper = duty.papers(answer.petition_id)[-1]["content"]
            assert law in paper["依据"]
            assert paper["新期限"] == end
            assert refused(leader.decide(answer.petition_id, "extend", days=1, **more), "invalid_request")
        assert sound(hall)
