"""Whether `hall doctor` says that a terminal can speak."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from drivers.core.status import Absent, Ready
from kiosk.health.checks import voice
from kiosk.settings import Settings, Voice


def test_a_terminal_without_a_daemon_is_silent_and_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = voice(Settings(voice=Voice(socket=str(tmp_path / "nobody.sock"))))
    assert isinstance(found, Absent) and "speech-dispatcher" in found.remedy


def test_a_daemon_that_listens_is_named(tmp_path: Path) -> None:
    place = tmp_path / "speechd.sock"
    with socket.socket(socket.AF_UNIX) as daemon:
        daemon.bind(str(place))
        assert voice(Settings(voice=Voice(socket=str(place)))) == Ready(str(place))
