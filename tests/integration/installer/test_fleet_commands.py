"""`hall devices` over every kind of device, as separate processes against simulators on real carriers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.pty import SamPty
from drivers.cards.simulator.sam import SimulatedSam
from drivers.core.status import Absent, Ready
from drivers.health import Attached
from installer.fleet.arrivals import Change, arrivals
from printers.profiles import load
from printers.transport.simulator import VirtualPrinter

ROOT = Path(__file__).parents[3]


@pytest.fixture
def line() -> Iterator[SamPty]:
    with SamPty(SimulatedSam(physics=INSTANT)) as line:
        line.sam.insert(sample_card())
        yield line


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(load("generic-80mm")) as printer:
        yield printer


@pytest.fixture
def settings(tmp_path: Path, line: SamPty, printer: VirtualPrinter) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    Image.new("RGB", (900, 1200), "white").save(pages / "1.png")
    file = tmp_path / "kiosk.toml"
    file.write_text(
        f'data_dir = "{tmp_path / "kiosk"}"\n'
        f'[card]\ndriver = "serial"\noptions = {{ port = "{line.path}" }}\n'
        f'[camera]\ndriver = "folder"\noptions = {{ folder = "{pages}" }}\n'
        f'[printer]\nuri = "{printer.uri}"\n',
        encoding="utf-8",
    )
    return file


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "installer.command", "devices", *words]


def run(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*words),
        cwd=ROOT,
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(done.stdout.splitlines()[-1])


def test_the_list_holds_the_configured_printer_with_its_profile_and_why(settings: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "list", "--settings", str(settings), "--json")
    assert done.returncode == 0, done.stderr
    rows = {row["kind"]: row for row in answer(done)["devices"] if row.get("configured")}
    assert rows["printer"]["driver"] == "escpos generic-80mm"
    assert "设置" in rows["printer"]["why"]
    assert {rows[kind]["state"] for kind in ("card", "camera", "printer")} == {"ready"}


def test_status_without_names_asks_all_that_settings_name_and_is_fit_for_a_fleet(
    settings: Path, tmp_path: Path, printer: VirtualPrinter
) -> None:
    first = run(tmp_path, "status", "--settings", str(settings), "--json")
    assert first.returncode == 0, first.stdout
    printer.body.run_out_of_paper()
    second = run(tmp_path, "status", "--settings", str(settings), "--json")
    assert second.returncode == 1
    told = answer(second)
    assert told["ready"] is False
    assert told["host"]
    row = next(row for row in told["devices"] if row["kind"] == "printer")
    assert (row["state"], row["health"]["losses"], row["health"]["failures"]) == ("faulty", 1, 1)
    assert "纸卷" in row["health"]["last_error"]["remedy"]
    printer.body.load_paper()
    said = run(tmp_path, "status", "--settings", str(settings)).stdout
    assert "上次故障" in said
    assert "纸卷" in said


def test_a_test_reads_photographs_and_asks_before_it_uses_paper(
    settings: Path, tmp_path: Path, printer: VirtualPrinter
) -> None:
    picture = tmp_path / "picture.png"
    done = run(tmp_path, "test", "--settings", str(settings), "--to", str(picture), "--json")
    assert done.returncode == 0, done.stdout
    words = [step["words"] for step in answer(done)["steps"]]
    assert any("256 字节文字" in word for word in words)
    assert any("900×1200" in word for word in words)
    assert any("没有打印" in word for word in words)
    assert picture.stat().st_size > 0
    assert printer.slips == []
    printed = run(tmp_path, "test", "--printer", printer.uri, "--yes")
    assert printed.returncode == 0, printed.stdout
    assert "打印测试页" in printer.slips[0].text


def test_watch_says_the_moment_a_printer_opens_its_cover(
    settings: Path, tmp_path: Path, printer: VirtualPrinter
) -> None:
    with subprocess.Popen(
        command("watch", "--printer", printer.uri, "--every", "0.1", "--json"),
        cwd=ROOT,
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        printer.body.set_cover(opened=True)
        second = json.loads(process.stdout.readline())
        process.terminate()
        assert process.wait(10) == 0
    assert (first["kind"], first["from"], first["state"]) == ("printer", "unknown", "ready")
    assert (second["from"], second["state"]) == ("ready", "faulty")
    assert "盖子" in second["last_error"]["remedy"]


def test_the_doctor_says_the_same_of_the_same_devices(settings: Path, tmp_path: Path, printer: VirtualPrinter) -> None:
    printer.body.run_out_of_paper()
    done = subprocess.run(
        [sys.executable, "-m", "installer.command", "doctor", "--settings", str(settings), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    rows = {row["name"].split(" · ")[-1]: row for row in json.loads(done.stdout.splitlines()[-1])["checks"]}
    assert rows["Slip printer"]["state"] == "faulty"
    assert "纸卷" in rows["Slip printer"]["remedy"]
    assert (rows["Card reader"]["state"], rows["Camera"]["state"]) == ("ready", "ready")


class Bench:
    """A machine on which the test plugs and pulls."""

    def __init__(self) -> None:
        self.quick: list[str] = []
        self.queues: list[str] = []
        self.looks = 0

    def signature(self) -> object:
        return tuple(self.quick)

    def attached(self, *, slow: bool) -> list[Attached]:
        self.looks += 1
        found = [Attached("card", name, Ready(), "serial") for name in self.quick]
        found.append(Attached("service", "pcscd", Absent("-", "-")))
        return found + [Attached("queue", name, Ready(), "cups") for name in self.queues if slow]


def test_what_is_plugged_in_and_pulled_out_is_told_once_and_nothing_is_looked_through_meanwhile() -> None:
    bench, cancel, told = Bench(), threading.Event(), []
    changes = arrivals(bench, cancel, poll=0.001, slow=3600.0)

    def following() -> tuple[bool, str]:
        change: Change = next(changes)
        told.append(change)
        return change.came, change.what.name

    bench.quick, bench.queues = ["a"], ["q"]
    assert following() == (True, "a")
    assert following() == (True, "q")
    bench.quick = ["b"]
    assert following() == (False, "a")
    assert following() == (True, "b")
    bench.quick = []
    assert following() == (False, "b")
    assert bench.looks == 4
    cancel.set()
    assert list(changes) == []


def hall(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "installer.command", "devices", *words]
    return subprocess.run(
        program, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_without_the_pcsc_service_the_list_names_the_command_to_start_it() -> None:
    # libpcsclite looks for the daemon here instead
    listed = hall("list", "--json", PCSCLITE_CSOCK_NAME="/nonexistent/pcscd.comm")
    service = json.loads(listed.stdout)["devices"][0]
    assert service["state"] == "absent"
    assert "systemctl start pcscd" in service["remedy"]


def test_status_says_what_is_missing_and_exits_1(tmp_path: Path) -> None:
    words = ("--serial", "/dev/no-such-port", "--folder", str(tmp_path), "--state", str(tmp_path / "state.json"))
    done = hall("status", *words, "--json")
    assert done.returncode == 1
    assert [device["state"] for device in json.loads(done.stdout)["devices"]] == ["absent", "ready"]
