"""The serial driver against a simulated module on a real pty."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date

import pytest

from drivers.cards import CardReader
from drivers.cards.errors import CardRemoved, NotAnIdentityCard
from drivers.cards.serial import SerialCardReader
from drivers.cards.simulator.card import card_of, sample_card
from drivers.cards.simulator.faults import Fault
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.pty import SamPty
from drivers.cards.simulator.sam import SimulatedSam
from drivers.core.errors import Cancelled, DeviceAbsent, DeviceFault
from drivers.core.status import Absent, Faulty, Ready
from drivers.testing.cards import SOON_S, CardReaderConformance

TODAY = date(2026, 1, 1)
NEVER = threading.Event()


@pytest.fixture
def line() -> Iterator[SamPty]:
    with SamPty(SimulatedSam(physics=INSTANT)) as line:
        yield line


@pytest.fixture
def sam(line: SamPty) -> SimulatedSam:
    return line.sam


@pytest.fixture
def serial_reader(line: SamPty) -> Iterator[SerialCardReader]:
    with SerialCardReader(line.path, today=lambda: TODAY) as reader:
        yield reader


class TestSerialConformance(CardReaderConformance):
    @pytest.fixture
    def bench(self, sam: SimulatedSam) -> SimulatedSam:
        return sam

    @pytest.fixture
    def reader(self, bench: SimulatedSam, serial_reader: SerialCardReader) -> CardReader:
        return serial_reader


def test_the_status_names_the_module(serial_reader: SerialCardReader) -> None:
    assert serial_reader.status() == Ready("SAM 05.03-20200101-0000012345-0987654321")


@pytest.mark.parametrize(
    ("fault", "argument"),
    [
        (Fault.BAD_CHECKSUM, ""),
        (Fault.DROP_FIRST, ""),
        (Fault.GARBAGE, "00ff5555aaaa"),
        # a false head that announces more bytes than will come before the true frame
        (Fault.GARBAGE, "aaaaaa96690010"),
        (Fault.GARBAGE, "aaaa9669ffff"),
        (Fault.TRUNCATE, "0"),
        (Fault.TRUNCATE, "700"),
        (Fault.PAUSE, "0.4"),
        (Fault.STATUS, "10"),
        (Fault.STATUS, "11"),
        (Fault.STATUS, "41"),
        (Fault.STATUS, "31"),
        (Fault.STATUS, "47"),
        (Fault.STATUS, "80"),
        (Fault.STATUS, "81"),
        (Fault.STATUS, "24"),
    ],
)
def test_one_mishap_on_the_line_is_made_good(
    sam: SimulatedSam, serial_reader: SerialCardReader, fault: Fault, argument: str
) -> None:
    sam.insert(sample_card())
    sam.faults.arm(fault, argument)
    assert serial_reader.wait_card(timeout=SOON_S, cancel=NEVER)
    assert serial_reader.read(cancel=NEVER).name == "测试甲"


def test_a_card_that_moves_three_times_is_still_read(sam: SimulatedSam, serial_reader: SerialCardReader) -> None:
    sam.insert(sample_card())
    sam.faults.arm(Fault.STATUS, "41", times=3)
    assert serial_reader.read(cancel=NEVER).name == "测试甲"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("41", CardRemoved),
        ("31", NotAnIdentityCard),
        ("32", NotAnIdentityCard),
        ("33", NotAnIdentityCard),
        ("40", NotAnIdentityCard),
        ("47", DeviceFault),
        ("23", DeviceFault),
        ("e7", DeviceFault),
        ("60", DeviceFault),
        ("66", DeviceFault),
    ],
)
def test_a_status_that_does_not_go_away_becomes_its_error(
    sam: SimulatedSam, serial_reader: SerialCardReader, code: str, error: type[Exception]
) -> None:
    sam.insert(sample_card())
    sam.faults.arm(Fault.STATUS, code, times=20)
    with pytest.raises(error):
        serial_reader.read(cancel=NEVER)


def test_a_module_without_authorisation_is_faulty_and_says_whom_to_call(
    sam: SimulatedSam, serial_reader: SerialCardReader
) -> None:
    sam.faults.arm(Fault.STATUS, "66", times=5)
    status = serial_reader.status()
    assert isinstance(status, Faulty)
    assert "厂家" in status.remedy
    with pytest.raises(DeviceFault):
        serial_reader.wait_card(timeout=1, cancel=NEVER)


def test_a_module_that_never_answers_is_a_fault_and_works_once_it_answers(
    sam: SimulatedSam, serial_reader: SerialCardReader
) -> None:
    sam.faults.arm(Fault.HANG)
    with pytest.raises(DeviceFault):
        serial_reader.wait_card(timeout=5, cancel=NEVER)
    start = time.monotonic()
    assert isinstance(serial_reader.status(), Faulty)
    assert time.monotonic() - start < 1.0
    sam.faults.clear()
    sam.insert(sample_card())
    assert serial_reader.wait_card(timeout=SOON_S, cancel=NEVER)


def test_a_pulled_cable_is_absent_not_a_crash(line: SamPty, serial_reader: SerialCardReader) -> None:
    assert isinstance(serial_reader.status(), Ready)
    line.unplug()
    with pytest.raises(DeviceAbsent):
        serial_reader.wait_card(timeout=1, cancel=NEVER)
    status = serial_reader.status()
    assert isinstance(status, Absent)
    assert status.remedy


@pytest.mark.parametrize("path", ["/dev/no-such-port", "/dev/null", "/etc/hostname"])
def test_a_path_that_is_no_serial_port_is_absent(path: str) -> None:
    with SerialCardReader(path, today=lambda: TODAY) as reader:
        assert isinstance(reader.status(), Absent)


def test_a_reader_takes_as_long_as_a_real_one() -> None:
    with SamPty(SimulatedSam()) as line, SerialCardReader(line.path, today=lambda: TODAY) as reader:
        line.sam.insert(sample_card())
        start = time.monotonic()
        assert reader.wait_card(timeout=SOON_S, cancel=NEVER)
        reader.read(cancel=NEVER)
        # find 40 ms, select 40 ms, read 700 ms, 1295 bytes at 115200 baud 112 ms
        assert time.monotonic() - start >= 0.04 + 0.04 + 0.7 + 0.112


@pytest.mark.parametrize("baud", [115200, 57600, 38400, 19200, 9600])
def test_the_speed_of_an_unknown_line_is_found(line: SamPty, baud: int) -> None:
    line.sam.set_baud(baud)
    line.sam.insert(sample_card())
    with SerialCardReader(line.path, today=lambda: TODAY) as reader:
        assert reader.wait_card(timeout=SOON_S, cancel=NEVER)
        assert reader.read(cancel=NEVER).name == "测试甲"
        assert reader.baud == baud


def test_a_wrong_fixed_speed_is_a_fault_not_a_search(line: SamPty) -> None:
    line.sam.set_baud(9600)
    with SerialCardReader(line.path, today=lambda: TODAY, baud=115200) as reader:
        assert isinstance(reader.status(), Faulty)


def test_module_and_line_change_their_speed_together_and_keep_it(line: SamPty, serial_reader: SerialCardReader) -> None:
    line.sam.insert(sample_card())
    for baud in (57600, 9600, 115200):
        serial_reader.set_speed(baud, cancel=NEVER)
        assert (line.sam.baud, serial_reader.baud) == (baud, baud)
        assert isinstance(serial_reader.status(), Ready)
    assert serial_reader.read(cancel=NEVER).name == "测试甲"


def test_a_speed_that_modules_do_not_have_is_refused(serial_reader: SerialCardReader) -> None:
    with pytest.raises(ValueError, match="57600"):
        serial_reader.set_speed(4800, cancel=NEVER)


def test_a_search_for_the_speed_obeys_cancel(line: SamPty) -> None:
    line.sam.faults.arm(Fault.HANG)
    cancel = threading.Event()
    cancel.set()
    with SerialCardReader(line.path, today=lambda: TODAY) as reader, pytest.raises(Cancelled):
        reader.wait_card(timeout=SOON_S, cancel=cancel)


def test_added_addresses_are_read_when_asked_for(line: SamPty) -> None:
    with_more = card_of(
        {
            "name": "测试乙",
            "sex": "女",
            "birth": "19000101",
            "number": "130406190001010024",
            "extra_addresses": ["甲", "乙"],
        }
    )
    line.sam.insert(with_more)
    with SerialCardReader(line.path, today=lambda: TODAY, extra_addresses=True) as reader:
        assert reader.read(cancel=NEVER).extra_addresses == ("甲", "乙")
        line.sam.insert(sample_card())
        assert reader.read(cancel=NEVER).extra_addresses == ()
