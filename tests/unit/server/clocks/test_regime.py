"""Regime files: what ships is sound, and each fault is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.clocks.regime import FOLDER, RegimeInvalid, load_regimes, read_regime
from server.contract.v1 import ClockKind

GOOD = """
id = "trial"
name = "试行"
version = "1"
valid_from = 2026-01-01
source = "演示"

[[rule]]
id = "Q1"
name = "一"
kind = "commitment"
from_event = "dispatched"
to_event = "acknowledged"
amount = 5
unit = "min"
calendar = "hall_hours"

[[rule]]
id = "Q2"
name = "二"
kind = "commitment"
from_event = "acknowledged"
to_event = "handled"
amount = 3
unit = "day"
"""


def write(folder: Path, text: str, name: str = "trial") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path


def test_every_regime_that_ships_can_be_used_together() -> None:
    regimes = load_regimes(sorted(path.stem for path in FOLDER.glob("*.toml")))
    rules = {rule.id: rule for regime in regimes for rule in regime.rule}
    assert {f"F{n}" for n in range(1, 6)} | {"R1", "R2", "R3", "R4", "R5", "R7", "R8", "R9", "R10"} <= set(rules)
    assert rules["R5"].limit == "60日"
    assert rules["F2"].limit == "5分钟"
    assert all(rule.basis for rule in rules.values() if rule.kind is ClockKind.STATUTORY)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    assert [rule.id for rule in read_regime(write(tmp_path, GOOD)).rule] == ["Q1", "Q2"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"dispatched"', '"teleported"', "teleported|from_event"),
        ('to_event = "handled"', 'to_event = "dispatched"', "loop"),
        ('to_event = "handled"', 'to_event = "acknowledged"', "loop"),
        ('unit = "day"', 'unit = "day"\nladder = [{level = "村", days = 2}]', "gap in the ladder"),
        ('calendar = "hall_hours"', "", "need calendar"),
        ('unit = "day"', 'unit = "day"\ncalendar = "always"', "holiday calendar"),
        ('unit = "day"', 'unit = "workday"\nroll = "next_workday"', "only days and months roll"),
        ('kind = "commitment"', 'kind = "statutory"', "law and article"),
        ("amount = 5", "amount = 0", "amount"),
        ("amount = 5", "amount = 5\nsurprise = 1", "surprise"),
        ("valid_from = 2026-01-01", "", "valid_from"),
        ("[[rule]]", "[[rule", "trial.toml"),
    ],
)
def test_a_file_with_a_fault_says_what_to_mend(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    with pytest.raises(RegimeInvalid, match=complaint):
        read_regime(write(tmp_path, GOOD.replace(old, new)))


def test_a_rule_defined_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD.replace('"trial"', '"second"'), "second")
    with pytest.raises(RegimeInvalid, match="Q1 is already defined by trial"):
        load_regimes(("trial", "second"), tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegimeInvalid, match=r"nowhere\.toml"):
        load_regimes(("nowhere",), tmp_path)
