from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from drivers.core.status import Absent, Faulty, Ready
from printers.health import check
from printers.layout.blocks import Cut, Qr, Text
from printers.profiles import load
from printers.render.escpos import render_escpos
from printers.transport.panel import BadCommand, told, work
from printers.transport.simulator import VirtualPrinter

PROFILE = load("generic-80mm")
SOON = 5.0


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(PROFILE) as printer:
        yield printer


@pytest.fixture
def line(printer: VirtualPrinter) -> Iterator[socket.socket]:
    with socket.create_connection((printer.host, printer.port), SOON) as line:
        yield line


def asked(line: socket.socket, question: bytes) -> int:
    line.sendall(question)
    return line.recv(1)[0]


def test_text_and_codes_of_a_slip_are_readable_without_its_image(printer: VirtualPrinter, line: socket.socket) -> None:
    line.sendall(render_escpos([Text("信访", size=2), Qr("https://example.cn"), Cut()], PROFILE))
    assert printer.body.wait_for_slips(1, SOON)
    assert printer.slips[0].text == "信访\n[QR https://example.cn]"


def test_realtime_questions_are_answered_while_the_head_stands_still(
    printer: VirtualPrinter, line: socket.socket
) -> None:
    printer.body.run_out_of_paper(after_rows=1)
    line.sendall(b"a\nb\n\x1dr\x01")
    assert printer.body.wait_until_stopped(SOON)
    assert [asked(line, bytes((0x10, 4, n))) for n in (1, 2, 3, 4)] == [0x1A, 0x32, 0x12, 0x7E]
    assert printer.body.hanging == "a"
    printer.body.load_paper()
    assert line.recv(1) == b"\x00", "GS r is answered in its turn"
    assert printer.body.hanging == "a\nb"


def test_the_second_client_waits_for_the_first(printer: VirtualPrinter, line: socket.socket) -> None:
    with socket.create_connection((printer.host, printer.port), SOON) as second:
        second.sendall(b"\x10\x04\x01")
        assert asked(line, b"\x10\x04\x01") == 0x12
        line.close()
        assert second.recv(1) == b"\x12"


def test_a_client_that_never_cuts_does_not_fill_the_memory(printer: VirtualPrinter, line: socket.socket) -> None:
    line.sendall(b"\x1b3\xff\x1bd\x28" * 10)
    assert printer.body.wait_for_slips(1, SOON)
    assert not printer.slips[0].cut


def test_unknown_commands_are_remembered_for_the_maintainer(printer: VirtualPrinter, line: socket.socket) -> None:
    line.sendall(b"\x1b\x99ok\n\x1dV\x00")
    assert printer.body.wait_for_slips(1, SOON)
    assert printer.body.dropped == [b"\x1b\x99"]


@pytest.mark.parametrize(
    ("command", "mended", "cause"),
    [
        ("head hot", "head ok", "过热"),
        ("paper out", "paper ok", "缺纸"),
        ("cover open", "cover closed", "盖子"),
        ("cutter jam", "cutter ok", "切纸刀"),
        ("remove", "insert", "缺纸"),
        ("offline", "online", "停止工作"),
        ("fault paper_out", "clear", "缺纸"),
        ("fault cover-open", "clear", "盖子"),
        ("fault cutter-jam", "clear", "切纸刀"),
        ("fault overheated", "clear", "过热"),
        ("fault broken", "clear", "停止工作"),
    ],
)
def test_the_panel_breaks_and_mends_and_health_names_it(
    printer: VirtualPrinter, command: str, mended: str, cause: str
) -> None:
    assert work(printer, command)
    state = check(printer.uri, PROFILE)
    assert isinstance(state, Faulty) and cause in state.cause and state.remedy
    assert work(printer, mended)
    assert isinstance(check(printer.uri, PROFILE), Ready)


@pytest.mark.parametrize("fault", ["silent", "stale", "zero", "no-answer", "stale_answer", "returns-00"])
def test_a_printer_that_answers_nonsense_is_not_healthy(printer: VirtualPrinter, fault: str) -> None:
    work(printer, f"fault {fault}")
    assert isinstance(check(printer.uri, PROFILE), Faulty)
    work(printer, "clear")
    assert isinstance(check(printer.uri, PROFILE), Ready)


def test_nothing_at_the_address_is_absent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        state = check(f"tcp://127.0.0.1:{unused.getsockname()[1]}", PROFILE)
    assert isinstance(state, Absent) and "hall doctor" in state.remedy


@pytest.mark.parametrize("address", ["usb", "tcp://", "http://127.0.0.1", "tcp://127.0.0.1:nine", "serial://"])
def test_a_misspelt_address_says_what_one_looks_like(address: str) -> None:
    state = check(address, PROFILE)
    assert isinstance(state, Faulty) and "9100" in state.cause


@pytest.mark.parametrize("line", ["paper", "paper after x", "fault nonsense", "dance"])
def test_an_unknown_panel_command_lists_the_known_ones(printer: VirtualPrinter, line: str) -> None:
    with pytest.raises(BadCommand, match="cover open"):
        work(printer, line)


def test_a_roll_that_runs_low_is_told_and_works(printer: VirtualPrinter) -> None:
    assert work(printer, "fault near-end")
    state = check(printer.uri, PROFILE)
    assert isinstance(state, Ready) and "快用完" in state.detail


def test_help_names_every_command_and_status_says_how_it_is(printer: VirtualPrinter) -> None:
    assert work(printer, "help") and "clear" in told(printer, "help")["commands"]
    assert work(printer, "cover open") and work(printer, "status")
    how = told(printer, "status")
    assert how["status"]["cover_open"] and how["status"]["stopped"] and how["slips"] == 0
    assert told(printer, "clear") == {}


def test_quit_ends_the_panel(printer: VirtualPrinter) -> None:
    assert not work(printer, "quit\n")


@pytest.mark.parametrize(("command", "stops"), [("cover after 100", True), ("fault power 100", False)])
def test_a_mishap_can_be_set_to_happen_in_the_middle(
    printer: VirtualPrinter, line: socket.socket, command: str, stops: bool
) -> None:
    assert work(printer, command)
    line.sendall(b"a\n" * 10 + b"\x1dV\x00")
    if stops:
        assert printer.body.wait_until_stopped(SOON)
    else:
        with suppress(ConnectionError):
            assert line.recv(1) == b"", "the power was never cut"
        assert printer.wait_until_idle(SOON)
    assert not printer.slips and 0 < printer.body.hanging.count("a") < 10
