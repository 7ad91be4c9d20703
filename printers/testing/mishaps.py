"""One mishap at one moment of one job, and what must hold afterwards: at most one original, and never a false "printed".

Used by the tests with a short slip, and by `hall bench slips --every-byte` with a whole one.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

import usb.core

from printers.journal import JobState, Journal
from printers.layout.blocks import Cut, Text
from printers.outcome import Outcome, Printed, PrinterAbsent, Unknown
from printers.printing import Job, Patience, print_once, settle
from printers.profiles import Profile
from printers.render.escpos import render_escpos
from printers.transport.base import Transport
from printers.transport.serialline import SerialLine
from printers.transport.simulator import VirtualPrinter
from printers.transport.uri import open_printer
from printers.transport.usb import UsbAddress, UsbTransport
from printers.transport.usbport import UsbPort

Connect = Callable[[], Transport]
Carrier = Callable[[VirtualPrinter], AbstractContextManager[Connect]]

FIRST, LAST = "SLIP-BEGINS", "SLIP-ENDS"
#: five questions of three bytes go before a job; behind it stand the request for proof and the questions while waiting
BEFORE, BEHIND = 15, 18
KEY: Final = "visit-1/0"
SOON_S = 10.0
#: too short a wait only makes more answers unknown, which somebody then settles
HASTY = Patience(answer_s=0.1, proof_s=0.3, poll_s=0.01, blind_s=0.02, hot_s=0.1)
PATIENT = Patience(answer_s=1.0, proof_s=10.0, poll_s=0.02)
#: a person presses print so often at most: the mishap itself, and once more
TRIES = 3


def short_slip(profile: Profile) -> bytes:
    """Return a job small enough to be broken at each of its bytes."""
    return render_escpos([Text(FIRST), Text("信访", size=2, bold=True), Text(LAST), Cut()], profile)


@contextmanager
def network(printer: VirtualPrinter) -> Iterator[Connect]:
    """TCP 9100."""
    yield partial(open_printer, printer.uri)


@contextmanager
def serial(printer: VirtualPrinter) -> Iterator[Connect]:
    """A pseudo-terminal."""
    with SerialLine(printer.host, printer.port) as line:
        yield partial(open_printer, f"serial://{line.path}?flow=none")


@contextmanager
def usb_bus(printer: VirtualPrinter) -> Iterator[Connect]:
    """A USB port inside this process, under the real pyusb."""
    port = UsbPort(printer.host, printer.port)
    yield partial(UsbTransport, UsbAddress(), partial(usb.core.find, backend=port))


def cable_pulled(printer: VirtualPrinter, received: int) -> None:
    """The line breaks once so many bytes have arrived."""
    printer.drop_connection_after(received)


def power_cut(printer: VirtualPrinter, received: int) -> None:
    """The printer loses its power once so many bytes have arrived."""
    printer.when_received(received, printer.cut_power)


def originals(printer: VirtualPrinter, first: str = FIRST, last: str = LAST) -> int:
    """How many whole slips came out; what hangs torn from the printer is none."""
    assert printer.wait_until_idle(SOON_S), "the printer never came to rest"
    return sum(slip.cut and first in slip.text and last in slip.text for slip in printer.slips)


def survive(
    printer: VirtualPrinter,
    carrier: Carrier,
    journal: Journal,
    payload: bytes,
    *,
    mishap: Callable[[], None],
    marks: tuple[str, str] = (FIRST, LAST),
) -> list[Outcome]:
    """Print through `mishap`, then do as a clerk does until the slip is out; raise `AssertionError` on a false word."""
    mishap()
    outcomes: list[Outcome] = []
    for turn in range(TRIES):
        with carrier(printer) as connect:
            patience = HASTY if turn == 0 else PATIENT
            outcome = print_once(
                Job(KEY, payload), connect, journal, Event(), profile=printer.profile, patience=patience
            )
        outcomes.append(outcome)
        printer.clear()
        out = originals(printer, *marks)
        assert out <= 1, f"two originals: {outcomes}"
        match outcome:
            case Printed():
                assert out == 1, f"false printed: {outcomes}"
                assert journal.state(KEY) is JobState.PRINTED
                return outcomes
            case PrinterAbsent():
                assert out == 0, f"absent, and yet printed: {outcomes}"
            case Unknown():
                settle(KEY, out == 1, journal)
            case stop:
                assert stop.sent or out == 0, f"not sent, and yet printed: {outcomes}"
                if stop.sent:
                    settle(KEY, out == 1, journal)
    raise AssertionError(f"the slip never came out: {outcomes}")


def killed_at(
    printer: VirtualPrinter, address: str, journal: Path, payload: bytes, at: Callable[[Callable[[], None]], None]
) -> None:
    """Print in a process of its own that is killed (SIGKILL) when `at` calls what it is given; return when it is dead.

    A process that ends before the moment came is let go. The journal is that of `journal`, as for one terminal.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    child = context.Process(target=print_alone, args=(address, journal, payload, printer.profile), daemon=True)

    def kill() -> None:
        if child.pid is not None:
            os.kill(child.pid, signal.SIGKILL)

    at(kill)
    child.start()
    child.join(SOON_S)
    assert child.exitcode is not None, "the printing process neither ended nor died"


def print_alone(address: str, journal: Path, payload: bytes, profile: Profile) -> None:
    """What the process does that is killed."""
    print_once(
        Job(KEY, payload), partial(open_printer, address), Journal(journal), Event(), profile=profile, patience=PATIENT
    )
