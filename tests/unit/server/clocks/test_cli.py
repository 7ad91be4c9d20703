"""`hall clocks` as people and scripts use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.clocks.cli import clocks
from server.clocks.regime import FOLDER


def run(*args: str) -> Result:
    return CliRunner().invoke(clocks, args)


def test_any_rule_is_computed_for_any_start_as_json() -> None:
    result = run("due", "--rule", "R4", "--from", "2026-09-16T10:00+08:00", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout.splitlines()[-1])
    assert answer["due_at"] == "2026-09-22T23:59:59.999999+08:00"
    assert (answer["due_date"], answer["raw_date"], answer["rolled"]) == ("2026-09-22", "2026-09-22", False)
    assert answer["legal_basis"] == "《信访工作条例》第二十三条第三款"
    assert answer["provisional"] is False


def test_a_start_without_zone_is_beijing_time() -> None:
    result = run("due", "--rule", "R1", "--from", "2026-09-16", "--json")
    answer = json.loads(result.stdout.splitlines()[-1])
    assert answer["from"] == "2026-09-16T00:00:00+08:00"
    assert (answer["due_date"], answer["rolled"]) == ("2026-10-08", True)


def test_a_year_without_holidays_fails_with_what_to_do() -> None:
    result = run("due", "--rule", "R5", "--from", "2031-01-05T10:00+08:00", "--json")
    assert result.exit_code == 1
    assert "2031" in result.stderr
    assert "chinesecalendar" in result.stderr


@pytest.mark.parametrize(
    ("rule", "start", "complaint"), [("R99", "2026-09-16", "R99"), ("R4", "yesterday", "ISO 8601")]
)
def test_wrong_usage_is_told_apart_from_failure(rule: str, start: str, complaint: str) -> None:
    result = run("due", "--rule", rule, "--from", start)
    assert result.exit_code == 2
    assert complaint in result.stderr


def test_a_regime_file_is_checked_before_it_is_used(tmp_path: Path) -> None:
    good = FOLDER / "fengfeng.toml"
    assert run("check", str(good)).exit_code == 0
    bad = tmp_path / "fengfeng.toml"
    bad.write_text(good.read_text("utf-8").replace('"dispatched"', '"beamed"'), "utf-8")
    result = run("check", str(bad))
    assert result.exit_code == 1
    assert "fengfeng.toml" in result.stderr


def test_a_regime_is_tried_out_before_it_is_used() -> None:
    result = run("check", str(FOLDER / "regulations2022.toml"), "--from", "2026-09-16T10:00+08:00", "--json")
    assert result.exit_code == 0
    rules = {rule["id"]: rule for rule in json.loads(result.stdout.splitlines()[-1])["rules"]}
    assert rules["R1"]["due_at"].startswith("2026-10-08")
    assert [alarm["name"] for alarm in rules["R1"]["alarms"]][-2:] == ["催办通知书", "书面通报"]
    assert rules["R1"]["alarms"][-1]["at"].startswith("2026-10-14")
    assert "due_at" not in rules["R12"]


def test_a_command_that_lists_a_regime_says_who_is_told_when() -> None:
    result = run("check", str(FOLDER / "fengfeng.toml"))
    assert "85%\t严重警告\tleader" in result.stdout
    assert "逾期10分钟\t催办\tconvenor" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('to_event = "acknowledged"', "", "regime_gap"),
        ('amount = 30\nunit = "day"', 'unit = "day"', "regime_gap"),
        ('to_event = "on_scene"', 'to_event = "registered"', "regime_loop"),
        ('from_event = "disputed"', 'from_event = "teleported"', "regime_unknown_event"),
        ('id = "F7"', 'id = "F6"', "regime_twice"),
        ("[[rule]]", "[[rule", "regime_unreadable"),
        ("amount = 3\n", "amount = -3\n", "regime_invalid"),
    ],
)
def test_each_fault_of_a_regime_has_a_code_and_says_what_to_mend(tmp_path: Path, old: str, new: str, code: str) -> None:
    text = (FOLDER / "fengfeng.toml").read_text("utf-8")
    assert old in text
    bad = tmp_path / "bad.toml"
    # the way back from the scene to the registration closes a loop
    extra = '\n[[rule]]\nid = "F8"\nname = "环"\nkind = "commitment"\nfrom_event = "registered"\n'
    extra += 'to_event = "dispatched"\namount = 1\nunit = "day"\n'
    bad.write_text(text.replace(old, new) + (extra if code == "regime_loop" else ""), "utf-8")
    result = run("check", str(bad), "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout.splitlines()[-1])
    assert (answer["ok"], answer["code"]) == (False, code), answer
    assert f"[{code}] bad.toml" in result.stderr


def test_a_year_without_holidays_has_a_code() -> None:
    result = run("due", "--rule", "R4", "--from", "2031-01-05T10:00+08:00", "--json")
    assert json.loads(result.stdout.splitlines()[-1])["code"] == "calendar_missing"


#: rule -> last day for a start on Wednesday 2026-09-16, ten in the morning; minutes and hours by their moment
ENDS = {
    **dict.fromkeys(("R1", "R2", "R3"), "2026-10-08"),
    **dict.fromkeys(("R7", "R8", "R9", "R10", "F5", "M1", "M2"), "2026-10-16"),
    **{"R4": "2026-09-22", "R5": "2026-11-16", "F7": "2026-09-22", "X1": "2026-09-22", "J3": "2026-09-22"},
    **{"H1": "2026-09-17", "H2": "2026-09-23", "H3": "2026-09-17", "T3": "2026-09-17", "P1": "2026-09-17"},
    **{"P2": "2026-10-01", "G1": "2026-09-23", "L1": "2026-09-25", "J1": "2026-10-13", "J2": "2026-10-13"},
    # the whole extension, from the start of the limit itself
    **{
        "A1": "2026-11-16",
        "A2": "2026-12-15",
        "D1": "2026-10-20",
        "D2": "2026-11-17",
        "X2": "2026-10-20",
        "X3": "2026-11-03",
    },
    **{"F1": "10:03", "F2": "10:05", "F3": "10:30", "F4": "11:00", "F6": "10:30", "T1": "10:15", "T2": "10:30"},
}


@pytest.mark.parametrize(("rule", "end"), ENDS.items())
def test_every_rule_is_computed_from_the_same_morning(rule: str, end: str) -> None:
    answer = json.loads(
        run("due", "--rule", rule, "--from", "2026-09-16T10:00+08:00", "--json").stdout.splitlines()[-1]
    )
    assert end in (answer["due_date"], answer["due_at"][11:16])
    assert answer["derivation"]
    assert answer["calendar"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        # UTC late in the evening is the next day in Beijing; a leap day; the evening before the long holiday
        ("2024-02-28T17:00Z", "2024-03-15"),
        ("2024-02-29", "2024-03-15"),
        ("2026-09-15T23:30-05:00", "2026-10-08"),
    ],
)
def test_the_day_is_that_of_beijing(start: str, end: str) -> None:
    answer = json.loads(run("due", "--rule", "R1", "--from", start, "--json").stdout.splitlines()[-1])
    assert answer["due_date"] == end


def test_an_extension_and_a_limit_set_for_the_case_are_computed_too() -> None:
    def due(*args: str) -> str:
        answer = run("due", "--from", "2026-03-02T10:00+08:00", "--json", *args)
        assert answer.exit_code == 0, answer.output
        return str(json.loads(answer.stdout.splitlines()[-1])["due_date"])

    assert due("--rule", "R6") == "2026-06-01"
    assert due("--rule", "R6", "--amount", "20") == "2026-05-21"
    assert due("--rule", "R12", "--amount", "20") == "2026-03-23"
    for wrong in (("R12",), ("R6", "--amount", "31"), ("R4", "--amount", "6")):
        result = run("due", "--from", "2026-03-02", "--rule", *wrong)
        assert (result.exit_code, "--amount" in result.stderr) == (2, True)


@pytest.mark.parametrize("duty", ["R11", "R13", "R14"])
def test_a_duty_without_a_number_is_explained_and_not_counted(duty: str) -> None:
    answer = json.loads(run("due", "--rule", duty, "--from", "2026-03-02", "--json").stdout.splitlines()[-1])
    assert answer["due_at"] is None
    assert answer["legal_basis"].startswith("《信访工作条例》")
