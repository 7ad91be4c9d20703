"""The lock file and what is laid from it."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from server.web import assets

NPM = """#!/bin/sh
for file in {files}; do mkdir -p "node_modules/$(dirname "$file")"; echo "body of $file" > "node_modules/$file"; done
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "package-lock.json").write_text('{"lockfileVersion": 3}')
    return tmp_path


def put_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program named npm first on the path."""
    place = tmp_path / "bin"
    place.mkdir()
    (place / "npm").write_text(script)
    (place / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}:/usr/bin:/bin")


def test_the_lock_file_names_no_registry_and_pins_every_package() -> None:
    lock = json.loads((assets.HERE / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert all("resolved" not in entry and entry["integrity"].startswith("sha512-") for entry in packages.values())
    wanted = json.loads((assets.HERE / "package.json").read_text())["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_laid_files_have_a_gzip_twin_and_are_up_to_date(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_npm(folder, monkeypatch, NPM.format(files=" ".join(assets.FILES)))
    vendor = folder / "vendor"
    assert not assets.up_to_date(folder, vendor)
    laid = assets.lay(folder, vendor)
    assert assets.up_to_date(folder, vendor)
    for path in laid:
        assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == path.read_bytes()


def test_a_changed_lock_file_asks_for_a_new_laying(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_npm(folder, monkeypatch, NPM.format(files=" ".join(assets.FILES)))
    assets.lay(folder, folder / "vendor")
    (folder / "package-lock.json").write_text('{"lockfileVersion": 3, "changed": true}')
    assert not assets.up_to_date(folder, folder / "vendor")


def test_without_npm_the_error_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(assets.AssetsMissing, match="apt-get install npm"):
        assets.lay(folder, folder / "vendor")


def test_what_npm_said_is_shown_when_it_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_npm(folder, monkeypatch, "#!/bin/sh\necho 'lock file and package.json differ' >&2\nexit 1\n")
    with pytest.raises(assets.AssetsMissing, match="lock file and package"):
        assets.lay(folder, folder / "vendor")


def test_a_package_without_the_needed_file_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_npm(folder, monkeypatch, "#!/bin/sh\n")
    with pytest.raises(assets.AssetsMissing, match=r"tabler\.min\.css"):
        assets.lay(folder, folder / "vendor")


def test_a_second_run_says_that_nothing_is_to_do() -> None:
    assert assets.up_to_date(), "run python -m server.web.assets first"
    done = CliRunner().invoke(assets.main)
    assert done.exit_code == 0
    assert "up to date" in done.output
