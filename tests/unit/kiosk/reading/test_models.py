"""Model files and the self-test about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.core.status import Absent, Faulty, Ready
from kiosk.reading.errors import ModelsMissing
from kiosk.reading.health import check
from kiosk.reading.models import characters, locate, prepare


def test_the_installed_models_are_found_and_ready() -> None:
    assert isinstance(check(None), Ready)
    assert locate(None).recognition.is_file()


def test_a_folder_without_models_is_absent_and_named(tmp_path: Path) -> None:
    with pytest.raises(ModelsMissing, match=tmp_path.name):
        locate(str(tmp_path))
    status = check(str(tmp_path))
    assert isinstance(status, Absent) and tmp_path.name in status.cause and status.remedy


def test_a_cut_short_model_is_faulty(tmp_path: Path) -> None:
    models = locate(None)
    for source in (models.detection, models.recognition):
        (tmp_path / source.name).write_bytes(source.read_bytes()[:1000])
    assert isinstance(check(str(tmp_path)), Faulty)
    with pytest.raises(ModelsMissing, match="损坏"):
        characters(tmp_path / models.recognition.name)


def test_folders_are_made_once_and_mended_when_half_of_one_is_gone(tmp_path: Path) -> None:
    models = locate(None)
    folders = prepare(models, tmp_path)
    made = (folders.recognition / "inference.yml").stat().st_mtime_ns
    assert prepare(models, tmp_path) == folders
    assert (folders.recognition / "inference.yml").stat().st_mtime_ns == made
    (folders.detection / "inference.yml").unlink()
    assert (prepare(models, tmp_path).detection / "inference.yml").is_file()
    assert not [path for path in (tmp_path / "models").iterdir() if path.name.startswith(".")]


def test_the_character_list_of_the_model_reaches_the_configuration(tmp_path: Path) -> None:
    models = locate(None)
    known = characters(models.recognition)
    assert {"信", "访", "〔", "X"} <= set(known) and len(known) > 6000
    text = (prepare(models, tmp_path).recognition / "inference.yml").read_text(encoding="utf-8")
    assert "CTCLabelDecode" in text and "访" in text
