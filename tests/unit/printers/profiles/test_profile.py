from __future__ import annotations

from pathlib import Path

import pytest

from printers.profiles import UnknownProfile, load, names


def test_every_shipped_profile_loads() -> None:
    assert {"generic-80mm", "generic-58mm", "raster-80mm"} <= set(names())
    for name in names():
        assert load(name).name == name


def test_an_unknown_profile_names_the_known_ones() -> None:
    with pytest.raises(UnknownProfile, match="generic-80mm"):
        load("epson-9000")


@pytest.mark.parametrize(
    "change", ["columns = 60", 'encoding = "latin"', "dots = 577", "unheard_of = 1", "columns = = 1"]
)
def test_a_wrong_profile_file_is_refused_with_its_path(tmp_path: Path, change: str) -> None:
    key = change.split(" ")[0]
    source = Path(__file__).parents[4] / "printers" / "profiles" / "generic-80mm.toml"
    lines = [line for line in source.read_text(encoding="utf-8").splitlines() if not line.startswith(f"{key} =")]
    path = tmp_path / "mine.toml"
    path.write_text("\n".join([*lines, change]), encoding="utf-8")
    with pytest.raises(UnknownProfile, match=r"mine\.toml"):
        load(str(path))


def test_a_profile_of_ones_own_is_loaded_from_its_file(tmp_path: Path) -> None:
    source = Path(__file__).parents[4] / "printers" / "profiles" / "generic-58mm.toml"
    path = tmp_path / "hall-3.toml"
    path.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    assert load(str(path)).name == "hall-3"
