"""The command table: everything in it exists, speaks two languages, and help costs nothing."""

from __future__ import annotations

import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from installer.bench import Benches
from installer.command import COMMANDS, main

#: imported by some command, never for showing help
HEAVY = ("PySide6", "cv2", "paddleocr", "onnxruntime", "fastapi", "sqlmodel", "sqlalchemy", "reportlab", "smartcard")


@pytest.mark.parametrize("name", [*COMMANDS, *(f"bench {name}" for name in Benches.places)])
def test_every_command_answers_help_in_both_languages(name: str) -> None:
    answer = CliRunner().invoke(main, [*name.split(), "--help"])
    assert answer.exit_code == 0, answer.output
    assert " · " in answer.output
    assert any("一" <= letter <= "鿿" for letter in answer.output)


def test_the_commands_an_office_needs_are_there() -> None:
    wanted = "demo test kiosk server worker doctor bench card pages read print admin"
    assert set(wanted.split()) <= set(COMMANDS)


def test_help_imports_nothing_heavy() -> None:
    program = f"""
import json, sys
from click.testing import CliRunner
from installer.command import main
answer = CliRunner().invoke(main, ["--help"])
print(json.dumps([answer.exit_code, [name for name in {HEAVY!r} if name in sys.modules]]))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [0, []]


def test_an_unknown_command_is_a_usage_error_not_a_trace() -> None:
    answer = CliRunner().invoke(main, ["dance"])
    assert answer.exit_code == click.UsageError.exit_code
    assert "dance" in answer.output
    assert "Traceback" not in answer.output
