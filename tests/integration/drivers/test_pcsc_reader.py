"""The PC/SC driver against the real daemon with a synthetic card on its virtual reader."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date

import pytest

from drivers.cards import CardReader
from drivers.cards.errors import NotAnIdentityCard, SerialNumberOnly
from drivers.cards.pcsc import PcscCardReader
from drivers.cards.simulator.card import card_of, sample_card
from drivers.cards.simulator.faults import Fault
from drivers.cards.simulator.pcscd import Pcscd
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.vpcd import ATR, ATR_WITHOUT_MODULE, VpcdSlot
from drivers.core.errors import DeviceAbsent, DeviceFault
from drivers.core.status import Absent, Ready
from drivers.testing.cards import SOON_S, CardReaderConformance

pytestmark = [pytest.mark.pcsc, pytest.mark.xdist_group("pcsc")]

TODAY = date(2026, 1, 1)
NEVER = threading.Event()


@pytest.fixture(scope="module")
def daemon() -> Iterator[Pcscd]:
    with Pcscd() as daemon:
        yield daemon


@pytest.fixture(scope="module")
def owned_slot(daemon: Pcscd) -> Iterator[VpcdSlot]:
    # The second slot: the first is where a demo on the same machine lays its card. Owned for the whole module, so that
    # another suite on this machine waits once instead of taking turns with this one.
    with VpcdSlot(1, physics=INSTANT, patience=100.0) as slot:
        yield slot


@pytest.fixture
def slot(owned_slot: VpcdSlot) -> Iterator[VpcdSlot]:
    yield owned_slot
    owned_slot.faults.clear()
    owned_slot.remove()
    owned_slot.atr = ATR


@pytest.fixture
def pcsc_reader(slot: VpcdSlot) -> Iterator[PcscCardReader]:
    with PcscCardReader(slot.reader, today=lambda: TODAY) as reader:
        assert reader.wait_removed(timeout=SOON_S, cancel=NEVER)
        yield reader


class TestPcscConformance(CardReaderConformance):
    @pytest.fixture
    def bench(self, slot: VpcdSlot) -> VpcdSlot:
        return slot

    @pytest.fixture
    def reader(self, bench: VpcdSlot, pcsc_reader: PcscCardReader) -> CardReader:
        return pcsc_reader


def test_the_status_names_the_reader(pcsc_reader: PcscCardReader) -> None:
    assert pcsc_reader.status() == Ready("Virtual PCD 00 01")


def test_a_reader_without_security_module_says_so_instead_of_failing(
    slot: VpcdSlot, pcsc_reader: PcscCardReader
) -> None:
    slot.atr = ATR_WITHOUT_MODULE
    slot.insert(sample_card())
    assert pcsc_reader.wait_card(timeout=SOON_S, cancel=NEVER)
    with pytest.raises(SerialNumberOnly):
        pcsc_reader.read(cancel=NEVER)
    assert not pcsc_reader.wait_card(timeout=0.3, cancel=NEVER)


def test_a_block_refused_once_is_read_again(slot: VpcdSlot, pcsc_reader: PcscCardReader) -> None:
    slot.insert(sample_card())
    assert pcsc_reader.wait_card(timeout=SOON_S, cancel=NEVER)
    slot.faults.arm(Fault.WRONG_SW, "6f00")
    assert pcsc_reader.read(cancel=NEVER).name == "测试甲"


def test_blocks_refused_again_and_again_are_a_fault(slot: VpcdSlot, pcsc_reader: PcscCardReader) -> None:
    slot.insert(sample_card())
    assert pcsc_reader.wait_card(timeout=SOON_S, cancel=NEVER)
    slot.faults.arm(Fault.WRONG_SW, "6f00", times=9)
    with pytest.raises(DeviceFault):
        pcsc_reader.read(cancel=NEVER)


def test_a_card_that_knows_no_ff_b0_is_no_identity_card(slot: VpcdSlot, pcsc_reader: PcscCardReader) -> None:
    slot.insert(sample_card())
    assert pcsc_reader.wait_card(timeout=SOON_S, cancel=NEVER)
    slot.faults.arm(Fault.WRONG_SW, "6d00")
    with pytest.raises(NotAnIdentityCard):
        pcsc_reader.read(cancel=NEVER)


def test_blocks_shorter_than_asked_are_put_together(slot: VpcdSlot, pcsc_reader: PcscCardReader) -> None:
    slot.insert(sample_card())
    assert pcsc_reader.wait_card(timeout=SOON_S, cancel=NEVER)
    slot.faults.arm(Fault.TRUNCATE, "100", times=3)
    assert pcsc_reader.read(cancel=NEVER).raw_photo == sample_card().photo


def test_a_card_that_hangs_is_a_fault_after_the_timeout(
    slot: VpcdSlot, pcsc_reader: PcscCardReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drivers.cards.pcsc.APDU_TIMEOUT_S", 0.3)
    slot.insert(sample_card())
    assert pcsc_reader.wait_card(timeout=SOON_S, cancel=NEVER)
    slot.faults.arm(Fault.HANG)
    with pytest.raises(DeviceFault):
        pcsc_reader.read(cancel=NEVER)


def test_a_quick_exchange_of_cards_is_noticed_without_a_look_in_between(
    slot: VpcdSlot, pcsc_reader: PcscCardReader
) -> None:
    slot.insert(sample_card())
    assert pcsc_reader.wait_card(timeout=SOON_S, cancel=NEVER)
    pcsc_reader.read(cancel=NEVER)
    slot.insert(sample_card())
    assert pcsc_reader.wait_card(timeout=SOON_S, cancel=NEVER)


def test_a_reader_held_by_another_program_is_named_as_the_cause(slot: VpcdSlot, pcsc_reader: PcscCardReader) -> None:
    from smartcard import scard

    slot.insert(sample_card())
    assert pcsc_reader.wait_card(timeout=SOON_S, cancel=NEVER)
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    code, handle, _ = scard.SCardConnect(context, slot.reader, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T1)
    assert code == 0
    try:
        with pytest.raises(DeviceFault, match="另一个程序"):
            pcsc_reader.read(cancel=NEVER)
    finally:
        scard.SCardDisconnect(handle, scard.SCARD_LEAVE_CARD)
        scard.SCardReleaseContext(context)
    assert pcsc_reader.read(cancel=NEVER).name == "测试甲"


def test_with_two_readers_each_card_is_read_once_wherever_it_lies(slot: VpcdSlot) -> None:
    with (
        VpcdSlot(0, physics=INSTANT, patience=100.0) as other,
        PcscCardReader("virtual pcd", today=lambda: TODAY) as reader,
    ):
        assert reader.wait_removed(timeout=SOON_S, cancel=NEVER)
        slot.insert(sample_card())
        assert reader.wait_card(timeout=SOON_S, cancel=NEVER)
        reader.read(cancel=NEVER)
        other.insert(card_of({"name": "测试乙", "sex": "女", "birth": "19000101", "number": "130406190001010024"}))
        assert reader.wait_card(timeout=SOON_S, cancel=NEVER)
        assert reader.read(cancel=NEVER).name == "测试乙"
        assert not reader.wait_card(timeout=0.3, cancel=NEVER)


def test_a_reader_that_is_not_attached_is_absent(daemon: Pcscd) -> None:
    with PcscCardReader("No Such Reader", today=lambda: TODAY) as reader:
        status = reader.status()
        assert isinstance(status, Absent)
        assert "No Such Reader" in status.cause
        with pytest.raises(DeviceAbsent):
            reader.wait_card(timeout=1, cancel=NEVER)
