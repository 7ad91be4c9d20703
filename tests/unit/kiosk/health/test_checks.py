"""Each part says whether it is there, why not, and what to do; none of them brings the doctor down."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from drivers.core.status import Absent, Faulty, Ready, Status
from kiosk.health.checks import centre, checks, data_folder, device, key, models, printer
from kiosk.settings import Device, Settings, load
from printers.profiles import load as load_profile
from printers.transport.simulator import VirtualPrinter
from tests.unit.kiosk.uplink.centre import key_file


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
    assert len(found) == 8
    missing = {name.split(" · ")[1] for name, status in found.items() if helps(status)}
    assert {"Kiosk key", "Card reader", "Camera", "Slip printer", "Centre"} <= missing
    assert isinstance(found["本机数据 · Data folder"], Ready)


def test_a_driver_nobody_wrote_and_an_option_it_does_not_have_are_settings_errors(tmp_path: Path) -> None:
    assert isinstance(device("card", Device(driver="telepathy")), Faulty)
    assert isinstance(device("camera", Device(driver="folder", options={"fodler": "x"})), Faulty)
    assert isinstance(device("camera", Device(driver="folder", options={"folder": str(tmp_path)})), Ready)


def test_a_printer_tells_its_state_and_prints_nothing(settings: Settings) -> None:
    with VirtualPrinter(load_profile("generic-80mm")) as virtual:
        there = settings.model_copy(update={"printer": settings.printer.model_copy(update={"uri": virtual.uri})})
        assert isinstance(printer(there), Ready)
        virtual.body.set_cover(opened=True)
        assert helps(printer(there))
        assert virtual.slips == []


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
