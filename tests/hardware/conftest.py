"""Tests on a real device, named by its number so that no other is touched.

pytest tests/hardware --hardware 05.03-20200101-0000012345-0987654321 --hardware-at serial:/dev/ttyUSB0
pytest tests/hardware --hardware usb-Vendor_Camera_A1-video-index0 --hardware-at camera
pytest tests/hardware --hardware genesys:libusb:001:004 --hardware-at feeder:genesys:libusb:001:004
pytest tests/hardware --hardware J3XF001234 --hardware-at printer:tcp://192.168.1.50:9100,epson-80mm

Without --hardware they are not part of a run. Use test cards, test pages and a roll of your own, not a person's.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from drivers.cameras import Camera
from drivers.cards import CardReader
from drivers.core.errors import DeviceError
from drivers.core.registry import driver
from drivers.core.status import Absent, Faulty, Ready, Status
from drivers.scanners import Scanner
from printers.identity import identity
from printers.profiles import load
from printers.testing.conformance import Subject
from printers.transport.uri import open_printer
from tests.hardware.hand import Hand

HERE = Path(__file__).parent
HAND_S = 60.0
ANSWER_S = 1.0
#: how --hardware-at names a carrier of card readers -> the driver, and which of its options the rest is
CARRIERS = {
    "serial": ("serial", "port"),
    "usb": ("usb", "socket"),
    "hid": ("hid", "path"),
    "escape": ("pcsc-escape", "reader"),
    "pcsc": ("pcsc", "reader"),
}
#: which file of tests is for which kind of device
SUITES = dict.fromkeys(CARRIERS, "test_card_reader.py") | {
    "camera": "test_camera.py",
    "scanner": "test_scanner.py",
    "feeder": "test_feeder.py",
    "printer": "test_printer.py",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--hardware",
        metavar="SERIAL",
        help="number of the device to test: of the module (PC/SC: reader name), by-id name of a camera, SANE name of a "
        "scanner, serial number of a printer (its address when it tells none)",
    )
    parser.addoption(
        "--hardware-at",
        metavar="CARRIER[:PLACE]",
        default="usb",
        help="serial:PATH, usb, hid, escape:NAME, pcsc:NAME, camera[:PATH], scanner[:NAME], feeder[:NAME], "
        "printer:ADDRESS[,PROFILE]",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    suite = ""
    if config.getoption("--hardware", default=None):
        carrier = config.getoption("--hardware-at").partition(":")[0]
        if carrier not in SUITES:
            pytest.exit(f"--hardware-at: {', '.join(SUITES)}", returncode=pytest.ExitCode.USAGE_ERROR)
        suite = SUITES[carrier]
    out = [item for item in items if HERE in item.path.parents and item.path.name != suite]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]


@pytest.fixture
def hand(request: pytest.FixtureRequest) -> Hand:
    return Hand(request.config)


def place(request: pytest.FixtureRequest) -> str:
    """Return what stands behind the carrier."""
    return str(request.config.getoption("--hardware-at").partition(":")[2])


def check_is_it(request: pytest.FixtureRequest, found: str) -> None:
    """End the run when the device here is not the one that was named."""
    serial = request.config.getoption("--hardware")
    if found != serial:
        pytest.exit(
            f"此处接的是 {found}，不是 {serial} · The device here is {found}, not {serial}; it is left alone",
            returncode=pytest.ExitCode.TESTS_FAILED,
        )


def detail(status: Status) -> str:
    """Return what a device that is ready says of itself; end the run when it is not."""
    match status:
        case Ready(detail):
            return detail
        case Absent(cause, remedy) | Faulty(cause, remedy):
            pytest.exit(f"{cause}\n{remedy}", returncode=pytest.ExitCode.TESTS_FAILED)


@pytest.fixture
def hardware(request: pytest.FixtureRequest, hand: Hand) -> Iterator[CardReader]:
    """Return the reader that was named, its field empty."""
    name, option = CARRIERS[request.config.getoption("--hardware-at").partition(":")[0]]
    where = place(request)
    with driver("card", name)(**({option: where} if where else {}), today=_today) as reader:
        check_is_it(request, detail(reader.status()).removeprefix("SAM "))
        never = threading.Event()
        if not reader.wait_removed(timeout=0.5, cancel=never):
            hand.remove()
            assert reader.wait_removed(timeout=HAND_S, cancel=never), "the reader's field never became empty"
        yield reader


@pytest.fixture
def hardware_camera(request: pytest.FixtureRequest) -> Iterator[Camera]:
    """Return the camera that was named by its lasting name."""
    with driver("camera", "uvc")(place(request) or None) as camera:
        # "NAME (PATH)": the last part of the path is the number in it that stays
        check_is_it(request, Path(detail(camera.status()).rpartition("(")[2].removesuffix(")")).name)
        yield camera


@pytest.fixture
def hardware_scanner(request: pytest.FixtureRequest) -> Iterator[Scanner]:
    """Return the scanner that was named."""
    with driver("scanner", "sane")(place(request) or None, resolution=150) as scanner:
        check_is_it(request, detail(scanner.status()))
        yield scanner


@pytest.fixture
def hardware_printer(request: pytest.FixtureRequest) -> Subject:
    """Return the printer that was named, which has to answer first."""
    address, _, profile = place(request).partition(",")
    try:
        with open_printer(address) as transport:
            check_is_it(request, identity(transport, ANSWER_S).serial or address)
    except DeviceError as error:
        pytest.exit(f"{error.cause}\n{error.remedy}", returncode=pytest.ExitCode.TESTS_FAILED)
    return Subject(load(profile or "generic-80mm"), partial(open_printer, address))


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
