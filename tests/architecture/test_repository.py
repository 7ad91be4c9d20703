"""What a stranger who clones the repository relies on."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("kiosk", "drivers", "printers", "server", "installer")
#: a file past this holds two ideas
MOST_LINES = 400


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", ["installer/locks/requirements.lock", "server/web/package-lock.json"])
def test_lock_files_name_no_registry(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.findall(r"https?://\S+|file://\S+", text)
    assert '"resolved"' not in text


def test_every_locked_python_package_has_hashes() -> None:
    entries = (ROOT / "installer/locks/requirements.lock").read_text(encoding="utf-8").split("\n")
    pins = [line for line in entries if "==" in line]
    assert pins
    assert all(line.endswith("\\") for line in pins), "a pin without hashes"


def test_web_assets_are_pinned_exactly() -> None:
    wanted = json.loads((ROOT / "server/web/package.json").read_text(encoding="utf-8"))["dependencies"]
    assert wanted
    assert all(re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", version) for version in wanted.values())


def test_no_source_file_holds_two_ideas() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked(*(f"{package}/**.py" for package in CODE))
        if "migrations" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert not long


def test_nothing_from_a_developers_machine_is_tracked() -> None:
    places = re.compile(r"(?<![\w.])/(?:home|root|Users)/\w+")
    found = {
        str(path.relative_to(ROOT)): match.group()
        for path in tracked()
        if path.suffix in {".py", ".md", ".toml", ".sh", ".json", ".yml", ".qml"}
        and path != Path(__file__)
        and (match := places.search(path.read_text(encoding="utf-8")))
    }
    assert not found


def test_readme_shows_the_two_commands_in_both_languages() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "./hall demo" in text
        assert "./hall test" in text


@pytest.mark.parametrize("package", CODE)
def test_every_module_says_what_it_is(package: str) -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in tracked(f"{package}/**.py")
        if (text := path.read_text(encoding="utf-8").lstrip()) and not text.startswith(('"""', "'''"))
    ]
    assert not silent
