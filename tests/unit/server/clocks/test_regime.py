"""Regime files: what ships is sound, and each fault is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.clocks.events import Event
from server.clocks.names import EVENT_NAMES
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


#: id, from, to, amount, unit: the rules of the trade that ship as regimes
RULES = """
R1 received forwarded 15 day            R2 received_direct written_notice 15 day
R3 received_forwarded written_notice 15 day     R4 received_forwarded objection 5 workday
R5 accepted opinion_issued 60 day       R7 opinion_served review_requested 30 day
R8 review_received review_issued 30 day R9 review_served recheck_requested 30 day
R10 recheck_received recheck_issued 30 day      F1 visit_started registered 3 min
F2 dispatched acknowledged 5 min        F3 dispatched on_scene 30 min
F4 on_scene interview_closed 60 min     F5 registered result_delivered 30 day
T1 dispatched acknowledged 15 min       T2 dispatched acknowledged 30 min
T3 dispatched acknowledged 1 workday    H1 dispatched acknowledged 1 day
H2 acknowledged handled 7 day           H3 dispatched handled 24 hour
M1 mediation_accepted mediation_closed 1 month  M2 agreement_effective joint_application 30 day
J1 received_named accept_notice 15 workday      J2 closed feedback 15 workday
J3 received_forwarded accepted_or_forwarded 5 workday   P1 bad_rating callback 1 day
P2 bad_rating rectified 15 day          G1 reported resolved 7 day
L1 reported resolved 9 day              X1 materials_received one_time_notice 5 workday
"""


def test_every_rule_of_the_trade_ships_as_data() -> None:
    words = RULES.split()
    wanted = {tuple(words[n : n + 5]) for n in range(0, len(words), 5)}
    regimes = load_regimes(sorted(path.stem for path in FOLDER.glob("*.toml")))
    shipped = {
        (rule.id, str(rule.from_event), str(rule.to_event), str(rule.amount), str(rule.unit))
        for regime in regimes
        for rule in regime.rule
    }
    assert len(wanted) == 30
    assert wanted <= shipped


def test_every_event_has_a_name() -> None:
    assert set(EVENT_NAMES) == set(Event)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    assert [rule.id for rule in read_regime(write(tmp_path, GOOD)).rule] == ["Q1", "Q2"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"dispatched"', '"teleported"', "teleported|from_event"),
        ('to_event = "handled"', 'to_event = "dispatched"', "loop"),
        ('to_event = "handled"', 'to_event = "acknowledged"', "loop"),
        ('unit = "day"', 'unit = "day"\nladder = [{level = "村", days = 2}]', "gap in the ladder"),
        ('unit = "day"', 'unit = "day"\nafter_lapse_of = "Q1"', "no rule here with a lapse"),
        ('calendar = "hall_hours"', "", "need calendar"),
        ('unit = "day"', 'unit = "day"\ncalendar = "always"', "holiday calendar"),
        ('unit = "day"', 'unit = "workday"\nroll = "next_workday"', "only days and months roll"),
        ('kind = "commitment"', 'kind = "statutory"', "law and article"),
        ("amount = 5", "amount = 0", "amount"),
        ("amount = 5", "amount = 5\nsurprise = 1", "surprise"),
        ("valid_from = 2026-01-01", "", "valid_from"),
        ("[[rule]]", "[[rule", "trial.toml"),
        ("amount = 5", "per_case = true\namount = 5", "give amount, or per_case"),
        ("amount = 5", "", "give amount, or per_case"),
        (
            'unit = "min"',
            'unit = "min"\nextend = {max_days = 3, approver = "局长"}',
            "only a limit in days or working days can be extended",
        ),
        ('unit = "day"', 'unit = "day"\npause = [{on = "objection", reason = "x"}]', "never ends"),
        (
            'unit = "day"',
            'unit = "day"\npause = [{on = "objection", reason = "x", resume = ["objection"]}]',
            "runs in a loop",
        ),
        (
            'unit = "day"',
            'unit = "day"\npause = [{on = "lunch", reason = "x", resume = ["handled"]}]',
            "pause.0.on",
        ),
        (
            'unit = "day"',
            'unit = "day"\nalarm = [{used = 75, name = "a", step = "remind"}, {used = 50, name = "b", step = "leader"}]',
            "order of their moments",
        ),
        ('unit = "day"', 'unit = "day"\nalarm = [{used = 100, name = "a", step = "remind"}]', "less than 100"),
        ('unit = "day"', 'unit = "day"\nalarm = [{name = "a", step = "remind"}]', "used or overdue"),
        ('unit = "day"', 'unit = "day"\nalarm = [{used = 50, name = "a", step = "expired"}]', "step"),
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
