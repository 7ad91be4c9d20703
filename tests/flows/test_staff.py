"""Asking for a person: the visit stays, the desk hears where and not who, and the visitor hears what came of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.flow.effects import CallStaff
from kiosk.flow.events import Abandoned, PartChanged, StaffAsked, StaffTold
from kiosk.flow.visit import Help, Part, Step, Visit
from tests.flows.people import Walk


@pytest.mark.parametrize("step", list(Step))
def test_a_person_can_be_asked_for_at_every_step_and_nothing_is_lost(step: Step) -> None:
    walk = Walk().to(step)
    before = walk.visit
    assert walk.do(StaffAsked()) == (CallStaff(step, before.missing),)
    walk.do(StaffTold(reached=True))
    assert walk.visit == replace(before, help=Help.COMING)


def test_the_desk_learns_what_the_terminal_lacks() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(PartChanged(Part.CAMERA, works=False))
    assert walk.do(StaffAsked()) == (CallStaff(Step.PAGES, frozenset({Part.CAMERA})),)


def test_a_second_tap_does_not_ring_twice_but_a_later_one_rings_again() -> None:
    walk = Walk().to(Step.FORM)
    walk.do(StaffAsked())
    assert walk.do(StaffAsked()) == ()
    walk.do(StaffTold(reached=False))
    assert walk.visit.help is Help.UNREACHABLE
    assert len(walk.do(StaffAsked())) == 1


def test_the_next_visitor_did_not_call_anybody() -> None:
    walk = Walk().to(Step.FORM)
    walk.do(StaffAsked(), Abandoned(), StaffTold(reached=True))
    assert walk.visit == Visit()
