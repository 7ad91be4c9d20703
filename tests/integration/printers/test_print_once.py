"""Every mishap at many moments over every carrier: in the end one whole slip, and never a false "printed"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event

import pytest
import usb.core

from printers.journal import JobState, Journal
from printers.layout.sample import sample_slip
from printers.layout.slip import lay_out
from printers.outcome import Outcome, Printed, PrinterAbsent, Unknown
from printers.printing import Job, Patience, print_once, settle
from printers.profiles import load
from printers.render.escpos import render_escpos
from printers.render.png import render_images
from printers.transport.base import Transport
from printers.transport.serialline import SerialLine
from printers.transport.simulator import VirtualPrinter
from printers.transport.uri import open_printer
from printers.transport.usb import UsbAddress, UsbTransport
from printers.transport.usbport import UsbPort

PROFILE = load("generic-80mm")
BLOCKS = lay_out(sample_slip())
PAYLOAD = render_escpos(BLOCKS, PROFILE)
NUMBER, LAST_LINE = sample_slip().number, "Print fades"
HEIGHT = render_images(BLOCKS, PROFILE)[0].height
#: five status questions of three bytes before the job, at most as many and the proof behind it
BYTES = 15 + len(PAYLOAD) + 18
KEY = "visit-1/0"
SOON = 10.0
#: too short a wait only makes more answers unknown, which somebody then settles: the sweep must hold all the same
PATIENCE = Patience(answer_s=0.3, proof_s=0.6, poll_s=0.02, blind_s=0.02, hot_s=0.1)
#: tries of the clerk until the slip is out: the mishap itself, a look, and a clean run
TRIES = 4

Connect = Callable[[], Transport]


@contextmanager
def network(printer: VirtualPrinter) -> Iterator[Connect]:
    yield partial(open_printer, printer.uri)


@contextmanager
def serial(printer: VirtualPrinter) -> Iterator[Connect]:
    with SerialLine(printer.host, printer.port) as line:
        yield partial(open_printer, f"serial://{line.path}?flow=none")


@contextmanager
def bus(printer: VirtualPrinter) -> Iterator[Connect]:
    port = UsbPort(printer.host, printer.port)
    yield partial(UsbTransport, UsbAddress(), partial(usb.core.find, backend=port))


def paper_out(printer: VirtualPrinter, rows: int) -> None:
    printer.body.run_out_of_paper(after_rows=rows)


def cover_open(printer: VirtualPrinter, rows: int) -> None:
    printer.body.after(rows, lambda: printer.body.set_cover(opened=True))


def power_cut(printer: VirtualPrinter, rows: int) -> None:
    printer.body.after(rows, printer.cut_power)


def head_hot(printer: VirtualPrinter, rows: int) -> None:
    printer.body.after(rows, lambda: printer.body.set_head(hot=True))


def jam_at_cut(printer: VirtualPrinter, rows: int) -> None:
    printer.body.jam_cutter(at_next_cut=True)


def cable_pulled(printer: VirtualPrinter, received: int) -> None:
    printer.drop_connection_after(received)


Mishap = Callable[[VirtualPrinter, int], None]
ROWS = [1, *range(97, HEIGHT, 211), HEIGHT - 1]
RECEIVED = [1, 8, 15, 16, *range(97, BYTES, 173), *range(BYTES - 36, BYTES, 6)]
MISHAPS: list[tuple[Mishap, list[int]]] = [
    (paper_out, ROWS),
    (cover_open, ROWS),
    (power_cut, ROWS),
    (head_hot, ROWS[::3]),
    (jam_at_cut, [0]),
    (cable_pulled, RECEIVED),
]


def whole(printer: VirtualPrinter) -> int:
    """How many whole originals lie in the tray; what hangs torn from the printer is none."""
    return sum(slip.cut and NUMBER in slip.text and LAST_LINE in slip.text for slip in printer.slips)


def bring_out(printer: VirtualPrinter, carrier: Callable[..., object], journal: Journal) -> list[Outcome]:
    """Do what a clerk does: print, mend what the outcome names, look where nobody knows, until the slip is out."""
    outcomes: list[Outcome] = []
    for _ in range(TRIES):
        with carrier(printer) as connect:  # type: ignore[attr-defined]
            outcome = print_once(Job(KEY, PAYLOAD), connect, journal, Event(), profile=PROFILE, patience=PATIENCE)
        outcomes.append(outcome)
        if isinstance(outcome, Printed):
            assert whole(printer) == 1, f"false printed: {outcomes}"
        printer.clear()
        assert printer.wait_until_idle(SOON)
        assert whole(printer) <= 1, f"two originals: {outcomes}"
        match outcome:
            case Printed():
                return outcomes
            case PrinterAbsent():
                assert whole(printer) == 0
            case Unknown():
                settle(KEY, whole(printer) == 1, journal)
            case stop if stop.sent:
                if stop.finishes_itself:
                    assert whole(printer) == 1, f"promised to finish: {outcomes}"
                settle(KEY, whole(printer) == 1, journal)
            case _:
                assert whole(printer) == 0
    raise AssertionError(f"the slip never came out: {outcomes}")


@pytest.mark.parametrize("carrier", [network, serial, bus])
@pytest.mark.parametrize(("mishap", "moments"), MISHAPS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_mishap_at_any_moment_gives_one_original_and_no_false_printed(
    mishap: Mishap, moments: list[int], carrier: Callable[..., object], tmp_path: Path
) -> None:
    # A serial line that dies is silent instead of broken, and every silence has to be waited for.
    silent = carrier is serial and mishap in (cable_pulled, power_cut)
    for moment in moments[:: 3 if silent else 1]:
        with VirtualPrinter(PROFILE) as printer:
            journal = Journal(tmp_path / f"{moment}.db")
            mishap(printer, moment)
            bring_out(printer, carrier, journal)
            assert whole(printer) == 1
            assert journal.state(KEY) is JobState.PRINTED
