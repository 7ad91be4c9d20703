from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from printers.journal import Journal
from printers.layout.sample import sample_slip
from printers.layout.slip import lay_out
from printers.outcome import Outcome, OutOfPaper, Printed, Unknown
from printers.printing import Job, Patience, print_once
from printers.profiles import load
from printers.render.escpos import render_escpos
from printers.transport.register import AnswerFault
from printers.transport.simulator import VirtualPrinter
from printers.transport.uri import open_printer

EPSON = load("epson-80mm")
PAYLOAD = render_escpos(lay_out(sample_slip()), EPSON)
FAST = Patience(answer_s=1.0, proof_s=10.0, poll_s=0.05, blind_s=0.05)
IMPATIENT = Patience(answer_s=0.1, proof_s=0.5, poll_s=0.05, blind_s=0.05)
SOON = 5.0


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(EPSON) as printer:
        yield printer


def printed(printer: VirtualPrinter, folder: Path, patience: Patience = FAST, key: str = "visit/0") -> Outcome:
    return print_once(
        Job(key, PAYLOAD),
        partial(open_printer, printer.uri),
        Journal(folder / "journal.db"),
        Event(),
        profile=EPSON,
        patience=patience,
    )


def test_a_job_is_proved_by_its_own_id(printer: VirtualPrinter, tmp_path: Path) -> None:
    assert printed(printer, tmp_path) == Printed()
    assert printed(printer, tmp_path, key="visit/1") == Printed()
    assert [slip.data for slip in printer.slips] == [PAYLOAD, PAYLOAD]


def test_paper_that_runs_low_is_told_beside_the_proof(printer: VirtualPrinter, tmp_path: Path) -> None:
    printer.body.load_paper(mm=1000)
    assert printed(printer, tmp_path) == Printed(near_end=True)


def test_a_printer_that_does_not_know_the_question_proves_nothing(tmp_path: Path) -> None:
    with VirtualPrinter(load("generic-80mm")) as other:
        assert isinstance(printed(other, tmp_path, IMPATIENT), Unknown)
        assert isinstance(printed(other, tmp_path, IMPATIENT), Unknown)
        assert other.wait_until_idle(SOON) and len(other.slips) == 1


@pytest.mark.parametrize("fault", [fault for fault in AnswerFault if fault is not AnswerFault.NONE])
def test_wrong_answers_prove_nothing(printer: VirtualPrinter, tmp_path: Path, fault: AnswerFault) -> None:
    printer.answer_wrongly(fault)
    assert isinstance(printed(printer, tmp_path, IMPATIENT), Unknown)


def test_no_paper_in_the_middle_is_no_proof(printer: VirtualPrinter, tmp_path: Path) -> None:
    printer.body.run_out_of_paper(after_rows=700)
    assert printed(printer, tmp_path) == OutOfPaper(sent=True, finishes_itself=True)


def test_a_hot_head_is_waited_for_longer_than_a_proof(printer: VirtualPrinter, tmp_path: Path) -> None:
    printer.body.set_head(hot=True)
    hot: list[float] = []

    class Cooling(Event):
        """Lets the head cool after it was looked at a few times."""

        def is_set(self) -> bool:
            hot.append(0)
            if len(hot) == 40:
                printer.body.set_head(hot=False)
            return False

    outcome = print_once(
        Job("visit/0", PAYLOAD),
        partial(open_printer, printer.uri),
        Journal(tmp_path / "journal.db"),
        Cooling(),
        profile=EPSON,
        patience=Patience(answer_s=1.0, proof_s=0.5, poll_s=0.05),
    )
    assert outcome == Printed()
    assert len(printer.slips) == 1
