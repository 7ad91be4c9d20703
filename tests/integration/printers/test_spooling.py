from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import CliRunner

from drivers.core.status import Absent, Faulty, Ready
from printers.cli import print_group
from printers.health import check
from printers.journal import JobState, Journal
from printers.layout.sample import sample_slip
from printers.layout.slip import lay_out
from printers.outcome import Outcome, OutOfPaper, Printed, PrinterAbsent, Stopped, Unknown
from printers.printing import Job, Patience, print_once, settle
from printers.profiles import Profile, Proof, load
from printers.render.escpos import render_escpos
from printers.spooling import SpoolJob, SpoolPatience, print_spooled
from printers.status import Online
from printers.transport.queue import CupsQueue, Format, Progress, open_queue
from printers.transport.uri import open_printer
from tests.integration.printers.cupsd import Cupsd

DOCUMENT = b"%PDF-1.4 a paper"
KEY = "visit-1/form/0"
SOON = 10.0
FAST = SpoolPatience(done_s=SOON, poll_s=0.05, believe_s=0.5)
HOLDING = replace(FAST, hold_s=SOON)
PROFILE = load("generic-80mm")
PAYLOAD = render_escpos(lay_out(sample_slip()), PROFILE)

#: a printer behind a queue; files in the tray say how it is: out-of-paper, stop-next, broken
BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exit 0
cd "{tray}" || exit 1
[ -e stop-next ] && mv stop-next out-of-paper
while [ -e out-of-paper ]; do kill -0 $PPID || exit 1; echo "STATE: +media-empty-error" >&2; sleep 0.05; done
echo "STATE: -media-empty-error" >&2
[ -e broken ] && exit 1
# Whoever pulls the plug of the machine also ends the printer's part of it.
kill -0 $PPID || exit 1
cat "${{6:--}}" > ".job-$1" && mv ".job-$1" "job-$1"
"""
QUEUES = [
    ("office", "ipp://localhost/tray", "Yes"),
    ("blind", "blind://localhost/tray", "Yes"),
    ("closed", "blind://localhost/tray", "No"),
]


@dataclass
class Spooler:
    """A CUPS of our own: queue `office` reports pages as IPP does, `blind` only takes bytes, `closed` takes nothing."""

    cups: Cupsd
    tray: Path
    journal: Journal
    cancel: Event = field(default_factory=Event)

    def address(self, name: str) -> str:
        return self.cups.address(name)

    def queue(self, name: str) -> CupsQueue:
        return self.cups.queue(name)

    def print(self, name: str = "office", *, patience: SpoolPatience = FAST, **options: object) -> Outcome:
        job = SpoolJob(KEY, DOCUMENT)
        return print_spooled(job, self.queue(name), self.journal, self.cancel, patience=patience, **options)  # type: ignore[arg-type]

    def load_paper(self) -> None:
        """Put paper in, and wait until the printer has told CUPS so."""
        for name in ("stop-next", "out-of-paper"):
            (self.tray / name).unlink(missing_ok=True)
        for _ in range(200):
            if isinstance(self.queue("office").state().status, Online):
                return
            Event().wait(0.05)
        raise AssertionError("CUPS never noticed")

    @property
    def papers(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.tray.glob("job-*"))]


@pytest.fixture(scope="module")
def cups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spooler]:
    folder = tmp_path_factory.mktemp("cups")
    tray = folder / "tray"
    tray.mkdir()
    backends = dict.fromkeys(("ipp", "blind"), BACKEND.format(tray=tray))
    with Cupsd(folder / "cups", backends, QUEUES) as daemon:
        yield Spooler(daemon, tray, Journal(folder / "unused.db"))


@pytest.fixture
def hall(cups: Spooler, tmp_path: Path) -> Iterator[Spooler]:
    cups.journal, cups.cancel = Journal(tmp_path / "journal.db"), Event()
    yield cups
    for path in cups.tray.iterdir():
        path.unlink()


def test_a_paper_is_printed_once(hall: Spooler) -> None:
    assert hall.print() == Printed()
    assert hall.journal.state(KEY) is JobState.PRINTED
    assert hall.print() == Printed(already=True)
    assert hall.papers == [DOCUMENT]


def test_a_queue_that_only_takes_bytes_proves_nothing_unless_it_is_trusted(hall: Spooler) -> None:
    for _ in range(2):
        outcome = hall.print("blind")
        assert isinstance(outcome, Unknown) and "不报告" in outcome.cause
    assert hall.journal.state(KEY) is JobState.UNKNOWN
    assert hall.print("blind", trust=True) == Printed()
    assert hall.papers == [DOCUMENT]


def test_no_paper_known_beforehand_sends_nothing(hall: Spooler) -> None:
    (hall.tray / "stop-next").touch()
    other = SpoolJob("another/0", b"another")
    stopped = print_spooled(other, hall.queue("office"), hall.journal, Event(), patience=FAST)
    assert stopped == OutOfPaper(sent=True, finishes_itself=True)
    assert hall.print() == OutOfPaper(sent=False)
    assert hall.journal.state(KEY) is JobState.FAILED
    hall.load_paper()
    assert print_spooled(other, hall.queue("office"), hall.journal, Event(), patience=FAST) == Printed()
    assert hall.print() == Printed()
    assert hall.papers == [b"another", DOCUMENT]


def test_paper_out_in_the_middle_finishes_by_itself_and_is_asked_of_cups_later(hall: Spooler) -> None:
    (hall.tray / "stop-next").touch()
    outcome = hall.print()
    assert outcome == OutOfPaper(sent=True, finishes_itself=True) and "请勿重复打印" in outcome.remedy
    assert hall.journal.state(KEY) is JobState.SENT
    hall.load_paper()
    assert hall.print() == Printed()
    assert hall.papers == [DOCUMENT]


def test_the_call_waits_while_somebody_loads_paper(hall: Spooler) -> None:
    (hall.tray / "stop-next").touch()
    stops: list[Stopped] = []

    def load(stop: Stopped) -> None:
        stops.append(stop)
        (hall.tray / "out-of-paper").unlink()

    assert hall.print(patience=HOLDING, notice=load) == Printed()
    assert stops == [OutOfPaper(sent=True, finishes_itself=True)]
    assert hall.papers == [DOCUMENT]


def test_a_job_that_fails_in_the_printer_is_unknown_and_not_sent_again(hall: Spooler) -> None:
    (hall.tray / "broken").touch()
    assert isinstance(hall.print(), Unknown)
    (hall.tray / "broken").unlink()
    assert isinstance(hall.print(), Unknown)
    assert hall.papers == []
    assert settle(KEY, False, hall.journal) is JobState.FAILED
    assert hall.print() == Printed()
    assert hall.papers == [DOCUMENT]


def test_a_job_said_not_to_have_come_out_is_taken_back_before_it_is_printed_again(hall: Spooler) -> None:
    (hall.tray / "stop-next").touch()
    hall.print()
    settle(KEY, False, hall.journal)
    first = hall.journal.number(KEY)
    assert first is not None
    (hall.tray / "stop-next").touch()
    assert isinstance(hall.print(), OutOfPaper)
    assert hall.queue("office").progress(first) is Progress.CANCELED
    hall.load_paper()
    assert hall.print() == Printed()
    assert hall.papers == [DOCUMENT]


def test_a_restart_of_cups_in_the_middle_loses_and_doubles_nothing(hall: Spooler) -> None:
    (hall.tray / "stop-next").touch()
    hall.print()
    hall.cups.stop()
    (hall.tray / "out-of-paper").unlink()
    hall.cups.start()
    assert hall.print() == Printed()
    assert hall.papers == [DOCUMENT]


def test_a_crash_before_the_document_left_is_found_and_nothing_is_sent(hall: Spooler) -> None:
    hall.journal.enter(KEY)
    number = hall.queue("office").open_job(KEY, Format.PDF)
    assert hall.journal.hand_over(KEY, number, only_from=frozenset({JobState.QUEUED}))
    assert isinstance(hall.print(patience=SpoolPatience(done_s=0.1, poll_s=0.05)), Unknown)
    assert hall.papers == []
    hall.queue("office").cancel(number)


def test_two_threads_with_one_key_print_one_paper(hall: Spooler) -> None:
    outcomes: list[Outcome] = []
    threads = [Thread(target=lambda: outcomes.append(hall.print())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(outcomes) == 3 and hall.print() == Printed(already=True)
    assert hall.papers == [DOCUMENT]


@pytest.mark.parametrize("name", ["nowhere", "closed"])
def test_a_queue_that_cannot_be_used_is_an_absent_printer(hall: Spooler, name: str) -> None:
    outcome = hall.print(name)
    assert isinstance(outcome, PrinterAbsent) and outcome.remedy
    assert hall.journal.state(KEY) is JobState.FAILED
    assert hall.print() == Printed()


def test_no_cups_at_all_is_an_absent_printer(tmp_path: Path) -> None:
    queue = open_queue(f"cups:///office?socket={tmp_path}/none.sock")
    outcome = print_spooled(SpoolJob(KEY, DOCUMENT), queue, Journal(tmp_path / "j.db"), Event(), patience=FAST)
    assert isinstance(outcome, PrinterAbsent) and "systemctl" in outcome.remedy


def slip(hall: Spooler, name: str, patience: Patience, profile: Profile = PROFILE) -> Outcome:
    connect = partial(open_printer, hall.address(name))
    return print_once(Job(KEY, PAYLOAD), connect, hall.journal, hall.cancel, profile=profile, patience=patience)


@pytest.mark.parametrize("proof", [Proof.GS_R, Proof.PROCESS_ID])
def test_a_slip_goes_through_a_raw_queue_that_reports_as_through_a_printer(hall: Spooler, proof: Proof) -> None:
    profile = PROFILE.model_copy(update={"proof": proof})
    assert slip(hall, "office", Patience(poll_s=0.1), profile) == Printed()
    assert hall.papers == [PAYLOAD]
    assert isinstance(check(hall.address("office"), PROFILE), Ready)


def test_a_slip_through_a_queue_that_only_takes_bytes_is_settled_by_asking(hall: Spooler) -> None:
    impatient = Patience(answer_s=0.1, proof_s=0.5, poll_s=0.05, blind_s=1.0)
    assert isinstance(slip(hall, "blind", impatient), Unknown)
    assert isinstance(slip(hall, "blind", impatient), Unknown)
    assert hall.papers == [PAYLOAD]
    state = check(hall.address("blind"), PROFILE)
    assert isinstance(state, Ready) and "不报告" in state.detail


def test_a_slip_queue_that_is_not_there_is_absent(hall: Spooler) -> None:
    assert isinstance(check(hall.address("nowhere"), PROFILE), Absent)
    assert isinstance(check(hall.address("closed"), PROFILE), Faulty)
    assert isinstance(slip(hall, "nowhere", Patience()), PrinterAbsent)


def test_the_command_prints_the_sample_form(hall: Spooler, tmp_path: Path) -> None:
    arguments = ["form", "--sample", "--to", str(tmp_path / "form.pdf"), "--cups", hall.address("office"), "--json"]
    result = CliRunner().invoke(print_group, arguments)
    assert result.exit_code == 0 and '"Printed"' in result.stdout
    assert hall.papers == [(tmp_path / "form.pdf").read_bytes()]
