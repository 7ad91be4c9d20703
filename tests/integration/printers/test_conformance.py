"""The contract of printers over every carrier: TCP 9100, a serial line, USB, a raw queue of CUPS."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from printers.identity import Identity, identity
from printers.profiles import load
from printers.testing.conformance import PrinterConformance
from printers.testing.mishaps import SOON_S, Carrier, Connect, network, serial, usb_bus
from printers.transport.register import AnswerFault
from printers.transport.simulator import VirtualPrinter
from printers.transport.uri import open_printer
from tests.integration.printers.cupsd import Cupsd

PROFILE = load("generic-80mm")

#: a backend of CUPS that carries a job to the printer and tells CUPS what the printer says of itself
BACKEND = """#!{python} -IS
import os, select, socket, sys
if len(sys.argv) == 1:
    sys.exit(0)
port = int(os.environ["DEVICE_URI"].rpartition(":")[2])
job = open(sys.argv[6], "rb").read() if len(sys.argv) > 6 else sys.stdin.buffer.read()
line = socket.create_connection(("127.0.0.1", port), 5)
line.settimeout(1.0)
proof = b""
def ask(n):
    global proof
    line.sendall(bytes((16, 4, n)))
    while True:
        for byte in line.recv(16):
            if byte & 0x93 == 0x12:
                return byte
            proof += bytes([byte])
def tell():
    empty, cover = ask(4) & 0x60, ask(2) & 0x04
    for there, reason in ((empty and not cover, "media-empty-error"), (cover, "cover-open-error")):
        sys.stderr.write("STATE: " + ("+" if there else "-") + reason + "\\n")
    sys.stderr.flush()
    return empty or cover
while tell():
    select.select([], [], [], 0.05)
line.sendall(job + b"\\x1dr\\x01")
while not proof:
    tell()
    select.select([], [], [], 0.05)
tell()
"""


@pytest.fixture
def bench() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(PROFILE) as printer:
        yield printer


class TestNetwork(PrinterConformance):
    @pytest.fixture
    def bench(self, bench: VirtualPrinter) -> VirtualPrinter:
        return bench

    @pytest.fixture
    def carrier(self) -> Carrier:
        return network


class TestSerialLine(TestNetwork):
    @pytest.fixture
    def carrier(self) -> Carrier:
        return serial


class TestUsb(TestNetwork):
    @pytest.fixture
    def carrier(self) -> Carrier:
        return usb_bus


class TestEpsonClass(TestNetwork):
    @pytest.fixture
    def bench(self) -> Iterator[VirtualPrinter]:  # type: ignore[override]
        with VirtualPrinter(load("epson-80mm")) as printer:
            yield printer


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[VirtualPrinter, Cupsd]]:
    folder = tmp_path_factory.mktemp("cups")
    backend = BACKEND.format(python=sys.executable)
    with VirtualPrinter(PROFILE) as printer:
        uri = f"ipp://localhost:{printer.port}"
        with Cupsd(folder, {"ipp": backend}, [("slips", uri, "Yes")]) as cups:
            yield printer, cups


class TestCups(PrinterConformance):
    asks_first = False

    @pytest.fixture
    def bench(self, shared: tuple[VirtualPrinter, Cupsd]) -> Iterator[VirtualPrinter]:
        printer, cups = shared
        yield printer
        printer.clear()
        cups.await_idle("slips")
        assert printer.wait_until_idle(SOON_S)
        printer.slips.clear()

    @pytest.fixture
    def carrier(self, shared: tuple[VirtualPrinter, Cupsd]) -> Carrier:
        @contextmanager
        def queue(_: VirtualPrinter) -> Iterator[Connect]:
            yield partial(open_printer, shared[1].address("slips"))

        return queue

    # What a printer answers and when its line breaks is between it and CUPS, whose word is taken (see test_spooling).
    test_a_printer_that_lies_or_is_silent_proves_nothing = None
    test_a_line_that_breaks_gives_no_second_slip_and_no_false_word = None


def test_a_printer_says_who_it_is_and_one_that_does_not_is_nobody(bench: VirtualPrinter, tmp_path: Path) -> None:
    with open_printer(bench.uri) as transport:
        assert identity(transport, 1.0) == Identity("Simulated", "generic-80mm", "1.0", "SIM0001")
        bench.answer_wrongly(AnswerFault.SILENT)
        assert identity(transport, 0.1) == Identity()
