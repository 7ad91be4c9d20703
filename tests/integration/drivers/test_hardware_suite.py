"""The suite for real readers, itself tried on a simulated one: it obeys the number, and asks a person for each card."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.pty import SamPty
from drivers.cards.simulator.sam import SimulatedSam

ROOT = Path(__file__).parents[3]
SERIAL = "05.03-20200101-0000012345-0987654321"
PYTEST = [sys.executable, "-m", "pytest", "tests/hardware", "-q", "-p", "no:xdist"]


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
