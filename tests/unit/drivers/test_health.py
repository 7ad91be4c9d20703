from __future__ import annotations

from pathlib import Path

import pytest

from drivers.core.registry import DRIVERS, UnknownDriver, driver
from drivers.core.status import Absent, Ready
from drivers.health import checks


def test_each_device_of_the_settings_is_probed(tmp_path: Path) -> None:
    found = checks(
        card="serial", card_options={"port": "/dev/no-such-port"}, camera="folder", camera_options={"folder": tmp_path}
    )
    (_, card), (_, camera) = found
    assert isinstance(card, Absent)
    assert "/dev/no-such-port" in card.cause
    assert isinstance(camera, Ready)


@pytest.mark.parametrize(
    ("card", "options"),
    [("telepathy", {}), ("serial", {}), ("serial", {"port": "/dev/null", "colour": "red"})],
)
def test_wrong_settings_are_absent_devices_with_a_remedy_not_errors(card: str, options: dict[str, str]) -> None:
    (_, status), _ = checks(card=card, card_options=options, camera="folder", camera_options={"folder": "/nowhere"})
    assert isinstance(status, Absent)
    assert "设置" in status.remedy


def test_every_registered_driver_can_be_imported() -> None:
    assert {driver(kind, name).__name__ for kind, name in DRIVERS} >= {
        "PcscCardReader",
        "SerialCardReader",
        "FolderCamera",
    }


def test_an_unknown_driver_names_the_known_ones() -> None:
    with pytest.raises(UnknownDriver, match="hid, pcsc, pcsc-escape, serial, usb"):
        driver("card", "telepathy")
