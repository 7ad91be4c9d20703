"""The commands for the person who maintains devices: status, watch, test, record, replay, speed; separate processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.cards.photo import BMP_SIZE
from drivers.cards.simulator.card import card_of, sample_card
from drivers.cards.simulator.faults import Fault
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.pty import SamPty
from drivers.cards.simulator.sam import SimulatedSam

ROOT = Path(__file__).parents[3]
MODULE = "SAM 05.03-20200101-0000012345-0987654321"


@pytest.fixture
def line() -> Iterator[SamPty]:
    with SamPty(SimulatedSam(physics=INSTANT)) as line:
        yield line


class Shell:
    """Runs commands with a state folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.environment = os.environ | {
            "XDG_STATE_HOME": str(folder),
            "HALL_KIOSK_DATA_DIR": str(folder / "kiosk"),
        }

    def command(self, group: str, *words: str) -> list[str]:
        return [sys.executable, "-m", "installer.command", group, *words]

    def run(self, group: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(group, *words),
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def last_json(done: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(done.stdout.splitlines()[-1])


def test_a_recorded_read_is_replayed_without_the_device(line: SamPty, shell: Shell, tmp_path: Path) -> None:
    line.sam.insert(sample_card())
    path, photo = tmp_path / "read.jsonl", tmp_path / "photo.bmp"
    done = shell.run("card", "read", "--serial", line.path, "--record", str(path), "--photo", str(photo), "--json")
    assert done.returncode == 0, done.stderr
    assert last_json(done)["name"] == "测试甲"
    assert "占位图" in done.stderr
    assert photo.stat().st_size == BMP_SIZE
    line.unplug()
    again = shell.run("devices", "replay", str(path), "--fast", "--json")
    assert again.returncode == 0, again.stderr
    (outcome,) = last_json(again)["outcomes"]
    assert outcome["card"]["name"] == "某某某"
    shown = shell.run("devices", "replay", str(path), "--fast")
    assert "测" not in shown.stdout
    assert "某**" in shown.stdout


def test_a_failed_read_is_replayed_with_its_error(line: SamPty, shell: Shell, tmp_path: Path) -> None:
    line.sam.insert(sample_card())
    line.sam.faults.arm(Fault.STATUS, "66", times=50)
    path = tmp_path / "fault.jsonl"
    assert shell.run("card", "read", "--serial", line.path, "--record", str(path)).returncode == 1
    again = shell.run("devices", "replay", str(path), "--fast", "--json")
    assert last_json(again)["outcomes"][0]["error"] == "DeviceFault"
    assert "厂家" in last_json(again)["outcomes"][0]["remedy"]


def test_a_file_that_is_no_recording_is_exit_code_1(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("hello\n", encoding="utf-8")
    done = shell.run("devices", "replay", str(path))
    assert done.returncode == 1
    assert "notes.txt:1" in done.stderr
    assert "Traceback" not in done.stderr


def test_status_keeps_counters_and_the_last_error_with_its_remedy(line: SamPty, shell: Shell, tmp_path: Path) -> None:
    words = ("devices", "status", "--serial", line.path, "--folder", str(tmp_path), "--json")
    reader = last_json(shell.run(*words))["devices"][0]
    assert (reader["state"], reader["detail"], reader["health"]["looks"]) == ("ready", MODULE, 1)
    # the search for the speed asks once, the driver once more
    line.sam.faults.arm(Fault.STATUS, "66", times=2)
    failed = shell.run(*words)
    assert failed.returncode == 1
    assert last_json(failed)["devices"][0]["state"] == "faulty"
    health = last_json(shell.run(*words))["devices"][0]["health"]
    assert (health["state"], health["looks"], health["losses"], health["recoveries"]) == ("ready", 3, 1, 1)
    assert "厂家" in health["last_error"]["remedy"]


def test_watch_tells_each_change_as_a_line_of_json(line: SamPty, shell: Shell) -> None:
    with subprocess.Popen(
        shell.command("devices", "watch", "--serial", line.path, "--every", "0.1", "--json"),
        cwd=ROOT,
        env=shell.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        line.unplug()
        second = json.loads(process.stdout.readline())
        process.terminate()
        assert process.wait(10) == 0
    assert (first["from"], first["state"], first["detail"]) == ("unknown", "ready", MODULE)
    assert (second["from"], second["state"], second["losses"]) == ("ready", "absent", 1)
    assert second["last_error"]["remedy"]


def test_a_test_read_names_each_step_and_shows_no_person(line: SamPty, shell: Shell) -> None:
    line.sam.insert(card_of({"name": "测试乙", "sex": "女", "birth": "19000101", "number": "130406190001010016"}))
    done = shell.run("devices", "test", "--serial", line.path)
    assert done.returncode == 0, done.stderr
    assert MODULE in done.stdout
    assert "提醒" in done.stdout
    assert "测试乙" not in done.stdout
    assert "130406" not in done.stdout


def test_a_test_read_that_fails_says_which_step_and_what_to_do(line: SamPty, shell: Shell) -> None:
    empty = shell.run("devices", "test", "--serial", line.path, "--timeout", "0.2", "--json")
    assert empty.returncode == 1
    assert [step["passed"] for step in last_json(empty)["steps"]] == [True, True, False]
    assert last_json(empty)["steps"][-1]["remedy"]
    line.unplug()
    gone = shell.run("devices", "test", "--driver", "serial", "--option", f"port={line.path}", "--option", "baud=9600")
    assert gone.returncode == 1
    assert "→" in gone.stdout


def test_the_speed_of_a_serial_reader_is_changed_for_good(line: SamPty, shell: Shell) -> None:
    assert shell.run("card", "speed", "--serial", line.path, "9600").returncode == 0
    assert line.sam.baud == 9600
    line.sam.insert(sample_card())
    done = shell.run("card", "read", "--serial", line.path, "--extra", "--json")
    assert last_json(done)["extra_addresses"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("card", "read", "--usb", "--hid"),
        ("card", "read", "--driver", "telepathy"),
        ("card", "read", "--driver", "serial", "--option", "colour=red"),
        ("card", "read", "--driver", "serial", "--option", "red"),
        ("card", "read", "--profile", "zzz"),
        ("card", "read", "--extra"),
        ("card", "speed", "--serial", "/dev/null", "4800"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell.run(*words).returncode == 2


@pytest.mark.parametrize("carrier", ["--usb", "--hid"])
def test_a_usb_reader_that_is_not_there_is_said_so(shell: Shell, carrier: str) -> None:
    done = shell.run("card", "read", carrier)
    assert done.returncode == 1
    assert "hall devices list" in done.stderr


def test_the_list_names_the_driver_of_each(shell: Shell) -> None:
    rows = last_json(shell.run("devices", "list", "--json"))["devices"]
    assert rows[0]["name"].startswith("PC/SC")
    assert all(row["state"] in ("ready", "absent", "faulty") for row in rows)
