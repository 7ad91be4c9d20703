"""The table of the demo is honest: a step that failed is in it, with its cause."""

from __future__ import annotations

import json

import pytest

from installer.demo.petition import card_of
from installer.demo.proofs import NotProved, Proofs, must
from kiosk.bench.petition_text import PersonText


def test_a_step_that_raises_is_in_the_table_with_its_cause_and_nothing_holds() -> None:
    proofs = Proofs(quiet=True)
    with proofs.step("读卡") as row:
        row.proof = "张*"
    with pytest.raises(NotProved), proofs.step("打印"):
        must(False, "没有纸 · no paper")
    assert not proofs.held
    assert "没有纸" in proofs.table()
    told = json.loads(proofs.as_json(number="1"))
    assert [step["held"] for step in told["steps"]] == [True, False]
    assert (told["held"], told["number"]) == (False, "1")


def test_columns_line_up_although_chinese_is_twice_as_wide() -> None:
    proofs = Proofs(quiet=True)
    for name in ("读卡", "print slip"):
        with proofs.step(name) as row:
            row.proof = "ok"
    lines = proofs.table().splitlines()[1:]
    width = [sum(2 if ord(letter) > 0x2E80 else 1 for letter in line) for line in lines]
    assert len(set(width)) == 1


def test_the_demo_card_agrees_with_the_number_of_its_person() -> None:
    card = card_of(PersonText("张某", "130406190001010016", "河北省邯郸市峰峰矿区彭城镇", "13800000000"))
    assert (card["sex"], card["birth"]) == ("1", "1900-01-01")
