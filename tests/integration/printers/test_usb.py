from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest
import usb.core

from printers.journal import Journal
from printers.layout.sample import sample_slip
from printers.layout.slip import lay_out
from printers.outcome import OutOfPaper, Printed, PrinterAbsent, Unknown
from printers.printing import Job, Patience, print_once
from printers.profiles import load
from printers.render.escpos import render_escpos
from printers.render.png import render_images
from printers.transport.base import ConnectionLost, PrinterNotFound
from printers.transport.simulator import VirtualPrinter
from printers.transport.uri import usb_address
from printers.transport.usb import UsbAddress, UsbTransport
from printers.transport.usbport import AnswerPipe, UsbPort

PROFILE = load("generic-80mm")
BLOCKS = lay_out(sample_slip())
PAYLOAD = render_escpos(BLOCKS, PROFILE)
NUMBER = sample_slip().number
FAST = Patience(answer_s=1.0, proof_s=10.0, poll_s=0.05, blind_s=0.05)
IMPATIENT = Patience(answer_s=0.1, proof_s=0.5, poll_s=0.05, blind_s=0.05)
SOON = 5.0

Attach = Callable[..., UsbPort]


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(PROFILE) as printer:
        yield printer


@pytest.fixture
def attach(printer: VirtualPrinter) -> Attach:
    return partial(UsbPort, printer.host, printer.port)


def opened(port: UsbPort, address: UsbAddress | None = None) -> UsbTransport:
    return UsbTransport(address or UsbAddress(), partial(usb.core.find, backend=port))


def originals(printer: VirtualPrinter) -> int:
    assert printer.wait_until_idle(SOON)
    return sum(NUMBER in slip.text for slip in printer.slips) + (NUMBER in printer.body.hanging)


@pytest.mark.parametrize("most", [1, 7, 64, 4096])
def test_a_slip_goes_over_usb_however_small_the_pieces_the_printer_takes(
    printer: VirtualPrinter, attach: Attach, tmp_path: Path, most: int
) -> None:
    port = attach(most=most)
    journal = Journal(tmp_path / "journal.db")
    outcome = print_once(
        Job("visit/0", PAYLOAD), partial(opened, port), journal, Event(), profile=PROFILE, patience=FAST
    )
    assert outcome == Printed()
    assert [slip.data for slip in printer.slips] == [PAYLOAD]


@pytest.mark.parametrize("pipe", [AnswerPipe.SILENT, AnswerPipe.EMPTY, AnswerPipe.MISSING])
def test_a_pipe_back_that_says_nothing_proves_nothing(
    printer: VirtualPrinter, attach: Attach, tmp_path: Path, pipe: AnswerPipe
) -> None:
    port = attach(answers=pipe)
    journal = Journal(tmp_path / "journal.db")
    for _ in range(2):
        outcome = print_once(
            Job("visit/0", PAYLOAD), partial(opened, port), journal, Event(), profile=PROFILE, patience=IMPATIENT
        )
        assert isinstance(outcome, Unknown)
    assert originals(printer) == 1


def test_no_paper_is_seen_before_anything_is_sent(printer: VirtualPrinter, attach: Attach, tmp_path: Path) -> None:
    printer.body.run_out_of_paper()
    connect = partial(opened, attach())
    journal = Journal(tmp_path / "journal.db")
    outcome = print_once(Job("visit/0", PAYLOAD), connect, journal, Event(), profile=PROFILE, patience=FAST)
    assert outcome == OutOfPaper(sent=False)


def test_paper_out_in_a_slip_of_dots_neither_hangs_the_line_nor_loses_the_rest(
    printer: VirtualPrinter, attach: Attach, tmp_path: Path
) -> None:
    profile = load("raster-80mm")
    payload = render_escpos(BLOCKS, profile)
    printer.body.run_out_of_paper(after_rows=300)
    outcome = print_once(
        Job("visit/0", payload),
        partial(opened, attach()),
        Journal(tmp_path / "journal.db"),
        Event(),
        profile=profile,
        patience=Patience(answer_s=1.0, poll_s=0.05, hold_s=10.0),
        notice=lambda stop: printer.body.load_paper(),
    )
    assert isinstance(outcome, Printed)
    assert printer.slips[0].image.tobytes() == render_images(BLOCKS, profile)[0].tobytes()


def test_a_cable_pulled_in_the_middle_is_unknown_and_never_sent_again(
    printer: VirtualPrinter, attach: Attach, tmp_path: Path
) -> None:
    journal = Journal(tmp_path / "journal.db")
    printer.drop_connection_after(800)
    for _ in range(2):
        outcome = print_once(
            Job("visit/0", PAYLOAD), partial(opened, attach()), journal, Event(), profile=PROFILE, patience=FAST
        )
        assert isinstance(outcome, Unknown)
    assert originals(printer) == 1


def test_an_unplugged_printer_is_absent_and_found_again(attach: Attach, tmp_path: Path) -> None:
    port = attach()
    port.plugged = False
    journal = Journal(tmp_path / "journal.db")
    job = Job("visit/0", PAYLOAD)
    outcome = print_once(job, partial(opened, port), journal, Event(), profile=PROFILE, patience=FAST)
    assert isinstance(outcome, PrinterAbsent)
    port.plugged = True
    assert print_once(job, partial(opened, port), journal, Event(), profile=PROFILE, patience=FAST) == Printed()


def test_a_printer_unplugged_while_open_is_lost_and_closing_it_is_quiet(attach: Attach) -> None:
    port = attach()
    with opened(port) as transport:
        port.plugged = False
        with pytest.raises(ConnectionLost):
            transport.write(b"\x1b@", 1.0)
        with pytest.raises(ConnectionLost):
            transport.read(0.1)


def test_the_kernel_driver_gives_way_and_comes_back(attach: Attach) -> None:
    port = attach()
    with opened(port):
        assert port.claimed and not port.kernel_driver
    assert port.kernel_driver and not port.claimed


def test_a_printer_that_another_program_holds_says_so(attach: Attach) -> None:
    port = attach()
    with opened(port), pytest.raises(PrinterNotFound) as caught:
        opened(port)
    assert "CUPS" in caught.value.remedy


def test_a_printer_not_yet_configured_is_configured_once(attach: Attach) -> None:
    with opened(attach(configured=False)) as transport:
        transport.write(b"\x10\x04\x01", 1.0)
        assert transport.read(SOON) == b"\x12"


def test_endpoints_come_from_the_descriptors_and_can_be_overridden(attach: Attach) -> None:
    with opened(attach(out_endpoint=0x01, in_endpoint=0x82)) as transport:
        transport.write(b"\x10\x04\x01", 1.0)
        assert transport.read(SOON) == b"\x12"
    with pytest.raises(PrinterNotFound):
        opened(attach(), UsbAddress(out_endpoint=0x09))


def test_a_vendors_own_interface_is_used_only_when_it_is_named(attach: Attach) -> None:
    port = attach(interface_class=255)
    with pytest.raises(PrinterNotFound):
        opened(port)
    with opened(port, UsbAddress(0x0416, 0x5011)) as transport:
        transport.write(b"\x10\x04\x01", 1.0)
        assert transport.read(SOON) == b"\x12"


@pytest.mark.parametrize(
    ("address", "meaning"),
    [
        ("usb://", UsbAddress()),
        ("usb://0416:c35a", UsbAddress(0x0416, 0xC35A)),
        ("usb://0416:5011?serial=A1&out=0x03&in=81", UsbAddress(0x0416, 0x5011, "A1", 0x03, 0x81)),
    ],
)
def test_addresses(address: str, meaning: UsbAddress) -> None:
    assert usb_address(urlsplit(address)) == meaning


@pytest.mark.parametrize(
    "address", ["usb://0416", "usb://:5011", "usb://0416:zz", "usb://0416:5011/x", "usb://1:2?out=x"]
)
def test_misspelt_addresses(address: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        usb_address(urlsplit(address))
