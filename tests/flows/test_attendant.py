"""The attendant's room: nobody without the PIN, the visit beneath as it was, nothing of a card that was tried."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow.answers import CardRead, Failed
from kiosk.flow.doors.effects import CheckPin, Inspect, Leave, TryCamera, TryPrinter
from kiosk.flow.doors.events import (
    AttendantAsked,
    DeskChanged,
    ExitAsked,
    PinChecked,
    PinTyped,
    Reported,
    RollChanged,
    SendNow,
    TrialAsked,
    TrialDone,
)
from kiosk.flow.doors.state import Attending, Report, Trial
from kiosk.flow.effects import ReadCard, ReadPage, StopCard, Wipe
from kiosk.flow.events import Abandoned, CaptureAsked, SubmitAsked, WentBack
from kiosk.flow.visit import Mishap, Step, Visit
from tests.flows.people import LI, MORNING, Walk, page


def room(walk: Walk) -> Attending:
    assert isinstance(walk.visit.door, Attending)
    return walk.visit.door


def admitted(walk: Walk) -> Walk:
    walk.do(AttendantAsked("a"), PinTyped("123456"), PinChecked(right=True), Reported(Report(MORNING)))
    assert room(walk).admitted
    return walk


def test_only_the_right_pin_opens_and_a_wrong_one_says_how_long_to_wait() -> None:
    walk = Walk()
    walk.do(AttendantAsked("a"))
    assert walk.do(TrialAsked(Trial.PRINT), ExitAsked(again=True), SendNow()) == ()
    assert walk.do(PinTyped("000000")) == (CheckPin("000000"),)
    assert walk.do(PinTyped("000001")) == (), "one at a time"
    walk.do(PinChecked(right=False, wait=30))
    assert (room(walk).admitted, room(walk).wait) == (False, 30)
    assert walk.do(PinTyped("123456"), PinChecked(right=True)) == (Inspect(),)
    assert "123456" not in repr(CheckPin("123456")) + repr(PinTyped("123456"))


def test_a_visit_beneath_waits_as_it_was_and_its_work_is_asked_for_again() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), page("one"))
    before = walk.visit
    assert walk.do(AttendantAsked("a")) == (Wipe(),)
    assert walk.visit.holder is None
    effects = walk.do(WentBack())
    assert walk.visit == before
    assert effects == (Wipe(), ReadPage("one", 0, before.pages[0].data))


def test_nobody_there_any_more_ends_the_room_and_not_the_visit() -> None:
    walk = Walk().to(Step.FORM)
    before = walk.visit
    admitted(walk).do(Abandoned())
    assert replace(walk.visit, busy=frozenset()) == replace(before, busy=frozenset())


def test_while_a_matter_is_handed_in_the_attendant_waits() -> None:
    walk = Walk().to(Step.SUBMIT)
    walk.do(SubmitAsked(MORNING))
    assert walk.do(AttendantAsked("a")) == ()
    assert walk.visit.step is Step.SUBMIT


def test_devices_are_tried_one_after_the_other_and_nothing_of_a_card_is_kept() -> None:
    walk = admitted(Walk())
    assert walk.do(TrialAsked(Trial.PRINT)) == (TryPrinter(),)
    assert walk.do(TrialAsked(Trial.PHOTO)) == ()
    walk.do(TrialDone(Trial.PRINT, worked=True, found=""))
    assert walk.do(TrialAsked(Trial.READ)) == (ReadCard(),)
    walk.do(CardRead(LI))
    assert (room(walk).worked, room(walk).found, walk.visit.holder) == (True, "", None)
    assert walk.do(TrialAsked(Trial.READ)) == (ReadCard(),)
    walk.do(Failed("card", Mishap.READER_ABSENT))
    assert (room(walk).worked, room(walk).found, walk.visit.mishap) == (False, "reader_absent", None)
    walk.do(TrialAsked(Trial.READ))
    assert walk.do(TrialAsked(Trial.PHOTO)) == (StopCard(), TryCamera())


def test_paper_queue_and_ways_out() -> None:
    walk = admitted(Walk())
    assert walk.do(RollChanged()) == (Inspect(roll_changed=True),)
    assert walk.do(SendNow()) == (Inspect(send_now=True),)
    assert walk.do(ExitAsked(again=True)) == (Leave(again=True),)
    assert walk.do(ExitAsked(again=False)) == (Leave(again=False),)


def test_the_pin_turns_a_terminal_into_a_window_and_back() -> None:
    walk = admitted(Walk())
    walk.do(DeskChanged(desk=True))
    assert walk.visit == Visit(desk=True)
    admitted(walk).do(DeskChanged(desk=False))
    assert walk.visit == Visit()
