"""The commands as a person runs them: separate processes, real carriers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from drivers.cards.simulator.pcscd import Pcscd
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.vpcd import VpcdSlot

ROOT = Path(__file__).parents[3]
CARD = {
    "name": "测试丙",
    "sex": "女",
    "ethnic": "回族",
    "birth": "1900-01-01",
    "address": "河北省邯郸市峰峰矿区彭城镇模拟路2号",
    "number": "13040619000101018X",
    "authority": "模拟市公安局",
    "valid_from": "2020-01-01",
    "valid_to": "长期",
    "type": "resident",
}


def command(group: str, *words: str) -> list[str]:
    return [sys.executable, "-c", f"from drivers.cli import {group}; {group}()", *words]


def run(group: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(group, *words),
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Simulator:
    """A running `devices simulate card-reader`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        assert process.stdout is not None
        self.listening: dict[str, Any] = json.loads(process.stdout.readline())

    def say(self, line: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def simulator(*words: str) -> Iterator[Simulator]:
    with subprocess.Popen(
        command("devices", "simulate", "card-reader", "--instant", *words),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        running = Simulator(process)
        yield running
        assert running.say("quit") == {"ok": True, "command": "quit"}
        assert process.wait(10) == 0


@pytest.fixture
def card_file(tmp_path: Path) -> Path:
    path = tmp_path / "card of a test.json"
    path.write_text(json.dumps(CARD, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_card_in_the_simulated_serial_reader_is_read_by_another_process(card_file: Path) -> None:
    with simulator("--pty", "--card", str(card_file)) as reader:
        done = run("card", "read", "--serial", reader.listening["path"], "--json", "--timeout", "5")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout.splitlines()[-1])
    assert data["name"] == CARD["name"]
    assert data["number"] == CARD["number"]
    assert (data["sex"], data["sex_name"], data["ethnic"], data["ethnic_name"]) == ("2", "女", "03", "回")
    assert (data["birth"], data["valid_to"], data["warnings"]) == ("1900-01-01", "长期", [])


def test_people_see_a_masked_card_unless_they_ask(card_file: Path) -> None:
    with simulator("--pty") as reader:
        reader.say(f"insert {card_file}")
        path = reader.listening["path"]
        masked = run("card", "read", "--serial", path, "--timeout", "5")
        reader.say("remove")
        reader.say("insert")
        shown = run("card", "read", "--serial", path, "--timeout", "5", "--show")
    assert masked.returncode == shown.returncode == 0
    for secret in ("测试丙", CARD["number"], "1900-01-01", "模拟路2号"):
        assert secret not in masked.stdout
        assert secret in shown.stdout


def test_the_simulator_answers_each_line_and_survives_nonsense(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"nmae": "x"}', encoding="utf-8")
    with simulator("--pty") as reader:
        assert reader.say("insert")["ok"]
        assert reader.say("fault bad-checksum x2")["ok"]
        assert reader.say("clear")["ok"]
        for nonsense in (
            "dance",
            "fault",
            "fault nothing",
            "fault pull",
            "fault status zz",
            "fault wrong-sw 6f00",
            "insert /no/such/file.json",
            f"insert {broken}",
            f"insert {wrong}",
        ):
            answer = reader.say(nonsense)
            assert not answer["ok"]
            assert answer["error"]
        assert reader.say("remove")["ok"]


def test_no_card_within_the_timeout_is_exit_code_1_with_what_to_do() -> None:
    with simulator("--pty") as reader:
        done = run("card", "read", "--serial", reader.listening["path"], "--timeout", "0.2")
    assert done.returncode == 1
    assert "请把身份证平放" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_pcsc_service_the_command_to_start_it_is_named() -> None:
    # libpcsclite looks for the daemon here instead
    done = run("card", "read", PCSCLITE_CSOCK_NAME="/nonexistent/pcscd.comm")
    assert done.returncode == 1
    assert "systemctl start pcscd" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_readers_at_once_is_a_usage_error() -> None:
    assert run("card", "read", "--reader", "x", "--serial", "/dev/null").returncode == 2
    assert run("devices", "simulate", "card-reader").returncode == 2


@pytest.mark.pcsc
@pytest.mark.xdist_group("pcsc")
def test_a_card_in_the_simulated_pcsc_reader_is_read_by_another_process(card_file: Path) -> None:
    with Pcscd(), simulator("--pcsc", "--slot", "1", "--patience", "100", "--card", str(card_file)) as reader:
        assert reader.listening["port"] == 35964
        done = run("card", "read", "--reader", reader.listening["reader"], "--json", "--timeout", "10")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["number"] == CARD["number"]


@pytest.mark.pcsc
@pytest.mark.xdist_group("pcsc")
def test_a_slot_in_use_is_refused_by_name_instead_of_mixing_cards() -> None:
    with Pcscd(), VpcdSlot(1, physics=INSTANT, patience=100.0) as slot:
        done = run("devices", "simulate", "card-reader", "--pcsc", "--slot", "1", "--patience", "0")
    assert done.returncode == 1
    assert slot.reader in done.stderr
