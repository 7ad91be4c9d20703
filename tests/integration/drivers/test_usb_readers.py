"""The USB and HID drivers over buses inside this process: the real pyusb over a backend, a stand-in for hidapi."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cards import CardReader
from drivers.cards.hid import HidCardReader
from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.faults import Fault
from drivers.cards.simulator.hidbus import PATH, SimulatedHidBus
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.sam import SimulatedSam
from drivers.cards.simulator.usbbus import SINGLE, SPLIT, Pipes, SimulatedUsbBus
from drivers.cards.usb import UsbCardReader
from drivers.core.errors import DeviceAbsent
from drivers.core.status import Absent, Faulty, Ready
from drivers.testing.cards import SOON_S, CardReaderConformance

TODAY = date(2026, 1, 1)
NEVER = threading.Event()
DIALECTS = [
    pytest.param(SPLIT, True, id="split-pipes"),
    pytest.param(SINGLE, True, id="single-pair"),
    pytest.param(SINGLE, False, id="single-pair-without-empty-packets"),
    pytest.param(SPLIT, False, id="split-pipes-without-empty-packets"),
]
MISHAPS = [
    (Fault.BAD_CHECKSUM, ""),
    (Fault.DROP_FIRST, ""),
    (Fault.GARBAGE, "00ff5555aaaa"),
    (Fault.GARBAGE, "aaaa9669ffff"),
    (Fault.TRUNCATE, "0"),
    (Fault.TRUNCATE, "64"),
    (Fault.TRUNCATE, "700"),
    (Fault.STATUS, "10"),
    (Fault.STATUS, "41"),
]


@pytest.fixture
def sam() -> SimulatedSam:
    return SimulatedSam(physics=INSTANT)


@pytest.fixture(params=[SPLIT, SINGLE], ids=["split-pipes", "single-pair"])
def usb_bus(request: pytest.FixtureRequest, sam: SimulatedSam) -> Iterator[SimulatedUsbBus]:
    with SimulatedUsbBus(sam, pipes=request.param) as bus:
        yield bus


@pytest.fixture
def usb_reader(usb_bus: SimulatedUsbBus) -> Iterator[UsbCardReader]:
    with UsbCardReader(backend=usb_bus, today=lambda: TODAY) as reader:
        yield reader


@pytest.fixture
def hid_bus(sam: SimulatedSam) -> Iterator[SimulatedHidBus]:
    with SimulatedHidBus(sam) as bus:
        yield bus


@pytest.fixture
def hid_reader(hid_bus: SimulatedHidBus) -> Iterator[HidCardReader]:
    with HidCardReader(bus=hid_bus, today=lambda: TODAY) as reader:
        yield reader


class TestUsbConformance(CardReaderConformance):
    @pytest.fixture
    def bench(self, sam: SimulatedSam) -> SimulatedSam:
        return sam

    @pytest.fixture
    def reader(self, bench: SimulatedSam, usb_reader: UsbCardReader) -> CardReader:
        return usb_reader


class TestHidConformance(CardReaderConformance):
    @pytest.fixture
    def bench(self, sam: SimulatedSam) -> SimulatedSam:
        return sam

    @pytest.fixture
    def reader(self, bench: SimulatedSam, hid_reader: HidCardReader) -> CardReader:
        return hid_reader


@pytest.mark.parametrize(("pipes", "empty_packet"), DIALECTS)
def test_a_card_is_read_over_each_dialect_however_answers_end(
    sam: SimulatedSam, pipes: Pipes, empty_packet: bool
) -> None:
    sam.insert(sample_card())
    with (
        SimulatedUsbBus(sam, pipes=pipes, empty_packet=empty_packet) as bus,
        UsbCardReader(backend=bus, today=lambda: TODAY) as reader,
    ):
        assert reader.wait_card(timeout=SOON_S, cancel=NEVER)
        assert reader.read(cancel=NEVER).raw_photo == sample_card().photo


@pytest.mark.parametrize(("fault", "argument"), MISHAPS)
def test_one_mishap_on_the_bus_is_made_good(
    sam: SimulatedSam, usb_reader: UsbCardReader, fault: Fault, argument: str
) -> None:
    sam.insert(sample_card())
    sam.faults.arm(fault, argument)
    assert usb_reader.wait_card(timeout=SOON_S, cancel=NEVER)
    assert usb_reader.read(cancel=NEVER).name == "测试甲"


@pytest.mark.parametrize(("fault", "argument"), MISHAPS)
def test_one_mishap_between_reports_is_made_good(
    sam: SimulatedSam, hid_reader: HidCardReader, fault: Fault, argument: str
) -> None:
    sam.insert(sample_card())
    sam.faults.arm(fault, argument)
    assert hid_reader.wait_card(timeout=SOON_S, cancel=NEVER)
    assert hid_reader.read(cancel=NEVER).name == "测试甲"


def test_the_kernel_driver_is_put_aside_and_given_back(sam: SimulatedSam) -> None:
    with SimulatedUsbBus(sam, kernel_driver=True) as bus:
        with UsbCardReader(backend=bus, today=lambda: TODAY) as reader:
            assert isinstance(reader.status(), Ready)
            assert bus.claimed
            assert not bus.kernel_driver
        assert bus.kernel_driver
        assert not bus.claimed


def test_a_reader_is_chosen_by_the_socket_it_is_plugged_into(usb_bus: SimulatedUsbBus) -> None:
    with UsbCardReader(backend=usb_bus, socket="1-2.3", today=lambda: TODAY) as reader:
        assert isinstance(reader.status(), Ready)
    with UsbCardReader(backend=usb_bus, socket="1-4", today=lambda: TODAY) as reader:
        status = reader.status()
        assert isinstance(status, Absent)
        assert "1-4" in status.cause


def test_missing_rights_name_the_udev_rule(usb_bus: SimulatedUsbBus, usb_reader: UsbCardReader) -> None:
    usb_bus.refusal = errno.EACCES
    status = usb_reader.status()
    assert isinstance(status, Absent)
    assert "udev" in status.remedy


def test_a_reader_that_another_program_holds_is_faulty(usb_bus: SimulatedUsbBus, usb_reader: UsbCardReader) -> None:
    usb_bus.claimed = True
    status = usb_reader.status()
    assert isinstance(status, Faulty)
    assert "另一个程序" in status.cause


def test_a_device_without_the_pipes_of_a_reader_is_faulty_and_let_go(sam: SimulatedSam) -> None:
    with (
        SimulatedUsbBus(sam, pipes=Pipes(outs=(), ins=())) as bus,
        UsbCardReader(backend=bus, today=lambda: TODAY) as reader,
    ):
        assert isinstance(reader.status(), Faulty)
        assert not bus.claimed


def test_a_pulled_usb_cable_is_absent_and_replugging_is_enough(
    usb_bus: SimulatedUsbBus, usb_reader: UsbCardReader
) -> None:
    assert isinstance(usb_reader.status(), Ready)
    usb_bus.unplug()
    with pytest.raises(DeviceAbsent):
        usb_reader.wait_card(timeout=1, cancel=NEVER)
    assert isinstance(usb_reader.status(), Absent)
    usb_bus.plugged = True
    assert isinstance(usb_reader.status(), Ready)


def test_a_pulled_hid_cable_is_absent_and_replugging_is_enough(
    hid_bus: SimulatedHidBus, hid_reader: HidCardReader
) -> None:
    assert isinstance(hid_reader.status(), Ready)
    hid_bus.unplug()
    with pytest.raises(DeviceAbsent):
        hid_reader.wait_card(timeout=1, cancel=NEVER)
    assert isinstance(hid_reader.status(), Absent)
    hid_bus.plugged = True
    assert isinstance(hid_reader.status(), Ready)


def test_a_hid_device_this_user_may_not_open_names_the_udev_rule(
    hid_bus: SimulatedHidBus, hid_reader: HidCardReader
) -> None:
    hid_bus.locked = True
    status = hid_reader.status()
    assert isinstance(status, Absent)
    assert PATH.decode() in status.cause
    assert "udev" in status.remedy


def test_a_machine_without_readers_says_so() -> None:
    for reader in (UsbCardReader(today=lambda: TODAY), HidCardReader(today=lambda: TODAY)):
        with reader:
            status = reader.status()
            assert isinstance(status, Absent)
            assert status.remedy


PACKETS = st.lists(
    st.binary(max_size=64)
    | st.sampled_from([bytes.fromhex("aaaaaa96690508"), bytes.fromhex("aaaaaa96690004"), bytes.fromhex("00009094")]),
    max_size=12,
)


@settings(deadline=None, max_examples=30)
@given(PACKETS, st.sampled_from([SPLIT, SINGLE]))
def test_whatever_lies_on_the_pipes_the_next_command_is_answered(noise: list[bytes], pipes: Pipes) -> None:
    with (
        SimulatedUsbBus(SimulatedSam(physics=INSTANT), pipes=pipes) as bus,
        UsbCardReader(backend=bus, today=lambda: TODAY) as reader,
    ):
        bus.leave(noise)
        assert isinstance(reader.status(), Ready)


@settings(deadline=None, max_examples=30)
@given(PACKETS)
def test_whatever_reports_are_waiting_the_next_command_is_answered(noise: list[bytes]) -> None:
    with (
        SimulatedHidBus(SimulatedSam(physics=INSTANT)) as bus,
        HidCardReader(bus=bus, today=lambda: TODAY) as reader,
    ):
        # there is no empty report
        for piece in filter(None, noise):
            bus.module.sent.put(piece)
        assert isinstance(reader.status(), Ready)
