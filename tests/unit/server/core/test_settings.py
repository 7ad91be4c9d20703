"""The sample file shows every setting with its default."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from server.core import settings as module
from server.core.settings import CONFIG_VARIABLE, ServerSettings

SAMPLE = Path(module.__file__).with_name("settings.sample.toml")


def test_the_sample_shows_every_setting_with_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONFIG_VARIABLE, str(SAMPLE))
    assert ServerSettings() == ServerSettings.model_construct()
    named = {
        line.lstrip("# ").split(" =")[0] for line in SAMPLE.read_text(encoding="utf-8").splitlines() if " = " in line
    }
    assert named == set(ServerSettings.model_fields)
    assert tomllib.loads(SAMPLE.read_text(encoding="utf-8"))


def test_every_setting_is_described() -> None:
    assert [name for name, field in ServerSettings.model_fields.items() if not field.description] == []


def test_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "hall.toml"
    file.write_text('session_hours = 3\nhall_name = "演示大厅"\n', encoding="utf-8")
    monkeypatch.setenv(CONFIG_VARIABLE, str(file))
    monkeypatch.setenv("HALL_SERVER_SESSION_HOURS", "5")
    settings = ServerSettings()
    assert (settings.session_hours, settings.hall_name) == (5, "演示大厅")


def test_a_misspelt_setting_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "hall.toml"
    file.write_text("sesion_hours = 3\n", encoding="utf-8")
    monkeypatch.setenv(CONFIG_VARIABLE, str(file))
    with pytest.raises(ValueError, match="sesion_hours"):
        ServerSettings()
