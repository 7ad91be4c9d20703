from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest
from PIL import Image

from drivers.core.errors import Cancelled
from printers.journal import JobState, Journal
from printers.layout.sample import sample_slip
from printers.layout.slip import lay_out
from printers.outcome import (
    CoverOpen,
    CutterJam,
    Outcome,
    OutOfPaper,
    Printed,
    PrinterAbsent,
    Stopped,
    Unknown,
)
from printers.printing import Job, Patience, mark_taken, print_once, settle
from printers.profiles import load
from printers.render.escpos import render_escpos
from printers.render.png import render_images
from printers.transport.register import AnswerFault
from printers.transport.serialline import SerialLine
from printers.transport.simulator import VirtualPrinter
from printers.transport.uri import open_printer

PROFILE = load("generic-80mm")
BLOCKS = lay_out(sample_slip())
PAYLOAD = render_escpos(BLOCKS, PROFILE)
NUMBER = sample_slip().number
KEY = "visit-1/0"
#: five status questions of three bytes go before a job
QUESTIONS = 15
#: answers come at once; the limits only matter on a machine that is busy with something else
FAST = Patience(answer_s=1.0, proof_s=10.0, poll_s=0.05, blind_s=0.05)
HOLDING = replace(FAST, hold_s=10.0)
SOON = 5.0


@dataclass
class Hall:
    """A printer and the journal of one terminal."""

    printer: VirtualPrinter
    journal: Journal
    cancel: Event = field(default_factory=Event)

    def print(
        self, patience: Patience = FAST, notice: Callable[[Stopped], None] | None = None, key: str = KEY
    ) -> Outcome:
        return print_once(
            Job(key, PAYLOAD),
            partial(open_printer, self.printer.uri),
            self.journal,
            self.cancel,
            profile=PROFILE,
            notice=notice,
            patience=patience,
        )

    @property
    def state(self) -> JobState | None:
        return self.journal.state(KEY)

    def originals(self) -> int:
        """How many papers with the number came out, whole or in part."""
        assert self.printer.wait_until_idle(SOON)
        return sum(NUMBER in slip.text for slip in self.printer.slips) + (NUMBER in self.printer.body.hanging)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with VirtualPrinter(PROFILE) as printer:
        yield Hall(printer, Journal(tmp_path / "journal.db"))


def expected() -> Image.Image:
    return render_images(BLOCKS, PROFILE)[0]


def test_a_slip_is_printed_once_and_looks_like_its_preview(hall: Hall) -> None:
    assert hall.print() == Printed()
    assert hall.print() == Printed(already=True)
    assert hall.originals() == 1
    (slip,) = hall.printer.slips
    assert slip.data == PAYLOAD and slip.cut
    assert slip.image.tobytes() == expected().tobytes()
    assert mark_taken(KEY, hall.journal) and hall.state is JobState.TAKEN
    assert hall.print() == Printed(already=True)


def test_no_paper_before_printing_sends_nothing_and_the_same_job_prints_later(hall: Hall) -> None:
    hall.printer.body.run_out_of_paper()
    assert hall.print() == OutOfPaper(sent=False)
    assert hall.state is JobState.FAILED
    assert hall.originals() == 0
    hall.printer.body.load_paper()
    assert hall.print() == Printed()
    assert hall.originals() == 1


def test_an_open_cover_sends_nothing(hall: Hall) -> None:
    hall.printer.body.set_cover(opened=True)
    assert hall.print() == CoverOpen(sent=False)
    hall.printer.body.set_cover(opened=False)
    assert hall.print() == Printed()


def test_a_printer_that_is_not_there_can_be_tried_again(hall: Hall, tmp_path: Path) -> None:
    with VirtualPrinter(PROFILE) as gone:
        address = gone.uri
    outcome = print_once(
        Job(KEY, PAYLOAD), partial(open_printer, address), hall.journal, hall.cancel, profile=PROFILE, patience=FAST
    )
    assert isinstance(outcome, PrinterAbsent) and "9100" not in outcome.remedy
    assert hall.state is JobState.FAILED
    assert hall.print() == Printed()


def test_paper_that_runs_out_at_any_line_is_loaded_and_the_slip_comes_out_whole(hall: Hall) -> None:
    heights = range(0, expected().height, 50)

    def load_paper(stop: Stopped) -> None:
        assert stop == OutOfPaper(sent=True, finishes_itself=True)
        hall.printer.body.load_paper()

    for rows in heights:
        hall.printer.body.run_out_of_paper(after_rows=rows + 1)
        assert isinstance(hall.print(HOLDING, load_paper, key=f"visit-{rows}/0"), Printed)
        hall.printer.body.load_paper()
    assert hall.printer.body.wait_for_slips(len(heights), SOON)
    assert all(slip.image.tobytes() == expected().tobytes() for slip in hall.printer.slips)


def test_paper_out_in_the_middle_says_that_the_rest_prints_by_itself(hall: Hall) -> None:
    hall.printer.body.run_out_of_paper(after_rows=700)
    outcome = hall.print()
    assert outcome == OutOfPaper(sent=True, finishes_itself=True)
    assert "请勿重复打印" in outcome.remedy
    assert hall.state is JobState.SENT
    assert NUMBER in hall.printer.body.hanging and "热敏纸" not in hall.printer.body.hanging
    # Asked again while the paper is still out: nothing is sent, and nothing is promised.
    assert hall.print() == OutOfPaper(sent=True, finishes_itself=False)
    hall.printer.body.load_paper()
    assert hall.printer.body.wait_for_slips(1, SOON)
    assert isinstance(hall.print(), Unknown)
    assert settle(KEY, True, hall.journal) is JobState.PRINTED
    assert hall.print() == Printed(already=True)
    assert hall.originals() == 1


def test_power_lost_while_out_of_paper_is_unknown_and_prints_nothing_more(hall: Hall) -> None:
    hall.printer.body.run_out_of_paper(after_rows=700)
    outcome = hall.print(HOLDING, lambda stop: hall.printer.cut_power())
    assert isinstance(outcome, Unknown) and hall.state is JobState.UNKNOWN
    hall.printer.body.load_paper()
    assert isinstance(hall.print(), Unknown)
    assert hall.originals() == 1 and not hall.printer.slips
    assert settle(KEY, False, hall.journal) is JobState.FAILED
    assert hall.print() == Printed()


def test_a_jam_at_the_cut_is_not_a_printed_slip(hall: Hall) -> None:
    hall.printer.body.jam_cutter(at_next_cut=True)
    assert hall.print() == CutterJam(sent=True, finishes_itself=False)
    assert hall.print() == CutterJam(sent=True, finishes_itself=False)
    hall.printer.body.free_cutter()
    assert isinstance(hall.print(), Unknown)


@pytest.mark.parametrize("share", range(4))
def test_a_cable_pulled_at_any_byte_gives_neither_two_originals_nor_a_false_printed(share: int, tmp_path: Path) -> None:
    total = QUESTIONS + len(PAYLOAD) + 12
    for received in [*range(1 + share, QUESTIONS + 20, 4), *range(40 + share * 20, total, 80), total - share]:
        with VirtualPrinter(PROFILE) as printer:
            hall = Hall(printer, Journal(tmp_path / f"{received}.db"))
            printer.drop_connection_after(received)
            outcome = hall.print()
            assert hall.printer.wait_until_idle(SOON)
            whole = [slip for slip in printer.slips if slip.cut and slip.image.tobytes() == expected().tobytes()]
            match outcome:
                case Printed():
                    assert len(whole) == 1
                case PrinterAbsent():
                    assert hall.originals() == 0 and hall.state is JobState.FAILED
                    assert hall.print() == Printed()
                case _:
                    assert isinstance(outcome, Unknown) and hall.state is JobState.UNKNOWN
                    assert isinstance(hall.print(), Unknown)
            assert hall.originals() <= 1


@pytest.mark.parametrize("fault", [AnswerFault.SILENT, AnswerFault.STALE, AnswerFault.ZERO, AnswerFault.ONLY_REALTIME])
def test_a_printer_that_lies_or_is_silent_never_proves_anything(hall: Hall, fault: AnswerFault) -> None:
    hall.printer.answer_wrongly(fault)
    impatient = Patience(answer_s=0.1, proof_s=0.5, poll_s=0.05, blind_s=0.05)
    assert isinstance(hall.print(impatient), Unknown)
    assert isinstance(hall.print(impatient), Unknown)
    assert hall.originals() == 1


@pytest.mark.parametrize("fault", [AnswerFault.SILENT, AnswerFault.STALE, AnswerFault.ZERO])
def test_a_lying_printer_without_paper_is_not_taken_for_one_with_paper(hall: Hall, fault: AnswerFault) -> None:
    hall.printer.answer_wrongly(fault)
    hall.printer.body.run_out_of_paper()
    for attempt in range(3):
        impatient = Patience(answer_s=0.1, proof_s=0.5, poll_s=0.05, blind_s=0.05)
        assert not isinstance(hall.print(impatient, key=f"visit-{attempt}/0"), Printed)


def test_a_printer_that_falls_silent_in_the_middle_is_unknown(hall: Hall) -> None:
    hall.printer.body.run_out_of_paper(after_rows=700)
    patience = Patience(answer_s=0.1, proof_s=0.5, poll_s=0.05, hold_s=5)
    outcome = hall.print(patience, lambda stop: hall.printer.answer_wrongly(AnswerFault.SILENT))
    assert isinstance(outcome, Unknown)


def test_a_crash_after_the_first_byte_is_found_by_the_next_run(hall: Hall) -> None:
    hall.journal.enter(KEY)
    hall.journal.move(KEY, JobState.SENT, only_from=frozenset({JobState.QUEUED}))
    assert isinstance(hall.print(), Unknown)
    assert hall.originals() == 0 and hall.state is JobState.UNKNOWN


def test_two_threads_with_one_key_print_one_slip(hall: Hall) -> None:
    outcomes: list[Outcome] = []
    threads = [Thread(target=lambda: outcomes.append(hall.print())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(outcomes) == 3
    assert hall.originals() == 1


def test_a_cancel_before_the_first_byte_sends_nothing_and_can_be_printed_later(hall: Hall) -> None:
    hall.cancel.set()
    with pytest.raises(Cancelled):
        hall.print()
    assert hall.originals() == 0
    hall.cancel.clear()
    assert hall.print() == Printed()


def test_a_cancel_while_waiting_for_paper_is_unknown(hall: Hall) -> None:
    hall.printer.body.run_out_of_paper(after_rows=700)
    assert isinstance(hall.print(HOLDING, lambda stop: hall.cancel.set()), Unknown)


def test_a_roll_that_is_nearly_used_up_prints_and_says_so(hall: Hall) -> None:
    hall.printer.body.load_paper(mm=1000)
    assert hall.print() == Printed(near_end=True)


@pytest.fixture
def raster(hall: Hall) -> Callable[..., Outcome]:
    """Print a slip of dots, larger than the printer's buffer, on a printer that reports changes."""
    profile = load("raster-80mm")
    payload = render_escpos(BLOCKS, profile)
    connect = partial(open_printer, hall.printer.uri)
    return partial(print_once, Job(KEY, payload), connect, hall.journal, hall.cancel, profile=profile)


def test_a_slip_of_dots_is_proved_although_it_exceeds_the_buffer(hall: Hall, raster: Callable[..., Outcome]) -> None:
    assert raster(patience=FAST) == Printed()
    assert hall.printer.slips[0].image.tobytes() == expected().tobytes()


def test_paper_out_is_known_although_the_full_buffer_lets_no_question_in(
    hall: Hall, raster: Callable[..., Outcome]
) -> None:
    hall.printer.body.run_out_of_paper(after_rows=300)
    assert raster(patience=FAST) == OutOfPaper(sent=True, finishes_itself=False)
    assert hall.state is JobState.SENT


def test_a_slip_of_dots_goes_on_when_paper_is_loaded(hall: Hall, raster: Callable[..., Outcome]) -> None:
    hall.printer.body.run_out_of_paper(after_rows=300)
    stops: list[Stopped] = []

    def load_paper(stop: Stopped) -> None:
        stops.append(stop)
        hall.printer.body.load_paper()

    assert isinstance(raster(patience=HOLDING, notice=load_paper), Printed)
    assert stops == [OutOfPaper(sent=True, finishes_itself=False)]
    assert [slip.image.tobytes() for slip in hall.printer.slips] == [expected().tobytes()]


def test_a_slip_goes_over_a_serial_line_as_well(hall: Hall) -> None:
    with SerialLine(hall.printer.host, hall.printer.port) as line:
        serial = partial(open_printer, f"serial://{line.path}?baud=115200&flow=none")
        outcome = print_once(Job(KEY, PAYLOAD), serial, hall.journal, hall.cancel, profile=PROFILE, patience=FAST)
        assert outcome == Printed()
    assert hall.printer.slips[0].data == PAYLOAD


def test_a_serial_line_without_paper_at_its_end_says_so(hall: Hall) -> None:
    hall.printer.body.run_out_of_paper()
    with SerialLine(hall.printer.host, hall.printer.port) as line:
        serial = partial(open_printer, f"serial://{line.path}?flow=none")
        outcome = print_once(Job(KEY, PAYLOAD), serial, hall.journal, hall.cancel, profile=PROFILE, patience=FAST)
    assert outcome == OutOfPaper(sent=False)


def test_a_serial_port_that_is_not_there_is_an_absent_printer(hall: Hall, tmp_path: Path) -> None:
    serial = partial(open_printer, f"serial://{tmp_path}/ttyUSB7")
    outcome = print_once(Job(KEY, PAYLOAD), serial, hall.journal, hall.cancel, profile=PROFILE, patience=FAST)
    assert isinstance(outcome, PrinterAbsent) and "ttyUSB7" in outcome.cause


def test_paper_consumption_and_speed_are_modelled(tmp_path: Path) -> None:
    with VirtualPrinter(PROFILE, speed_mm_s=1000, paper_mm=100) as printer:
        hall = Hall(printer, Journal(tmp_path / "journal.db"))
        assert hall.print() == OutOfPaper(sent=True, finishes_itself=True)
