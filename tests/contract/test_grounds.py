"""What is not accepted gets the paper of its ground and nothing else; a litigation letter goes to the political-legal unit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.hall import Hall, Staff, open_hall, registered, registration
from tests.contract.intake import received
from tests.contract.way import at_the_unit, sound

JUDGMENT = "不服区人民法院民事判决，法院执行立案后一年没有执行，请求监督执行。"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with open_hall(tmp_path / "data") as hall:
        yield hall


def papers(staff: Staff, case_id: str) -> list[tuple[str, str, str]]:
    return [(one["kind"], one["title"], one["content"]["依据"]) for one in staff.papers(case_id)]


@pytest.mark.parametrize(
    ("ground", "facts", "paper"),
    [
        (
            "N1",
            "同一事项正由镇政府办理，期限未满。",
            ("refusal", "信访事项不予受理告知书", "《信访工作条例》第十九条第三款"),
        ),
        (
            "N2",
            "复核意见已送达，事实和理由相同。",
            ("no_more", "信访事项不再受理告知书", "《信访工作条例》第三十六条第三款"),
        ),
    ],
)
def test_a_matter_in_hand_below_or_at_its_end_gets_its_own_paper(
    hall: Hall, ground: str, facts: str, paper: tuple[str, str, str]
) -> None:
    answer, duty = at_the_unit(hall)
    assert duty.done(answer.petition_id, "refuse", ground=ground, facts=facts)["state"] == "not_accepted"
    assert papers(duty, answer.petition_id) == [paper]
    # with new facts it is a matter again
    office = hall.sign_in("xinfang.duty")
    assert (
        office.done(answer.petition_id, "reopen", new_facts="发现新的工资欠条，需要重新核实。")["state"] == "dispatched"
    )
    assert sound(hall)


def test_a_letter_about_a_judgment_goes_to_the_political_legal_unit(hall: Hall) -> None:
    office = hall.sign_in("xinfang.duty")
    made = received(office, "letter-0001", matter={"summary": JUDGMENT, "text": JUDGMENT}).json()
    assert made["decision"]["unit"]["code"] == "130406-zhengfa"


def test_a_visitor_with_a_judgment_gets_the_guidance_slip_and_no_notice_of_acceptance(hall: Hall) -> None:
    answer = registered(hall.kiosk(), "row-0000-0001", registration(text=JUDGMENT))
    assert answer.decision.unit is not None
    duty = hall.sign_in(answer.decision.unit.code.removeprefix("130406-") + ".duty")
    duty.acknowledge(answer.petition_id)
    way = {"ground": "N4", "facts": "涉及民事执行，属于诉讼权利救济。", "guidance": "区人民法院执行局"}
    duty.done(answer.petition_id, "refuse", **way)
    assert papers(duty, answer.petition_id) == [
        ("guidance", "信访事项引导单", "《信访工作条例》第二十条第二款、第二十二条第二款")
    ]
    assert sound(hall)
