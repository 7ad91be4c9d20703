"""What the screening desk decides is what the hall learns from: dispatch, export, compare, use, roll back."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from server.cases import confirmed, proof
from server.cases.tables import PetitionCase
from server.cli.routing import routing
from server.contract.v1 import ComplainedOf, Outcome, RegisterResponse
from tests.contract.hall import Hall, open_hall, registered, registration
from tests.unit.server.routing.corpus import corpus

UNIT = "130406-shuili"


def unclear(hall: Hall, number: int, text: str, *accused: str) -> RegisterResponse:
    names = tuple(ComplainedOf(name=name) for name in accused)
    return registered(hall.kiosk(), f"row-0000-{number:04}", registration(text=text, complained_of=names))


def sent(hall: Hall, answer: RegisterResponse, category: str) -> None:
    assert answer.decision.outcome is Outcome.SCREENING
    reply = hall.sign_in("xinfang.duty").dispatch(answer.petition_id, UNIT, category=category)
    assert reply.status_code == 200, reply.text


def test_the_class_a_person_chose_stands_in_the_history_and_on_the_file(hall: Hall) -> None:
    answer = unclear(hall, 1, "我有一件事情想说一说，老鹰嘴又没格了。")
    sent(hall, answer, "120300")
    with hall.work() as work:
        case = work.session.get_one(PetitionCase, answer.petition_id)
        assert (case.category_code, case.category_path) == ("120300", "科技与信息产业/电信")
        assert [(one.category, one.chain) for one in confirmed.confirmed(work)] == [("120300", answer.petition_id)]
        assert "老鹰嘴" not in repr(next(confirmed.confirmed(work)))
        assert proof.verify(work) == []


def test_a_class_nobody_looked_at_is_no_lesson_and_an_unknown_one_is_refused(hall: Hall) -> None:
    answer = unclear(hall, 1, "我有一件事情想说一说，不知道该找谁。")
    desk = hall.sign_in("xinfang.duty")
    assert desk.dispatch(answer.petition_id, UNIT, category="889900").json()["fields"] == ["category"]
    assert desk.dispatch(answer.petition_id, UNIT).status_code == 200
    with hall.work() as work:
        assert list(confirmed.confirmed(work)) == []


def run(data: Path, *words: str) -> Result:
    return CliRunner().invoke(routing, [*words, "--data", str(data)])


def test_the_hall_learns_from_its_desk_compares_uses_and_goes_back(tmp_path: Path) -> None:
    # a threshold of 1 sends every matter to the desk
    with open_hall(tmp_path / "hall", routing_threshold=1.0) as hall:
        data = hall.centre.settings.data
        empty = run(data, "learn", "--from-database")
        assert (empty.exit_code, "no class was confirmed" in empty.output) == (1, True), empty.output
        desk = hall.sign_in("xinfang.duty")
        kiosk = hall.kiosk()
        for number, one in enumerate(corpus(16, seed=4)):
            answer = registered(kiosk, f"row-0000-{number:04}", registration(text=one.text))
            assert desk.dispatch(answer.petition_id, UNIT, category=one.label).status_code == 200
    learned = run(data, "learn", "--from-database", "--held-back", "0.3", "--use", "--json")
    assert learned.exit_code == 0, learned.output
    manifest = json.loads(learned.output.splitlines()[-1])
    assert manifest["better"]
    assert "120300" in manifest["labels"]
    assert run(data, "learn", "--from-database", "--held-back", "0.3", "--use").exit_code == 1
    said = json.loads(run(data, "explain", "老鹰嘴又没格了，坡子上喊不通", "--json").output.splitlines()[-1])
    assert said["guesses"][0]["code"] == "120300"
    whole = run(data, "explain", "拖欠农民工工资", "--hall", "130406001", "--json")
    decided = json.loads(whole.output.splitlines()[-1])
    assert decided["unit"] == "峰峰矿区人力资源和社会保障局", whole.output
    assert decided["unit"] in decided["reason"]
    assert decided["parties"]
    assert run(data, "rollback").output.strip().endswith("default")
