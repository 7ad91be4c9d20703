"""After the slip: one question about the service, and nothing of the visit left to ask it with but number and code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.flow.answers import Printed, RatingSent, Registered
from kiosk.flow.effects import Rate, Wipe
from kiosk.flow.events import Continued, LevelChosen, SubmitAsked
from kiosk.flow.visit import Step, Visit
from tests.flows.people import MORNING, RECEIPT, Walk


def test_name_papers_and_form_are_gone_before_the_question() -> None:
    walk = Walk().to(Step.RECEIPT)
    walk.do(Printed())
    assert walk.do(Continued()) == (Wipe(),)
    assert walk.visit == Visit(step=Step.RATING, visit_id="visit-1", receipt=RECEIPT)


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_a_level_goes_to_the_centre_with_number_and_code(level: int) -> None:
    walk = Walk().to(Step.RATING)
    assert walk.do(LevelChosen(level)) == (Rate(RECEIPT.number, RECEIPT.query_code, level),)
    assert RECEIPT.query_code not in repr(walk.effects[-1])


def test_a_second_tap_does_not_rate_twice() -> None:
    walk = Walk().to(Step.RATING)
    walk.do(LevelChosen(5), LevelChosen(1), RatingSent(kept=True), LevelChosen(1))
    assert len(walk.asked(Rate)) == 1
    assert walk.do(Continued()) == (Wipe(),)
    assert walk.visit == Visit()


def test_a_rating_on_its_way_is_waited_for_and_a_lost_one_is_said() -> None:
    walk = Walk().to(Step.RATING)
    walk.do(LevelChosen(2), Continued())
    assert walk.visit.step is Step.RATING
    walk.do(RatingSent(kept=False))
    assert walk.visit.rating_lost


def test_a_level_there_is_not_changes_nothing() -> None:
    walk = Walk().to(Step.RATING)
    assert walk.do(LevelChosen(0)) == walk.do(LevelChosen(6)) == ()


@pytest.mark.parametrize("receipt", [replace(RECEIPT, provisional=True), replace(RECEIPT, restricted=True)])
def test_what_the_centre_cannot_match_yet_is_not_asked_about(receipt: object) -> None:
    walk = Walk().to(Step.SUBMIT)
    walk.do(SubmitAsked(MORNING), Registered(receipt), Printed())  # type: ignore[arg-type]
    assert walk.do(Continued()) == (Wipe(),)
    assert walk.visit == Visit()
