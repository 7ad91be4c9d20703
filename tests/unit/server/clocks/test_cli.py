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
