"""Tests on a real reader, named by its number so that no other is touched.

pytest tests/hardware --hardware 05.03-20200101-0000012345-0987654321 --hardware-at serial:/dev/ttyUSB0

Without --hardware they are not part of a run. Use a test card, not a person's.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from drivers.cards import CardReader
from drivers.cards.simulator.card import SyntheticCard
from drivers.core.registry import driver
from drivers.core.status import Absent, Faulty, Ready

HERE = Path(__file__).parent
HAND_S = 60.0
#: how --hardware-at names a carrier -> the driver, and which of its options the rest is
CARRIERS = {
    "serial": ("serial", "port"),
    "usb": ("usb", "socket"),
    "hid": ("hid", "path"),
    "escape": ("pcsc-escape", "reader"),
    "pcsc": ("pcsc", "reader"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--hardware", metavar="SERIAL", help="module number of the reader to test (PC/SC: its name)")
    parser.addoption(
        "--hardware-at", metavar="CARRIER[:PLACE]", default="usb", help="serial:PATH, usb, hid, escape:NAME, pcsc:NAME"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--hardware", default=None):
        return
    here = [item for item in items if HERE in item.path.parents]
    if here:
        config.hook.pytest_deselected(items=here)
        items[:] = [item for item in items if HERE not in item.path.parents]


class Hand:
    """A person at the reader: is told what to do and does it in their own time."""

    def __init__(self, config: pytest.Config) -> None:
        self._screen = config.get_terminal_writer()
        self._capture = config.pluginmanager.getplugin("capturemanager")

    def insert(self, card: SyntheticCard) -> None:
        """Ask for a card; any test card will do."""
        self._say("请放上测试卡 · LAY the test card on the reader")

    def remove(self) -> None:
        """Ask for the card to be lifted."""
        self._say("请拿开卡 · LIFT the card")

    def _say(self, words: str) -> None:
        with self._capture.global_and_fixture_disabled():
            self._screen.line()
            self._screen.line(f">>> {words}")
            self._screen.flush()


@pytest.fixture
def hand(request: pytest.FixtureRequest) -> Hand:
    return Hand(request.config)


@pytest.fixture
def hardware(request: pytest.FixtureRequest, hand: Hand) -> Iterator[CardReader]:
    """Return the reader that was named, its field empty; end the run when another one is there."""
    serial = request.config.getoption("--hardware")
    carrier, _, place = request.config.getoption("--hardware-at").partition(":")
    if carrier not in CARRIERS:
        pytest.exit(f"--hardware-at: {', '.join(CARRIERS)}", returncode=pytest.ExitCode.USAGE_ERROR)
    name, option = CARRIERS[carrier]
    with driver("card", name)(**({option: place} if place else {}), today=_today) as reader:
        match reader.status():
            case Ready(detail):
                found = detail.removeprefix("SAM ")
            case Absent(cause, remedy) | Faulty(cause, remedy):
                pytest.exit(f"{cause}\n{remedy}", returncode=pytest.ExitCode.TESTS_FAILED)
        if found != serial:
            pytest.exit(
                f"此处接的是 {found}，不是 {serial} · The reader here is {found}, not {serial}; it is left alone",
                returncode=pytest.ExitCode.TESTS_FAILED,
            )
        never = threading.Event()
        if not reader.wait_removed(timeout=0.5, cancel=never):
            hand.remove()
            assert reader.wait_removed(timeout=HAND_S, cancel=never), "the reader's field never became empty"
        yield reader


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
