from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from pydantic import TypeAdapter

from printers.cli import print_group
from printers.layout.registration import Registration
from printers.layout.sample import sample_registration, sample_slip
from printers.layout.slip import Slip, lay_out
from printers.profiles import load
from printers.render.escpos import render_escpos

ROOT = Path(__file__).parents[3]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(print_group, [str(argument) for argument in arguments])


def last_json(result: Result) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return value


@dataclass
class Simulator:
    """`hall devices simulate printer` as its own process."""

    process: subprocess.Popen[str]

    def event(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        value: dict[str, Any] = json.loads(self.process.stdout.readline())
        return value

    def say(self, line: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.event()


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[Simulator]:
    command = [sys.executable, "-c", "from printers.cli import simulate_printer; simulate_printer()"]
    with subprocess.Popen(
        [*command, "--port", "0", "--speed", "0", "--render", str(tmp_path / "tray")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Simulator(process)
        assert process.stdin is not None
        # The end of standard input ends the printer, so that none outlives the program that started it.
        process.stdin.close()
        assert process.wait(10) == 0


def test_the_bytes_written_are_the_bytes_a_printer_gets(tmp_path: Path) -> None:
    result = run("slip", "--to", tmp_path / "slip.bin", "--preview", tmp_path / "slip.png", "--json")
    assert result.exit_code == 0
    expected = render_escpos(lay_out(sample_slip()), load("generic-80mm"))
    assert (tmp_path / "slip.bin").read_bytes() == expected
    assert last_json(result)["bytes"] == len(expected)
    with Image.open(tmp_path / "slip.png") as image:
        assert image.width > 576


def test_without_options_the_slip_is_shown() -> None:
    result = run("slip")
    assert result.exit_code == 0 and "来访登记回执" in result.stdout


def test_a_slip_of_ones_own_comes_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "slip.json"
    path.write_bytes(TypeAdapter(Slip).dump_json(sample_slip()))
    assert "区人力资源和社会保障局" in run("slip", "--slip", path, "--text").stdout


@pytest.mark.parametrize("text", ["{", "{}", '{"title": 1}'])
def test_a_wrong_slip_file_is_a_usage_error_that_names_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "slip.json"
    path.write_text(text, encoding="utf-8")
    result = run("slip", "--slip", path)
    assert result.exit_code == 2 and "slip.json" in result.stderr


def test_an_unknown_profile_is_a_usage_error() -> None:
    result = run("slip", "--profile", "nonsense")
    assert result.exit_code == 2 and "generic-58mm" in result.stderr


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = run("slip", "--to", tmp_path / "missing" / "slip.bin")
    assert result.exit_code == 1 and "missing" in result.stderr


def test_a_printer_that_is_not_there_fails_with_a_remedy() -> None:
    for command in ("slip", "test", "status"):
        result = run(command, "--printer", "tcp://127.0.0.1:1")
        assert result.exit_code == 1 and "hall doctor" in result.stderr


def test_a_misspelt_printer_is_a_usage_error() -> None:
    for command in ("slip", "status"):
        result = run(command, "--printer", "printer")
        assert result.exit_code == 2 and "tcp://" in result.stderr


def test_slips_printed_on_the_virtual_printer_land_in_its_tray(simulator: Simulator, tmp_path: Path) -> None:
    listening = simulator.event()
    assert listening["event"] == "listening"
    result = run("slip", "--printer", listening["printer"], "--json")
    assert result.exit_code == 0 and last_json(result)["outcome"] == "Printed"
    slip = simulator.event()
    assert slip["event"] == "slip" and slip["cut"]
    assert Path(slip["bin"]).read_bytes() == render_escpos(lay_out(sample_slip()), load("generic-80mm"))
    assert "130406260601F00016" in Path(slip["txt"]).read_text(encoding="utf-8")
    with Image.open(slip["png"]) as image:
        assert image.width == 576

    assert simulator.say("paper out")["event"] == "done"
    result = run("slip", "--printer", listening["printer"], "--json")
    assert result.exit_code == 1 and last_json(result)["outcome"] == "OutOfPaper"
    assert run("status", "--printer", listening["printer"]).exit_code == 1
    assert simulator.say("nonsense")["event"] == "error"
    assert simulator.say("clear")["event"] == "done"
    assert run("status", "--printer", listening["printer"], "--json").exit_code == 0


@pytest.mark.parametrize("kind", ["registration", "acceptance"])
def test_a_form_is_written_as_pdf(tmp_path: Path, kind: str) -> None:
    result = run("form", "--sample", "--kind", kind, "--to", tmp_path / "form.pdf", "--json")
    assert result.exit_code == 0
    assert last_json(result)["bytes"] == (tmp_path / "form.pdf").stat().st_size


def test_the_facts_of_a_form_come_from_a_file(tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_bytes(TypeAdapter(Registration).dump_json(sample_registration()))
    assert run("form", "--facts", facts, "--to", tmp_path / "a.pdf").exit_code == 0
    assert run("form", "--sample", "--to", tmp_path / "b.pdf").exit_code == 0
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    facts.write_text("{}", encoding="utf-8")
    result = run("form", "--facts", facts, "--to", tmp_path / "a.pdf")
    assert result.exit_code == 2 and "facts.json" in result.stderr


def test_a_form_needs_somewhere_to_go_and_a_queue_that_is_there(tmp_path: Path) -> None:
    assert run("form", "--sample").exit_code == 2
    assert run("form", "--cups", "cups:///a/b").exit_code == 2
    result = run("form", "--cups", f"cups:///office?socket={tmp_path}/none.sock")
    assert result.exit_code == 1 and "CUPS" in result.stderr
