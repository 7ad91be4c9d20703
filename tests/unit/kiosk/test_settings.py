"""One file, the environment over it, the command line over both."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.settings import Settings, SettingsError, load

SAMPLE = Path(__file__).parents[3] / "kiosk" / "settings.sample.toml"


def test_the_sample_names_every_setting_with_its_default() -> None:
    sample, default = load(SAMPLE), Settings()
    assert sample.model_copy(update={"hall_region": default.hall_region}) == default
    written = SAMPLE.read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if name not in written] == []


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('server_url = "http://file"\n[card]\ndriver = "pcsc"\n[screen]\nwidth = 800\n')
    monkeypatch.setenv("HALL_KIOSK_SERVER_URL", "http://environment")
    monkeypatch.setenv("HALL_KIOSK_CARD__DRIVER", "serial")
    settings = load(file, screen={"fullscreen": False})
    assert (settings.server_url, settings.card.driver) == ("http://environment", "serial")
    assert (settings.screen.fullscreen, settings.screen.width) == (False, 800)
    assert load(file, server_url="http://line").server_url == "http://line"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("server = 1", "server"),
        ("[card]\nname = 'x'", "card"),
        ("hall_region = '13'", "hall_region"),
        ("= 3", "TOML"),
    ],
)
def test_a_mistake_is_named_by_its_place(tmp_path: Path, text: str, place: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=place):
        load(file)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml"):
        load(tmp_path / "none.toml")
