"""Each part says whether it is there, why not, and what to do; none of them brings the doctor down."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from drivers.core.healthfile import load as load_health
from drivers.core.healthfile import update
from drivers.core.status import Absent, Faulty, Ready, Status
from drivers.core.supervision import Health, State, observe
from kiosk.health.checks import centre, checks, data_folder, key, models
from kiosk.health.devices import configured, devices
from kiosk.settings import Device, Settings, load
from kiosk.workers.keepers import health_file
from printers.profiles import load as load_profile
from printers.transport.simulator import VirtualPrinter
from tests.unit.kiosk.uplink.centre import key_file

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(
        None,
        data_dir=tmp_path / "kiosk",
        server_url="http://127.0.0.1:9",
        card={"driver": "serial", "options": {"port": str(tmp_path / "ttyNONE")}},
        camera={"driver": "folder", "options": {"folder": str(tmp_path / "none")}},
        printer={"uri": "tcp://127.0.0.1:9", "profile": "generic-80mm"},
    )


def helps(status: Status) -> bool:
    return isinstance(status, Absent | Faulty) and bool(status.cause and status.remedy)


def test_a_bare_terminal_names_everything_that_is_missing(settings: Settings) -> None:
    found = dict(checks(settings))
    assert len(found) == 10
    missing = {name.split(" · ")[1] for name, status in found.items() if helps(status)}
    assert {"Kiosk key", "Card reader", "Camera", "Slip printer", "Centre"} <= missing
    assert isinstance(found["本机数据 · Data folder"], Ready)


def only(settings: Settings, title: str) -> Status:
    return next(status for name, status in devices(settings, NOW) if title in name)


def test_a_driver_nobody_wrote_and_an_option_it_does_not_have_are_settings_errors(settings: Settings) -> None:
    for camera in (Device(driver="telepathy"), Device(driver="folder", options={"fodler": "x"})):
        status = only(settings.model_copy(update={"camera": camera}), "Camera")
        assert isinstance(status, Absent)
        assert "设置" in status.remedy


def test_a_printer_tells_its_state_and_prints_nothing(settings: Settings) -> None:
    with VirtualPrinter(load_profile("generic-80mm")) as virtual:
        there = settings.model_copy(update={"printer": settings.printer.model_copy(update={"uri": virtual.uri})})
        assert isinstance(only(there, "Slip printer"), Ready)
        virtual.body.set_cover(opened=True)
        assert helps(only(there, "Slip printer"))
        assert virtual.slips == []


def test_a_queue_for_a4_papers_is_looked_at_when_there_is_one(settings: Settings) -> None:
    assert not any("A4" in name for name, _ in devices(settings, NOW))
    with_queue = settings.model_copy(update={"a4_queue": "cups:///hall?socket=/nowhere"})
    assert isinstance(only(with_queue, "A4"), Absent)


def test_a_device_in_the_hands_of_a_running_terminal_is_told_from_its_file_and_not_opened(settings: Settings) -> None:
    reader = next(device for device in configured(settings) if device.kind == "card")
    file = health_file(settings)
    # the parent of this process lives as long as this test
    kept = replace(observe(Health(), Ready("SAM 1"), NOW), keeper=os.getppid(), told=NOW.isoformat())
    update(file, reader.name, lambda _: kept)
    assert only(settings, "Card reader") == Ready("SAM 1；终端正在看管 · kept by the running terminal")
    assert isinstance(dict(devices(settings, NOW + timedelta(minutes=5)))["身份证阅读器 · Card reader"], Absent)
    assert load_health(file)[reader.name].state is State.READY


def test_an_enrolled_terminal_without_network_says_that_the_centre_is_away(settings: Settings, tmp_path: Path) -> None:
    file = key_file(tmp_path, Ed25519PrivateKey.generate())
    enrolled = settings.model_copy(update={"key_file": str(file)})
    assert key(enrolled) == Ready("k-1")
    assert isinstance(centre(enrolled), Absent)
    file.write_text("{}")
    assert isinstance(key(enrolled), Faulty)


def test_a_folder_that_cannot_be_written_is_said(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert isinstance(data_folder(settings.model_copy(update={"data_dir": tmp_path / "file"})), Faulty)


def test_models_are_found_or_named(settings: Settings, tmp_path: Path) -> None:
    assert isinstance(models(settings), Ready)
    assert helps(models(settings.model_copy(update={"models_dir": str(tmp_path)})))
