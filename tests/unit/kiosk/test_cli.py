"""`hall kiosk` says what is wrong with what it was given, before any window opens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk


def test_a_wrong_size_is_a_usage_error() -> None:
    result = CliRunner().invoke(kiosk, ["--size", "big"])
    assert result.exit_code == 2
    assert "720x1280" in result.output


def test_wrong_settings_are_named(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text("server = 1")
    result = CliRunner().invoke(kiosk, ["--settings", str(file)])
    assert result.exit_code == 2
    assert "server" in result.output


@pytest.mark.parametrize("module", ["kiosk.cli", "kiosk.outfit"])
def test_importing_it_loads_nothing_heavy(module: str) -> None:
    heavy = "{'PySide6', 'httpx2', 'cv2', 'escpos', 'numpy', 'paddleocr', 'smartcard'}"
    code = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"
