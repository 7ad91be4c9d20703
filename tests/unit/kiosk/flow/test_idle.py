"""Nobody there: ask at 60 s, wipe at 90 s, never while the machine works for the visitor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.flow.doors.events import ReportAsked, Reported, VisitParked
from kiosk.flow.doors.state import Report
from kiosk.flow.events import Abandoned, CaptureAsked, Continued
from kiosk.flow.idle import UNASKED, IdleLimits, left_alone, seconds_left
from kiosk.flow.visit import Step, Visit
from tests.flows.people import MORNING, Walk, page

LIMITS = IdleLimits(60, 90)


@pytest.mark.parametrize(("untouched", "left"), [(59.0, None), (60.0, 30), (75.4, 15), (90.0, 0), (1000.0, 0)])
def test_the_seconds_left_are_counted_down(untouched: float, left: int | None) -> None:
    assert seconds_left(Walk().to(Step.PAGES).visit, untouched, LIMITS) == left


def test_an_idle_kiosk_asks_nobody() -> None:
    assert seconds_left(Visit(), 1000.0, LIMITS) is None


def test_a_slip_that_is_printing_is_waited_for() -> None:
    assert seconds_left(Walk().to(Step.RECEIPT).visit, 1000.0, LIMITS) is None


def test_who_waits_for_the_pages_to_be_read_is_not_asked_and_not_sent_away() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), page("one"), Continued())
    waiting = walk.visit
    assert waiting.step is Step.FORM and "reading" in waiting.busy
    assert seconds_left(waiting, 1000.0, LIMITS) is None
    assert seconds_left(Walk().to(Step.FORM).visit, 1000.0, LIMITS) == 0


def test_people_who_talk_at_a_window_are_not_hurried_and_their_visit_is_kept() -> None:
    visit = replace(Walk().to(Step.PAGES).visit, desk=True)
    assert seconds_left(visit, 500.0, LIMITS) is None
    assert seconds_left(visit, 900.0, LIMITS) == 0
    assert left_alone(visit, MORNING) == VisitParked(MORNING)
    assert left_alone(replace(visit, desk=False), MORNING) == Abandoned()


def test_the_room_of_the_attendant_does_not_keep_itself_open_by_looking_after_itself() -> None:
    assert isinstance(ReportAsked(), UNASKED) and isinstance(Reported(Report(MORNING)), UNASKED)
