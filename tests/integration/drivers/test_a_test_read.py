"""A test read of a reader that does not answer yet."""

from __future__ import annotations

import threading
from datetime import date

from drivers.cards.serial import SerialCardReader
from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.faults import Fault
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.pty import SamPty
from drivers.cards.simulator.sam import SimulatedSam
from drivers.cards.trial import trial
from drivers.core.status import Faulty


def test_a_reader_that_answers_only_after_the_first_looks_is_waited_for() -> None:
    with SamPty(SimulatedSam(physics=INSTANT)) as line:
        line.sam.insert(sample_card())
        line.sam.faults.arm(Fault.HANG)
        with SerialCardReader(line.path, today=lambda: date(2026, 1, 1)) as reader:
            # one look gives up soon, and says so
            assert isinstance(reader.status(), Faulty)
            booted = threading.Timer(0.5, line.sam.faults.clear)
            booted.start()
            steps = list(trial(reader, timeout=5.0))
            booted.join()
    assert all(step.passed for step in steps), steps
