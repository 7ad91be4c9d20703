"""What must hold on every database of finding matters again."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, delete, select

from server.cases import proof, searching
from server.cases.tables import CaseSearch
from server.contract.v1 import ComplainedOf
from tests.contract.hall import LI, WAGES, WANG, Hall, Staff, registered, registration


def found(staff: Staff, q: str, **more: Any) -> list[str]:
    """Return the numbers of the matters found."""
    answer = staff.http.get("/api/v1/cases/search", params={"q": q, **more})
    assert answer.status_code == 200, answer.text
    return [item["number"] for item in answer.json()["items"]]


class Search:
    """Subclassed once per database; the subclass has a fixture `hall`."""

    def test_a_matter_is_found_by_number_name_phone_document_and_words(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        mine = registered(kiosk, "row-0000-0001", registration()).number
        other = registered(kiosk, "row-0000-0002", registration(petitioner=WANG)).number
        duty = hall.sign_in("renshe.duty")
        for q in (
            mine,
            mine.lower(),
            "柳测试",
            "柳",
            "柳 拖欠工资",
            "13800005678",
            "138-0000-5678",
            "5678",
            LI.id_number,
        ):
            assert found(duty, q) == [mine], q
        assert found(duty, "拖欠工资") == [other, mine]
        assert found(duty, "农民工 劳动监察") == [other, mine]
        assert found(duty, "测试") == [], "a name is typed from its beginning"
        assert found(duty, "噪音") == []
        assert found(duty, "，。") == []
        assert found(duty, "柳测试", field="words") == []
        assert found(duty, "5678", field="phone") == [mine]

    def test_pages_follow_each_other_without_a_gap(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        numbers = [registered(kiosk, f"row-0000-{n:04d}", registration()).number for n in range(5)]
        duty = hall.sign_in("renshe.duty")
        seen: list[str] = []
        after = ""
        while True:
            answer = duty.get(f"/cases/search?q=拖欠&limit=2&after={after}").json()
            seen += [item["number"] for item in answer["items"]]
            after = answer["after"]
            if not after:
                break
        assert seen == numbers[::-1]

    def test_who_may_not_know_a_matter_or_its_petitioner_finds_nothing(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        confidential = registration()
        confidential = confidential.model_copy(
            update={"matter": confidential.matter.model_copy(update={"confidential": True})}
        )
        number = registered(kiosk, "row-0000-0001", confidential)
        accused = registration(petitioner=WANG, complained_of=(ComplainedOf(name="峰峰矿区人力资源和社会保障局"),))
        registered(kiosk, "row-0000-0002", accused)
        duty, leader, stranger = (hall.sign_in(name) for name in ("renshe.duty", "renshe.leader", "gongan.duty"))
        assert found(duty, "拖欠工资") == [number.number], "whoever is complained of finds nothing"
        assert found(duty, "柳测试") == [], "confidential and not yet in hand"
        assert duty.acknowledge(number.petition_id).status_code == 200
        assert found(duty, "柳测试") == [number.number]
        assert found(leader, "柳测试") == [], "masked for the leader"
        assert found(leader, "拖欠工资") == [number.number]
        assert found(stranger, "拖欠工资") == found(stranger, number.number) == []
        assert duty.get(f"/cases/search?q=拖欠&after={'0' * 32}").status_code == 404

    def test_the_search_is_made_anew_from_what_is_sealed(self, hall: Hall) -> None:
        kiosk = hall.kiosk()
        people = registration().model_copy(update={"representatives": (WANG,)})
        numbers = [registered(kiosk, "row-0000-0001", people).number]
        later = registration(hall.clock.forward(seconds=1), text=WAGES * 2)
        numbers.append(registered(kiosk, "row-0000-0002", later).number)
        with hall.work() as work:
            order = select(CaseSearch).order_by(col(CaseSearch.seq))
            before = [(row.case_id, row.tokens) for row in work.session.exec(order).all()]
            assert len(before) == 2 and all(before)
            work.session.exec(delete(CaseSearch))
        with hall.work() as work:
            assert list(searching.rebuild(work)) == [2]
        with hall.work() as work:
            assert [(row.case_id, row.tokens) for row in work.session.exec(order).all()] == before
        duty = hall.sign_in("renshe.duty")
        assert found(duty, "万测试") == numbers[:1]
        assert found(duty, "拖欠") == numbers[::-1]

    def test_who_came_along_is_found_by_what_the_centre_knows_of_them_now(self, hall: Hall) -> None:
        kiosk, later = hall.kiosk(), hall.clock.forward(seconds=1)
        together = registration().model_copy(update={"representatives": (WANG,)})
        first = registered(kiosk, "row-0000-0001", together).number
        moved = WANG.model_copy(update={"phone": "13900000033"})
        own = registered(kiosk, "row-0000-0002", registration(later, petitioner=moved)).number
        by_phone = moved.model_copy(update={"id_number": ""})
        again = registration(later, text=WAGES * 2).model_copy(update={"representatives": (by_phone,)})
        last = registered(kiosk, "row-0000-0003", again).number
        duty = hall.sign_in("renshe.duty")
        assert found(duty, "13900000033") == [last, own, first], "in the order of registration"
        assert found(duty, WANG.id_number) == [last, own, first]
        assert found(duty, WANG.phone) == []
        with hall.work() as work:
            assert proof.found_by_their_words(work) == []
