from __future__ import annotations

from pathlib import Path

import pytest

from drivers.core.building import name_of
from drivers.core.registry import DRIVERS, UnknownDriver, driver
from drivers.core.status import Absent, Ready
from drivers.health import Looking, check


def test_each_device_of_the_settings_is_probed(tmp_path: Path) -> None:
    card = check("card", "serial", {"port": "/dev/no-such-port"})
    assert isinstance(card, Absent)
    assert "/dev/no-such-port" in card.cause
    assert isinstance(check("camera", "folder", {"folder": tmp_path}), Ready)


@pytest.mark.parametrize(
    ("card", "options"),
    [("telepathy", {}), ("serial", {}), ("serial", {"port": "/dev/null", "colour": "red"})],
)
def test_wrong_settings_are_absent_devices_with_a_remedy_not_errors(card: str, options: dict[str, str]) -> None:
    status = check("card", card, options)
    assert isinstance(status, Absent)
    assert "设置" in status.remedy


def test_a_device_looked_at_again_and_again_is_met_afresh_after_it_was_gone(tmp_path: Path) -> None:
    folder = tmp_path / "camera"
    look = Looking("camera", "folder", {"folder": folder})
    assert isinstance(look(), Absent)
    folder.mkdir()
    assert isinstance(look(), Ready)
    look.close()


def test_two_readers_of_one_kind_have_names_of_their_own() -> None:
    names = {name_of("card", "serial", {"port": f"/dev/ttyUSB{n}"}) for n in range(2)}
    assert len(names) == 2
    assert name_of("card", "pcsc", {"reader": ""}) == "读卡器 · card reader (pcsc)"


def test_every_registered_driver_can_be_imported() -> None:
    assert {driver(kind, name).__name__ for kind, name in DRIVERS} >= {
        "PcscCardReader",
        "SerialCardReader",
        "FolderCamera",
    }


def test_an_unknown_driver_names_the_known_ones() -> None:
    with pytest.raises(UnknownDriver, match="hid, pcsc, pcsc-escape, serial, usb"):
        driver("card", "telepathy")
