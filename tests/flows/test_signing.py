"""Signed on the screen, or at the window: either way it is handed in once."""

from __future__ import annotations

from kiosk.flow.answers import Failed
from kiosk.flow.effects import Register
from kiosk.flow.events import RetryAsked, SubmitAsked, WentBack
from kiosk.flow.visit import Mishap, Step
from tests.flows.people import MORNING, Walk

SIGNATURE = (((0.1, 0.5), (0.9, 0.5)),)


def handed_in(walk: Walk) -> Register:
    effect = walk.effects[-1]
    assert isinstance(effect, Register)
    return effect


def test_a_signature_goes_along_with_what_was_signed() -> None:
    walk = Walk().to(Step.SUBMIT)
    walk.do(SubmitAsked(MORNING, SIGNATURE))
    assert handed_in(walk).signature == SIGNATURE
    assert "0.9" not in repr(SubmitAsked(MORNING, SIGNATURE))


def test_whoever_signs_at_the_window_hands_in_without() -> None:
    walk = Walk().to(Step.SUBMIT)
    walk.do(SubmitAsked(MORNING))
    assert handed_in(walk).signature == ()


def test_trying_again_keeps_the_signature_and_changed_words_need_a_new_one() -> None:
    walk = Walk().to(Step.SUBMIT)
    walk.do(SubmitAsked(MORNING, SIGNATURE), Failed("submit", Mishap.NOT_KEPT), RetryAsked())
    assert handed_in(walk).signature == SIGNATURE
    walk.do(Failed("submit", Mishap.REJECTED), WentBack())
    assert walk.visit.signature == ()
