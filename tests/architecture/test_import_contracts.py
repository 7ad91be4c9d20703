"""The import contracts hold, and each of them breaks when it is violated."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("kiosk", "drivers", "printers", "server", "installer")

#: contract -> (file to append to, offending import)
VIOLATIONS = {
    "drivers know nobody": ("drivers/core/status.py", "import kiosk.flow.visit"),
    "printers know only drivers.core": ("printers/layout/slip.py", "import drivers.cards"),
    "layout is pure": ("printers/layout/slip.py", "import printers.render"),
    "the server never sees the kiosk, Qt or a device": ("server/core/time.py", "import PySide6"),
    "the kiosk sees only the contract of the server": ("kiosk/uplink/client.py", "import server.core"),
    "the contract is pydantic and nothing else": ("server/contract/v1/routing.py", "import sqlmodel"),
    "server domains are layered": ("server/clocks/rules.py", "import server.cases"),
    "inside a domain: api over service over repository over tables": (
        "server/cases/tables.py",
        "import server.cases.service",
    ),
    "the flow is free of Qt and devices": ("kiosk/flow/advance.py", "import PySide6"),
    "a view never touches a device, a printer or the network": ("kiosk/views/idle.py", "import httpx2"),
    "running code never imports a simulator or the bench": ("kiosk/app.py", "import kiosk.bench"),
    "device kinds are independent of each other": ("drivers/cameras/folder.py", "import drivers.cards"),
    "tables and repository of cases are private": ("server/web/pages/case.py", "import server.cases.tables"),
    "nobody imports the installer": ("kiosk/app.py", "import installer"),
}


def lint(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--config", str(folder / "pyproject.toml")],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def contracts() -> list[str]:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in document["tool"]["importlinter"]["contracts"]]


def test_every_contract_holds() -> None:
    code, said = lint(ROOT)
    assert code == 0, said


def test_every_contract_has_a_violation_to_try() -> None:
    assert sorted(contracts()) == sorted(VIOLATIONS)


@pytest.fixture(scope="module")
def verdicts_on_a_tree_that_violates_all(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("violated")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, statement in VIOLATIONS.values():
        file = folder / name
        assert file.is_file(), f"{name} moved: give its contract another file to violate"
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{statement}\n", encoding="utf-8")
    code, said = lint(folder)
    assert code != 0
    return said


@pytest.mark.parametrize("contract", sorted(VIOLATIONS))
def test_a_violation_breaks_its_contract(contract: str, verdicts_on_a_tree_that_violates_all: str) -> None:
    verdict = next(
        line for line in verdicts_on_a_tree_that_violates_all.splitlines() if line.lower().startswith(contract.lower())
    )
    assert "BROKEN" in verdict
