"""Readers that carry SAM_V frames over PC/SC: pseudo-APDUs through the real daemon, escape codes through a stand-in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date

import pytest

from drivers.cards import CardReader
from drivers.cards.errors import SerialNumberOnly
from drivers.cards.pcsc import PcscCardReader
from drivers.cards.pcscescape import EscapeCardReader
from drivers.cards.simulator.card import card_of, sample_card
from drivers.cards.simulator.escape import EscapeReader
from drivers.cards.simulator.frameapdu import FrameApdus
from drivers.cards.simulator.pcscd import Pcscd
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.sam import SimulatedSam
from drivers.cards.simulator.vpcd import VpcdSlot
from drivers.core.errors import DeviceAbsent
from drivers.core.status import Absent, Ready
from drivers.testing.cards import SOON_S, CardReaderConformance

TODAY = date(2026, 1, 1)
NEVER = threading.Event()


@pytest.fixture(scope="module")
def owned_slot() -> Iterator[VpcdSlot]:
    # owned for the whole module, so that another suite on this machine waits once
    with (
        Pcscd(),
        VpcdSlot(1, physics=INSTANT, patience=100.0, module=FrameApdus(SimulatedSam(physics=INSTANT))) as slot,
    ):
        yield slot


@pytest.fixture
def slot(owned_slot: VpcdSlot) -> Iterator[VpcdSlot]:
    yield owned_slot
    owned_slot.faults.clear()
    owned_slot.remove()


@pytest.fixture
def escape() -> EscapeReader:
    return EscapeReader(SimulatedSam(physics=INSTANT), code=3500)


@pytest.mark.pcsc
@pytest.mark.xdist_group("pcsc")
class TestApduPrefixConformance(CardReaderConformance):
    @pytest.fixture
    def bench(self, slot: VpcdSlot) -> VpcdSlot:
        return slot

    @pytest.fixture
    def reader(self, bench: VpcdSlot) -> Iterator[CardReader]:
        with PcscCardReader(bench.reader, profile="apdu_prefix:ff000000", today=lambda: TODAY) as reader:
            assert reader.wait_removed(timeout=SOON_S, cancel=NEVER)
            yield reader


@pytest.mark.pcsc
@pytest.mark.xdist_group("pcsc")
def test_extended_apdus_pass_the_daemon_whole(slot: VpcdSlot) -> None:
    assert slot.module is not None
    short = slot.module
    slot.module = FrameApdus(short.sam, extended=True)
    try:
        with PcscCardReader(slot.reader, profile="apdu_prefix:ff000000:extended", today=lambda: TODAY) as reader:
            assert reader.wait_removed(timeout=SOON_S, cancel=NEVER)
            slot.insert(sample_card())
            assert reader.wait_card(timeout=SOON_S, cancel=NEVER)
            assert reader.read(cancel=NEVER).raw_photo == sample_card().photo
    finally:
        slot.remove()
        slot.module = short


class TestEscapeConformance(CardReaderConformance):
    @pytest.fixture
    def bench(self, escape: EscapeReader) -> EscapeReader:
        return escape

    @pytest.fixture
    def reader(self, bench: EscapeReader) -> Iterator[CardReader]:
        with EscapeCardReader("simulated", code=3500, open_service=bench.open, today=lambda: TODAY) as reader:
            yield reader


class TestEscapeBehindThePresenceOfTheDaemonConformance(CardReaderConformance):
    @pytest.fixture
    def bench(self, escape: EscapeReader) -> EscapeReader:
        return escape

    @pytest.fixture
    def reader(self, bench: EscapeReader) -> Iterator[CardReader]:
        with PcscCardReader("", profile="escape:3500", open_service=bench.open, today=lambda: TODAY) as reader:
            yield reader


def test_the_escape_reader_says_its_module_number(escape: EscapeReader) -> None:
    with EscapeCardReader(code=3500, open_service=escape.open, today=lambda: TODAY) as reader:
        assert reader.status() == Ready("SAM 05.03-20200101-0000012345-0987654321")


def test_a_wrong_escape_code_names_the_setting_of_the_ccid_driver(escape: EscapeReader) -> None:
    with EscapeCardReader(code=1, open_service=escape.open, today=lambda: TODAY) as reader:
        status = reader.status()
    assert isinstance(status, Absent)
    assert "ifdDriverOptions" in status.remedy


def test_an_escape_reader_that_is_unplugged_is_absent_and_comes_back(escape: EscapeReader) -> None:
    with EscapeCardReader(code=3500, open_service=escape.open, today=lambda: TODAY) as reader:
        escape.plugged = False
        with pytest.raises(DeviceAbsent):
            reader.wait_card(timeout=1, cancel=NEVER)
        escape.plugged = True
        escape.insert(card_of({"name": "测试乙", "birth": "19000101", "number": "130406190001010024"}))
        assert reader.wait_card(timeout=1, cancel=NEVER)


def test_a_reader_named_uid_only_never_pretends(escape: EscapeReader) -> None:
    escape.insert(sample_card())
    with PcscCardReader(profile="uid_only", open_service=escape.open, today=lambda: TODAY) as reader:
        assert reader.wait_card(timeout=1, cancel=NEVER)
        with pytest.raises(SerialNumberOnly):
            reader.read(cancel=NEVER)
