"""Nobody there: ask at 60 s, wipe at 90 s, never while the machine works for the visitor."""

from __future__ import annotations

import pytest

from kiosk.flow.idle import IdleLimits, seconds_left
from kiosk.flow.visit import Step, Visit
from tests.flows.people import Walk

LIMITS = IdleLimits(60, 90)


@pytest.mark.parametrize(("untouched", "left"), [(59.0, None), (60.0, 30), (75.4, 15), (90.0, 0), (1000.0, 0)])
def test_the_seconds_left_are_counted_down(untouched: float, left: int | None) -> None:
    assert seconds_left(Walk().to(Step.PAGES).visit, untouched, LIMITS) == left


def test_an_idle_kiosk_asks_nobody() -> None:
    assert seconds_left(Visit(), 1000.0, LIMITS) is None


def test_a_slip_that_is_printing_is_waited_for() -> None:
    assert seconds_left(Walk().to(Step.RECEIPT).visit, 1000.0, LIMITS) is None
