"""The slip through the real ESC/POS path to a virtual printer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.core.keeping import Keeper
from kiosk.flow.answers import Answer, Failed, Printed, PrinterStopped
from kiosk.flow.effects import PrintSlip
from kiosk.flow.visit import ClockLine, Mishap
from kiosk.settings import Printer
from kiosk.workers.printing import PrintingWorker, slip
from printers.printing import Patience
from printers.profiles import load
from printers.transport.simulator import VirtualPrinter
from tests.flows.people import MORNING, RECEIPT

PROFILE = "generic-80mm"
QUICK = Patience(answer_s=0.2, poll_s=0.05, proof_s=5.0, blind_s=0.1, hold_s=5.0)
SLIP = PrintSlip("visit-1", RECEIPT, 0)


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(load(PROFILE)) as printer:
        yield printer


def worker(uri: str, data: Path, profile: str = PROFILE) -> PrintingWorker:
    keeper = Keeper("printer", data / "devices.json", lambda before, after: None, now=lambda: MORNING)
    return PrintingWorker(Printer(uri=uri, profile=profile), data, keeper, QUICK)


def never_said(answer: Answer) -> None:
    raise AssertionError(answer)


def test_the_slip_comes_out_once_however_often_it_is_asked_for(printer: VirtualPrinter, tmp_path: Path) -> None:
    printing = worker(printer.uri, tmp_path)
    assert printing.carry_out(SLIP, threading.Event(), never_said) == Printed()
    assert printing.carry_out(SLIP, threading.Event(), never_said) == Printed()
    assert printer.body.wait_for_slips(1, 5)
    assert len(printer.slips) == 1
    assert RECEIPT.number in printer.slips[0].text.replace(" ", "")


def test_a_copy_is_another_paper_and_says_so(printer: VirtualPrinter, tmp_path: Path) -> None:
    printing = worker(printer.uri, tmp_path)
    printing.carry_out(SLIP, threading.Event(), never_said)
    assert printing.carry_out(replace(SLIP, copy=1), threading.Event(), never_said) == Printed()
    assert printer.body.wait_for_slips(2, 5)
    assert "副本" in printer.slips[1].text


@pytest.mark.expect_log("slip printer:")
def test_paper_out_before_printing_is_said_and_the_slip_comes_after_loading(
    printer: VirtualPrinter, tmp_path: Path
) -> None:
    printing = worker(printer.uri, tmp_path)
    printer.body.run_out_of_paper()
    assert printing.carry_out(SLIP, threading.Event(), never_said) == Failed("print", Mishap.PAPER_OUT)
    printer.body.load_paper()
    assert printing.carry_out(SLIP, threading.Event(), never_said) == Printed()
    assert len(printer.slips) == 1


def test_paper_out_while_printing_is_said_and_the_same_slip_is_finished_after_loading(
    printer: VirtualPrinter, tmp_path: Path
) -> None:
    said: list[Answer] = []

    def say(answer: Answer) -> None:
        said.append(answer)
        printer.body.load_paper()

    printer.body.run_out_of_paper(after_rows=100)
    assert worker(printer.uri, tmp_path).carry_out(SLIP, threading.Event(), say) == Printed()
    assert said == [PrinterStopped(Mishap.PAPER_OUT)]
    assert len(printer.slips) == 1


@pytest.mark.expect_log("slip printer:")
def test_a_printer_that_is_off_is_said(printer: VirtualPrinter, tmp_path: Path) -> None:
    free = VirtualPrinter(load(PROFILE))
    with free:
        uri = free.uri
    assert worker(uri, tmp_path).carry_out(SLIP, threading.Event(), never_said) == Failed(
        "print", Mishap.PRINTER_ABSENT
    )


def test_a_line_that_breaks_mid_slip_is_asked_about_and_then_printed_again(
    printer: VirtualPrinter, tmp_path: Path
) -> None:
    printing = worker(printer.uri, tmp_path)
    printer.drop_connection_after(200)
    assert printing.carry_out(SLIP, threading.Event(), never_said) == Failed("print", Mishap.PRINT_UNKNOWN)
    assert printing.carry_out(SLIP, threading.Event(), never_said) == Failed("print", Mishap.PRINT_UNKNOWN)
    assert printing.carry_out(replace(SLIP, settled_missing=True), threading.Event(), never_said) == Printed()


@pytest.mark.expect_log("the print journal cannot be written")
def test_nothing_is_printed_that_the_journal_cannot_take_down(printer: VirtualPrinter, tmp_path: Path) -> None:
    (tmp_path / "print.sqlite").mkdir()
    failed = Failed("print", Mishap.PRINTER_FAULT)
    assert worker(printer.uri, tmp_path).carry_out(SLIP, threading.Event(), never_said) == failed
    assert printer.slips == []


@pytest.mark.expect_log("printer settings")
@pytest.mark.parametrize(("uri", "profile"), [("lpt1", PROFILE), ("tcp://127.0.0.1:9", "no-such-printer")])
def test_wrong_settings_leave_the_receipt_on_the_screen(uri: str, profile: str, tmp_path: Path) -> None:
    event = worker(uri, tmp_path, profile).carry_out(SLIP, threading.Event(), never_said)
    assert event == Failed("print", Mishap.PRINTER_ABSENT)


def test_everything_the_receipt_says_is_on_the_slip() -> None:
    full = replace(
        RECEIPT, clocks=(ClockLine("办结", "60日", MORNING, True, legal_basis="第三十四条"),), restricted=True
    )
    made = slip(full, 2)
    assert (made.copy, made.restricted, made.clocks[0].legal_basis) == (2, True, "第三十四条")
    shared = set(type(made).__slots__) & set(type(full).__slots__) - {"clocks"}
    assert all(getattr(made, name) == getattr(full, name) for name in shared)
