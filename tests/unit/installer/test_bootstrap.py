"""The set-up script finds what is missing, and finds nothing to do when nothing changed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

#: stands for dpkg-query: knows two packages, one under the name newer Ubuntu gives it
DPKG_QUERY = """
dpkg-query() {
  local wanted
  for wanted in "$@"; do
    case $wanted in
      pcscd|libglib2.0-0t64) printf 'installed %s \\n' "$wanted" ;;
      half-removed) printf 'config-files half-removed \\n' ;;
    esac
  done
  return 1
}
"""


def shell(program: str) -> subprocess.CompletedProcess[str]:
    script = f"set -euo pipefail\n. installer/bootstrap.sh\n{program}"
    return subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("asked", "missing"),
    [
        ("pcscd", []),
        ("libglib2.0-0", []),
        ("pcscd half-removed swig", ["half-removed", "swig"]),
        ("libglib2.0", ["libglib2.0"]),
    ],
)
def test_a_package_is_missing_unless_it_is_wholly_installed(asked: str, missing: list[str]) -> None:
    done = shell(f"{DPKG_QUERY}\n_missing_packages {asked}")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == missing


def test_package_lists_are_read_without_their_comments(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("# why\npcscd\nswig  # compiles\n\n", encoding="utf-8")
    assert shell(f"_packages {tmp_path}/list.txt").stdout.split() == ["pcscd", "swig"]


def test_a_step_that_fails_shows_its_last_words_the_cause_and_the_next_step() -> None:
    done = shell("_quietly 'pip install' 'check the network' sh -c 'echo no route to host; exit 3'")
    assert done.returncode == 1
    assert "no route to host" in done.stderr
    assert "pip install" in done.stderr
    assert "check the network" in done.stderr


def test_a_step_that_works_says_nothing() -> None:
    done = shell("_quietly step remedy sh -c 'echo chatter'")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
