"""What every printer does, whatever carries the bytes. A subclass provides the fixtures `subject` and `hands`, or `bench`.

`PrinterContract` needs a printer and somebody who takes its paper out: it runs on hardware too, and uses some paper.
`PrinterConformance` adds what only a simulator can do on command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Protocol

import pytest

from drivers.core.errors import Cancelled
from printers.conversation import Conversation
from printers.journal import JobState, Journal
from printers.layout.blocks import Cut, Text
from printers.outcome import CoverOpen, Outcome, OutOfPaper, Printed, PrinterAbsent, Stopped, Unknown
from printers.printing import Job, Patience, print_once
from printers.profiles import Encoding, Profile, Sensor
from printers.render.escpos import render_escpos
from printers.status import CoverOpen as CoverIsOpen
from printers.status import NearEnd, Online, PrinterStatus
from printers.status import OutOfPaper as IsOutOfPaper
from printers.testing.mishaps import Carrier, originals, short_slip
from printers.transport.base import Transport
from printers.transport.register import AnswerFault
from printers.transport.simulator import VirtualPrinter

KEY = "conformance/0"
POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Subject:
    """The printer under test."""

    profile: Profile
    connect: Callable[[], Transport]


class Hands(Protocol):
    """Whoever is at the printer: a simulator, or a person who is told what to do."""

    def remove_paper(self) -> None: ...

    def load_paper(self) -> None: ...

    def open_cover(self) -> None: ...

    def close_cover(self) -> None: ...


class PrinterContract:
    """As far as a printer, its paper and its cover show it."""

    #: how long a person or a sensor may take, in seconds
    soon = 5.0
    patience = Patience(answer_s=1.0, proof_s=10.0, poll_s=0.05, blind_s=0.1)
    #: what is wrong is known before anything is sent; a spooler learns it from the job
    asks_first = True

    @pytest.fixture
    def subject(self) -> Subject:
        """Return the printer, in order and with paper."""
        raise LookupError("a conformance test names its printer")

    @pytest.fixture
    def hands(self) -> Hands:
        """Return who works at it."""
        raise LookupError("a conformance test names its hands")

    @pytest.fixture
    def journal(self, tmp_path: Path) -> Journal:
        """Return the journal of this test alone."""
        return Journal(tmp_path / "journal.db")

    def job(self, subject: Subject) -> bytes:
        """Return a slip of three lines."""
        return short_slip(subject.profile)

    def print(
        self,
        subject: Subject,
        journal: Journal,
        *,
        cancel: Event | None = None,
        payload: bytes | None = None,
        patience: Patience | None = None,
        notice: Callable[[Stopped], None] | None = None,
    ) -> Outcome:
        """Print the job once."""
        return print_once(
            Job(KEY, payload or self.job(subject)),
            subject.connect,
            journal,
            cancel or Event(),
            profile=subject.profile,
            patience=patience or self.patience,
            notice=notice,
        )

    def status(self, subject: Subject) -> PrinterStatus:
        """Ask it how it is."""
        with subject.connect() as transport:
            return Conversation(transport, self.patience.answer_s).status(subject.profile.sensors)

    def await_status(self, subject: Subject, *wanted: type) -> None:
        """Wait until it is so; fails after `soon` seconds."""
        pause, deadline = Event(), monotonic() + self.soon
        while not isinstance(now := self.status(subject), wanted):
            assert monotonic() < deadline, f"{now} instead of {wanted}"
            pause.wait(POLL_S)

    def test_a_printer_in_order_says_so(self, subject: Subject) -> None:
        self.await_status(subject, Online, NearEnd)

    def test_a_slip_is_printed_and_never_a_second_time(self, subject: Subject, journal: Journal) -> None:
        assert isinstance(self.print(subject, journal), Printed)
        assert journal.state(KEY) is JobState.PRINTED
        assert self.print(subject, journal) == Printed(already=True)

    def test_without_paper_no_job_is_called_printed_and_it_comes_out_once_there_is_some(
        self, subject: Subject, hands: Hands, journal: Journal
    ) -> None:
        hands.remove_paper()
        if self.asks_first:
            self.await_status(subject, IsOutOfPaper)
            assert self.print(subject, journal) == OutOfPaper(sent=False)
            assert journal.state(KEY) is JobState.FAILED
        else:
            assert self.print(subject, journal) == OutOfPaper(sent=True, finishes_itself=True)
        hands.load_paper()
        if self.asks_first:
            self.await_status(subject, Online, NearEnd)
            assert isinstance(self.print(subject, journal), Printed)

    def test_an_open_cover_is_said_so(self, subject: Subject, hands: Hands, journal: Journal) -> None:
        if Sensor.COVER not in subject.profile.sensors:
            return
        hands.open_cover()
        if self.asks_first:
            self.await_status(subject, CoverIsOpen)
        assert self.print(subject, journal) == CoverOpen(sent=not self.asks_first, finishes_itself=not self.asks_first)
        hands.close_cover()
        self.await_status(subject, Online, NearEnd)

    def test_a_job_cancelled_before_it_began_sends_nothing(self, subject: Subject, journal: Journal) -> None:
        cancel = Event()
        cancel.set()
        with pytest.raises(Cancelled):
            self.print(subject, journal, cancel=cancel)
        assert journal.state(KEY) is JobState.QUEUED


class BenchHands:
    """A simulator's hands."""

    def __init__(self, bench: VirtualPrinter) -> None:
        self._bench = bench

    def remove_paper(self) -> None:
        self._bench.body.run_out_of_paper()

    def load_paper(self) -> None:
        self._bench.body.load_paper()

    def open_cover(self) -> None:
        self._bench.body.set_cover(opened=True)

    def close_cover(self) -> None:
        self._bench.body.set_cover(opened=False)


class PrinterConformance(PrinterContract):
    """The whole contract, on a virtual printer behind a carrier."""

    @pytest.fixture
    def bench(self) -> VirtualPrinter:
        """Return the running virtual printer; a subclass says which."""
        raise LookupError("a conformance test names its bench")

    @pytest.fixture
    def carrier(self) -> Carrier:
        """Return what leads to it; a subclass says what."""
        raise LookupError("a conformance test names its carrier")

    @pytest.fixture
    def hands(self, bench: VirtualPrinter) -> Hands:
        return BenchHands(bench)

    @pytest.fixture
    def subject(self, bench: VirtualPrinter, carrier: Carrier) -> Iterator[Subject]:
        with carrier(bench) as connect:
            yield Subject(bench.profile, connect)

    def test_the_printer_gets_exactly_the_bytes_of_the_job(
        self, bench: VirtualPrinter, subject: Subject, journal: Journal
    ) -> None:
        assert isinstance(self.print(subject, journal), Printed)
        assert bench.body.wait_for_slips(1, self.soon)
        assert [slip.data for slip in bench.slips] == [self.job(subject)]

    def test_paper_that_runs_out_in_the_middle_is_waited_for_when_asked(
        self, bench: VirtualPrinter, subject: Subject, journal: Journal
    ) -> None:
        bench.body.run_out_of_paper(after_rows=60)
        stops: list[Stopped] = []

        def load(stop: Stopped) -> None:
            stops.append(stop)
            bench.body.load_paper()

        holding = Patience(answer_s=1.0, poll_s=0.05, hold_s=self.soon)
        outcome = self.print(subject, journal, patience=holding, notice=load)
        assert isinstance(outcome, Printed)
        assert [type(stop) for stop in stops] == [OutOfPaper]
        assert bench.body.wait_for_slips(1, self.soon) and len(bench.slips) == 1

    def test_a_slip_larger_than_the_printers_buffer_comes_out_whole(
        self, bench: VirtualPrinter, subject: Subject, journal: Journal
    ) -> None:
        dots = bench.profile.model_copy(update={"encoding": Encoding.RASTER})
        payload = render_escpos([*(Text(f"第 {line} 行") for line in range(60)), Cut()], dots)
        assert len(payload) > 65_536
        assert isinstance(self.print(subject, journal, payload=payload), Printed)
        assert bench.body.wait_for_slips(1, self.soon)
        assert [slip.data for slip in bench.slips] == [payload]

    @pytest.mark.parametrize("fault", [AnswerFault.SILENT, AnswerFault.STALE, AnswerFault.ZERO])
    def test_a_printer_that_lies_or_is_silent_proves_nothing(
        self, bench: VirtualPrinter, subject: Subject, journal: Journal, fault: AnswerFault
    ) -> None:
        bench.answer_wrongly(fault)
        hasty = Patience(answer_s=0.1, proof_s=0.3, poll_s=0.02, blind_s=0.02)
        for _ in range(2):
            assert isinstance(self.print(subject, journal, patience=hasty), Unknown)

    @pytest.mark.parametrize("received", [2, 16, 40, 90])
    def test_a_line_that_breaks_gives_no_second_slip_and_no_false_word(
        self, bench: VirtualPrinter, carrier: Carrier, subject: Subject, journal: Journal, received: int
    ) -> None:
        bench.drop_connection_after(received)
        hasty = Patience(answer_s=0.2, proof_s=0.4, poll_s=0.02, blind_s=0.02)
        outcome = self.print(subject, journal, patience=hasty)
        out = originals(bench) if not isinstance(outcome, PrinterAbsent) else 0
        assert isinstance(outcome, Unknown | PrinterAbsent) or (isinstance(outcome, Printed) and out == 1)
        assert out <= 1
