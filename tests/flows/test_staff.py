"""Asking for a person: the desk hears where; a window takes the visit over as it stands; nothing is lost in between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.flow.answers import PartChanged, Printed, Registered, StaffTold
from kiosk.flow.effects import CallStaff, PrintSlip, Register, Wipe
from kiosk.flow.events import Abandoned, Continued, CopyAsked, FieldChanged, StaffAsked, SubmitAsked
from kiosk.flow.handover import Handing, HandOver, HandoverMoved, News, WithdrawHandover
from kiosk.flow.idle import IdleLimits, seconds_left
from kiosk.flow.staff import locked
from kiosk.flow.visit import Help, Part, Step, Visit
from tests.flows.people import BEHIND, LI, MORNING, RECEIPT, Walk

BETWEEN = (Step.NOTICE, Step.CARD, Step.EARLIER, Step.COMPANY, Step.PAGES, Step.FORM, Step.SUBMIT)
TAKEN = HandoverMoved(News.TAKEN, "h-1", "2号窗口")


@pytest.mark.parametrize("step", (Step.IDLE, Step.RECEIPT, Step.RATING, *BEHIND))
def test_where_there_is_nothing_to_go_on_with_the_desk_is_called(step: Step) -> None:
    walk = Walk().to(step)
    before = walk.visit
    assert walk.do(StaffAsked()) == (CallStaff(step, before.missing),)
    walk.do(StaffTold(reached=True))
    assert walk.visit == replace(before, help=Help.COMING)


@pytest.mark.parametrize("step", BETWEEN)
def test_from_every_step_of_a_visit_the_window_gets_what_was_told_so_far(step: Step) -> None:
    walk = Walk().to(step)
    before = walk.visit
    [sent] = walk.do(StaffAsked())
    assert isinstance(sent, HandOver)
    assert (sent.visit_id, sent.step, sent.holder, sent.pages) == ("visit-1", step, before.holder, before.pages)
    walk.do(HandoverMoved(News.WAITING, "h-1"))
    assert walk.visit.help is Help.COMING
    assert replace(walk.visit, help=Help.NONE, handover=None) == before


def test_the_desk_learns_what_the_terminal_lacks() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(PartChanged(Part.CAMERA, works=False))
    [sent] = walk.do(StaffAsked())
    assert isinstance(sent, HandOver) and sent.missing == {Part.CAMERA}


def test_a_second_tap_does_not_ring_twice_but_a_later_one_rings_again() -> None:
    walk = Walk().to(Step.FORM)
    walk.do(StaffAsked())
    assert walk.do(StaffAsked()) == ()
    walk.do(HandoverMoved(News.LOST, heard=False))
    assert (walk.visit.help, walk.visit.handover) == (Help.UNREACHABLE, None)
    assert len(walk.do(StaffAsked())) == 1


def test_nobody_at_the_desk_heard_it_so_the_visitor_waves_and_the_window_may_still_take_it() -> None:
    walk = Walk().to(Step.FORM)
    walk.do(StaffAsked(), HandoverMoved(News.WAITING, "h-1", heard=False))
    assert walk.visit.help is Help.UNREACHABLE
    walk.do(TAKEN)
    assert walk.visit.handover is not None and walk.visit.handover.state is Handing.TAKEN


def test_while_a_window_has_it_no_tap_counts_and_nobody_is_asked_whether_they_are_there() -> None:
    walk = Walk().to(Step.FORM)
    walk.do(StaffAsked(), TAKEN)
    locked = walk.visit
    assert walk.do(FieldChanged("summary-0", "x"), Continued(), Abandoned()) == ()
    assert walk.visit == locked
    assert seconds_left(locked, 10_000, IdleLimits(60, 90)) is None


def test_the_window_gives_it_back_and_the_visitor_goes_on_where_they_were() -> None:
    walk = Walk().to(Step.FORM)
    before = walk.visit
    walk.do(StaffAsked(), TAKEN, HandoverMoved(News.RETURNED, "h-1"))
    assert walk.visit == before


def test_what_was_finished_at_the_window_is_wiped_here() -> None:
    walk = Walk().to(Step.FORM)
    effects = walk.do(StaffAsked(), TAKEN, HandoverMoved(News.ENDED, "h-1"))
    assert walk.visit == Visit()
    assert effects == (Wipe(),)


def test_whoever_hands_in_here_takes_it_back_from_the_window() -> None:
    walk = Walk().to(Step.SUBMIT)
    effects = walk.do(StaffAsked(), HandoverMoved(News.WAITING, "h-1"), SubmitAsked(MORNING))
    assert isinstance(effects[0], Register)
    assert effects[-1] == WithdrawHandover("h-1")
    walk.do(HandoverMoved(News.TAKEN, "h-1"), Registered(RECEIPT))
    assert walk.visit.step is Step.RECEIPT, "it was on its way from here"


def test_whoever_goes_away_takes_it_back_from_the_window() -> None:
    walk = Walk().to(Step.FORM)
    effects = walk.do(StaffAsked(), HandoverMoved(News.WAITING, "h-1"), Abandoned())
    assert effects == (Wipe(), WithdrawHandover("h-1"))


def test_the_slip_of_a_visit_finished_at_the_window_is_offered_here_as_a_copy() -> None:
    walk = Walk().to(Step.FORM)
    walk.do(StaffAsked("en"), HandoverMoved(News.TAKEN, "h-1", "2号窗口"))
    effects = walk.do(HandoverMoved(News.ENDED, "h-1", "2号窗口", receipt=RECEIPT))
    assert effects == (Wipe(),) and not walk.visit.pages and walk.visit.holder is None
    assert walk.visit.step is Step.RECEIPT and not locked(walk.visit)
    assert walk.do(CopyAsked()) == (PrintSlip(walk.visit.visit_id, RECEIPT, 1, english=True),)
    assert walk.do(Printed(), Abandoned()) == (Wipe(),)


def test_an_accusation_finished_at_the_window_is_not_mentioned_here() -> None:
    walk = Walk().to(Step.FORM)
    walk.do(StaffAsked(), HandoverMoved(News.TAKEN, "h-1"))
    walk.do(HandoverMoved(News.ENDED, "h-1", receipt=replace(RECEIPT, restricted=True)))
    assert walk.visit == Visit()


def test_the_window_hears_in_which_language_the_visitor_reads() -> None:
    (sent,) = Walk().to(Step.FORM).do(StaffAsked("en"))
    assert isinstance(sent, HandOver) and sent.locale == "en"


def test_the_next_visitor_did_not_call_anybody() -> None:
    walk = Walk().to(Step.FORM)
    walk.do(StaffAsked(), Abandoned(), HandoverMoved(News.TAKEN, "h-1"), StaffTold(reached=True))
    assert walk.visit == Visit()
    assert "李" not in repr(
        HandOver("v", Step.FORM, frozenset(), MORNING, LI, walk.visit.form, (), "", walk.visit.company)
    )
