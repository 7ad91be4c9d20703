"""What must hold on every database when people come again, come together, or come for others."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from server.cases.progress import progress
from server.cases.tables import CasePerson, Person, PetitionCase
from server.contract.v1 import ComplainedOf, LookupResponse, RegisterRequest
from server.invariants.every import failures
from tests.contract.hall import LI, WAGES, WANG, Hall, refused, registered, registration, send
from tests.contract.way import sound

ROAD = "村口的道路坑洼多年没有维修，下雨积水，请求修路。"


def with_people(count: int, **more: Any) -> RegisterRequest:
    body = registration()
    return body.model_copy(update={"matter": body.matter.model_copy(update={"persons_present": count}), **more})


def flags(hall: Hall, case_id: str) -> tuple[bool, bool]:
    with hall.session() as session:
        case = session.get_one(PetitionCase, case_id)
        return case.first_here, case.repeat


class Again:
    """Subclassed once per database; the subclass has a fixture `hall`."""

    def test_the_same_matter_again_is_a_repeat_and_another_one_is_not(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        first = registered(kiosk, "row-0000-0001", registration())
        hall.clock.forward(days=9)
        again = registered(kiosk, "row-0000-0002", registration(hall.clock(), text=WAGES + "至今没有结果。"))
        other = registered(kiosk, "row-0000-0003", registration(hall.clock(), text=ROAD))
        stranger = registered(kiosk, "row-0000-0004", registration(hall.clock(), petitioner=WANG))
        assert flags(hall, first.petition_id) == (True, False)
        assert flags(hall, again.petition_id) == (False, True)
        assert flags(hall, other.petition_id) == (True, False)
        assert flags(hall, stranger.petition_id) == (True, False)
        duty = hall.sign_in("renshe.duty")
        found = duty.get(f"/petitions/{again.petition_id}/similar").json()["items"]
        assert [(one["number"], one["likely"]) for one in found] == [(first.number, True)]
        assert found[0]["reasons"]

    def test_a_letter_without_a_document_is_known_by_name_and_phone(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        without = LI.model_copy(update={"id_number": ""})
        letter = registered(kiosk, "row-0000-0001", registration(petitioner=without))
        namesake = registered(
            kiosk, "row-0000-0002", registration(petitioner=without.model_copy(update={"name": "柳"}))
        )
        hall.clock.forward(days=2)
        visit = registered(kiosk, "row-0000-0003", registration(hall.clock()))
        call = registered(kiosk, "row-0000-0004", registration(hall.clock(), petitioner=without))
        asked = (letter, namesake, visit, call)
        assert [flags(hall, one.petition_id)[1] for one in asked] == [False, False, True, True]
        found = kiosk.lookup("111", LI.id_number)
        assert isinstance(found, LookupResponse)
        assert {matter.number for matter in found.matters} == {letter.number, visit.number, call.number}
        relative = registered(
            kiosk, "row-0000-0005", registration(petitioner=WANG.model_copy(update={"phone": LI.phone}))
        )
        assert flags(hall, relative.petition_id) == (True, False)
        assert sound(hall)

    def test_a_kiosk_is_told_of_a_like_matter_before_it_registers(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        first = registered(kiosk, "row-0000-0001", registration())
        registered(kiosk, "row-0000-0002", registration(text=ROAD))
        ask = {"id_number": LI.id_number, "text": "工地拖欠我的工资八个月没有发，请求追讨工资。"}
        found = hall.post_signed("/api/v1/visitors/similar", ask).json()
        assert [matter["number"] for matter in found["matters"]] == [first.number]
        assert found["matters"][0]["likeness"] >= 0.5

    def test_a_visit_that_continues_goes_where_the_matter_is_in_hand_unless_it_complains_of_that_unit(
        self, hall: Hall
    ) -> None:
        kiosk, unclear = hall.kiosk(), "请帮助我，情况复杂，说不清楚。"
        first = registered(kiosk, "row-0000-0001", registration(text=unclear))
        again = registration(hall.clock(), text=unclear, continues=first.number)
        waiting = registered(kiosk, "row-0000-0002", again)
        assert waiting.decision.unit is None, "nobody has it in hand yet"
        hall.sign_in("xinfang.duty").dispatch(first.petition_id, "130406-shuili")
        joined = registered(kiosk, "row-0000-0003", again)
        assert joined.decision.unit is not None
        assert joined.decision.unit.code == "130406-shuili"
        assert "正由该单位办理" in joined.decision.reason
        named = (ComplainedOf(name="区水利局"),)
        apart = registration(hall.clock(), text=unclear, continues=first.number, complained_of=named)
        assert registered(kiosk, "row-0000-0004", apart).decision.unit is None
        stranger = registration(hall.clock(), petitioner=WANG, text=unclear, continues=first.number)
        assert registered(kiosk, "row-0000-0005", stranger).decision.unit is None
        assert sound(hall)

    def test_a_repeat_is_merged_and_both_histories_stay(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        first = registered(kiosk, "row-0000-0001", registration())
        second = registered(kiosk, "row-0000-0002", registration(petitioner=WANG))
        duty = hall.sign_in("renshe.duty")
        into = {"into": first.number, "reason": "同一工地同一事项，合并办理。"}
        assert duty.decide(second.petition_id, "merge", into=second.number, reason="并入自己。。").status_code == 422
        assert hall.sign_in("shuili.duty").decide(second.petition_id, "merge", **into).status_code == 404
        assert duty.done(second.petition_id, "merge", **into)["number"] == first.number
        merged = duty.get(f"/petitions/{second.petition_id}").json()
        assert merged["state"] == "merged"
        # the right to object is no debt; everything that was owed here is owed by the other one
        assert {clock["rule"] for clock in merged["clocks"] if clock["state"] == "running"} <= {"R4"}
        assert duty.decide(second.petition_id, "accept").json()["code"] == "wrong_state"
        found = kiosk.lookup("111", WANG.id_number)
        assert isinstance(found, LookupResponse)
        assert {matter.number for matter in found.matters} == {first.number, second.number}
        assert sound(hall)

    def test_a_mistaken_merge_is_undone_as_if_it_had_never_been_and_its_time_counts(self, hall: Hall) -> None:
        kiosk, duty = hall.kiosk(), hall.sign_in("renshe.duty")
        first = registered(kiosk, "row-0000-0001", registration())
        second = registered(kiosk, "row-0000-0002", registration(petitioner=WANG))
        third = registered(kiosk, "row-0000-0003", registration(petitioner=LI.model_copy(update={"id_number": ""})))
        before = duty.get(f"/petitions/{second.petition_id}/clocks").json()["clocks"]
        reason = {"reason": "经核对不是同一事项，恢复单独办理。"}
        assert duty.decide(second.petition_id, "unmerge", **reason).json()["code"] == "wrong_state"
        into = {"into": first.number, "reason": "同一工地同一事项，合并办理。"}
        duty.done(second.petition_id, "merge", **into)
        duty.done(first.petition_id, "merge", into=third.number, reason="再次合并到后登记的事项。")
        hall.clock.forward(minutes=20)
        assert duty.done(second.petition_id, "unmerge", **reason)["state"] == "dispatched"
        assert duty.decide(second.petition_id, "unmerge", **reason).json()["code"] == "wrong_state"
        after = duty.get(f"/petitions/{second.petition_id}/clocks").json()["clocks"]
        assert [(one["rule"], one["due_at"], one["met_at"]) for one in after] == [
            (one["rule"], one["due_at"], one["met_at"]) for one in before
        ]
        found = kiosk.lookup("111", WANG.id_number)
        assert isinstance(found, LookupResponse)
        assert {matter.number for matter in found.matters} == {second.number}, "the others' matters are closed again"
        charges = duty.get(f"/petitions/{second.petition_id}/charges").json()
        assert next(one["seconds"] for one in charges["parts"] if one["party"] == "unit") == 20 * 60
        assert duty.acknowledge(second.petition_id).status_code == 200
        assert duty.done(first.petition_id, "unmerge", **reason)["state"] == "dispatched"
        assert sound(hall)
        with hall.work() as work:
            # nobody reads notices in this test
            assert {one.invariant for one in failures(work)} <= {"notices"}

    def test_matters_that_keep_different_people_away_are_never_merged(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        one = registered(kiosk, "row-0000-0001", registration())
        named = (ComplainedOf(name="区水利局"),)
        other = registered(kiosk, "row-0000-0002", registration(petitioner=WANG, complained_of=named))
        duty = hall.sign_in("renshe.duty")
        for case, into in ((one, other), (other, one)):
            answer = duty.decide(case.petition_id, "merge", into=into.number, reason="看起来是同一事项。")
            assert answer.json()["fields"] == ["into"]

    def test_one_visit_with_two_matters_is_split_and_its_limits_count_from_the_visit(self, hall: Hall) -> None:
        named = (ComplainedOf(name="区水利局"),)
        answer = registered(hall.kiosk(), "row-0000-0001", registration(complained_of=named))
        came = hall.clock()
        hall.clock.forward(hours=1)
        duty = hall.sign_in("renshe.duty")
        made = duty.decide(answer.petition_id, "split", summary=ROAD, reason="道路问题不属于本单位。")
        assert made.status_code == 200, made.text
        part = made.json()["matter"]
        office = hall.sign_in("xinfang.duty")
        file = office.get(f"/petitions/{part['petition_id']}").json()
        assert (file["state"], file["summary"], file["continues"]) == ("screening", ROAD, answer.petition_id)
        started = {clock["rule"]: clock["started_at"] for clock in file["clocks"]}
        assert started["F5"].startswith(came.astimezone().isoformat()[:10])
        assert office.dispatch(part["petition_id"], "130406-shuili").json()["fields"] == ["unit"]
        with hall.work("public") as work:
            shown = progress(work, part["number"], made.json()["query_code"])
        assert shown.state == "screening"
        assert sound(hall)

    @pytest.mark.parametrize(("count", "group"), [(4, False), (5, True), (6, True)])
    def test_a_group_is_a_group_from_the_number_the_centre_sets(self, hall: Hall, count: int, group: bool) -> None:
        answer = registered(hall.kiosk(), "row-0000-0001", with_people(count))
        with hall.session() as session:
            assert session.get_one(PetitionCase, answer.petition_id).collective is group
        # more than five people, and nobody to speak for them: they are asked, not turned away
        assert any("代表" in step for step in answer.receipt.next_steps) is (count > 5)

    def test_representatives_are_at_most_five_and_found_by_their_own_cards(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        many = with_people(9, representatives=(WANG,) * 5)
        assert refused(send(kiosk, "row-0000-0001", many)) == "invalid_request"
        answer = registered(kiosk, "row-0000-0002", with_people(9, representatives=(WANG,)))
        assert not any("代表" in step for step in answer.receipt.next_steps)
        found = kiosk.lookup("111", WANG.id_number)
        assert isinstance(found, LookupResponse)
        assert [matter.number for matter in found.matters] == [answer.number]
        others = hall.sign_in("renshe.duty").get(f"/petitions/{answer.petition_id}").json()["others"]
        assert [(one["part"], one["name"]) for one in others] == [("representative", WANG.name)]
        masked = hall.sign_in("renshe.leader").get(f"/petitions/{answer.petition_id}").json()["others"]
        assert WANG.name not in str(masked)

    def test_who_speaks_for_another_is_written_down_with_the_other(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        answer = registered(kiosk, "row-0000-0001", registration().model_copy(update={"on_behalf_of": WANG}))
        with hall.session() as session:
            roles = session.exec(select(CasePerson.role).where(CasePerson.case_id == answer.petition_id)).all()
        assert sorted(roles) == ["petitioner", "principal"]

    def test_of_an_anonymous_visitor_nothing_is_kept_and_no_notice_is_owed(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        answer = registered(kiosk, "row-0000-0001", registration().model_copy(update={"anonymous": True}))
        rules = {clock.rule for clock in answer.clocks}
        assert "R3" not in rules
        assert "R4" in rules
        found = kiosk.lookup("111", LI.id_number)
        assert isinstance(found, LookupResponse)
        assert found.matters == ()
        with hall.work("public") as work:
            assert progress(work, answer.number, answer.query_code).number == answer.number
            assert not [one for one in work.session.exec(select(Person)).all() if one.id_index]

    def test_a_confidential_petitioner_is_shown_to_who_has_the_matter_in_hand(self, hall: Hall) -> None:
        body = registration()
        secret = body.model_copy(update={"matter": body.matter.model_copy(update={"confidential": True})})
        case_id = registered(hall.kiosk(), "row-0000-0001", secret).petition_id
        duty = hall.sign_in("renshe.duty")
        assert LI.name not in duty.get(f"/petitions/{case_id}").text
        duty.acknowledge(case_id)
        assert LI.name in duty.get(f"/petitions/{case_id}").text
