"""The suites for real devices, themselves tried on simulated ones: they obey the number, and ask a person for a hand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.pty import SamPty
from drivers.cards.simulator.sam import SimulatedSam
from drivers.scanners.simulator.sanetest import SaneTestScanner
from printers.profiles import load
from printers.transport.simulator import VirtualPrinter

ROOT = Path(__file__).parents[3]
SERIAL = "05.03-20200101-0000012345-0987654321"
#: without plug-ins that only cost time to load
PYTEST = [sys.executable, "-m", "pytest", "tests/hardware", "-q", "-p", "no:xdist", "-p", "no:schemathesis"]


def test_without_a_number_nothing_of_it_runs() -> None:
    done = subprocess.run(PYTEST, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 5
    assert "deselected" in done.stdout
    assert "skipped" not in done.stdout


def test_another_reader_is_left_alone() -> None:
    with SamPty(SimulatedSam(physics=INSTANT)) as line:
        done = subprocess.run(
            [*PYTEST, "--hardware", "05.03-20200101-0000000001-0000000001", "--hardware-at", f"serial:{line.path}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert "not 05.03-20200101-0000000001-0000000001" in done.stdout + done.stderr
    assert SERIAL in done.stdout + done.stderr


def test_the_named_reader_goes_through_the_contract_by_hand() -> None:
    with (
        SamPty(SimulatedSam(physics=INSTANT)) as line,
        subprocess.Popen(
            [*PYTEST, "--hardware", SERIAL, "--hardware-at", f"serial:{line.path}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        said = []
        for words in process.stdout:
            said.append(words)
            if "LAY" in words:
                line.sam.insert(sample_card())
            if "LIFT" in words:
                line.sam.remove()
        assert process.wait(60) == 0, "".join(said)
    assert " passed" in said[-1]


def tried(serial: str, at: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PYTEST, "--hardware", serial, "--hardware-at", at],
        cwd=ROOT,
        env=os.environ | environment,
        input="\n" * 10,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_named_printer_goes_through_the_contract_by_hand() -> None:
    with VirtualPrinter(load("generic-80mm"), serial="SIM0007") as printer:
        hand = {
            "OUT": printer.body.run_out_of_paper,
            "IN": printer.body.load_paper,
            "OPEN": lambda: printer.body.set_cover(opened=True),
            "CLOSE": lambda: printer.body.set_cover(opened=False),
        }
        with subprocess.Popen(
            [*PYTEST, "--hardware", "SIM0007", "--hardware-at", f"printer:{printer.uri}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            said = []
            for words in process.stdout:
                said.append(words)
                for word in words.split() if words.startswith(">>>") else ():
                    hand.get(word, lambda: None)()
            assert process.wait(60) == 0, "".join(said)
        assert " passed" in said[-1]
        assert len(printer.slips) == 2


def test_another_printer_is_left_alone() -> None:
    with VirtualPrinter(load("generic-80mm"), serial="SIM0007") as printer:
        done = tried("SIM0008", f"printer:{printer.uri}")
        assert done.returncode == 1 and "SIM0007" in done.stdout + done.stderr
        assert not printer.slips and not printer.body.hanging


def test_the_named_scanner_goes_through_the_contract_and_another_is_left_alone(tmp_path: Path) -> None:
    SaneTestScanner(tmp_path)
    done = tried("test:0", "feeder:test:0", SANE_CONFIG_DIR=str(tmp_path))
    assert done.returncode == 0, done.stdout
    assert "7 passed" in done.stdout
    done = tried("test:1", "scanner:test:0", SANE_CONFIG_DIR=str(tmp_path))
    assert done.returncode == 1 and "not test:1" in done.stdout + done.stderr


def test_a_camera_that_is_not_there_ends_the_run_with_the_remedy() -> None:
    done = tried("usb-Some_Camera-video-index0", "camera:/dev/no-such-camera")
    assert done.returncode == 1 and "高拍仪" in done.stdout + done.stderr
