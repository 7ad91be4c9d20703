"""A device that goes and comes back, before the visit, in the middle of it and between two of them."""

from __future__ import annotations

from kiosk.flow.advance import advance
from kiosk.flow.answers import Failed, PartChanged, Printed, Registered
from kiosk.flow.effects import PrintSlip, ReadCard
from kiosk.flow.events import (
    Abandoned,
    CameAlone,
    CaptureAsked,
    Continued,
    HolderTyped,
    MatterChosen,
    MishapDismissed,
    RetryAsked,
    Started,
    SubmitAsked,
)
from kiosk.flow.visit import Mishap, Part, PrintState, Step, Visit
from tests.flows.people import LI, MORNING, RECEIPT, Walk, page

READER_GONE, READER_BACK = PartChanged(Part.READER, works=False), PartChanged(Part.READER, works=True)
CAMERA_GONE, CAMERA_BACK = PartChanged(Part.CAMERA, works=False), PartChanged(Part.CAMERA, works=True)
PRINTER_GONE, PRINTER_BACK = PartChanged(Part.PRINTER, works=False), PartChanged(Part.PRINTER, works=True)


def test_a_reader_that_was_gone_before_is_said_at_once_and_typing_goes_on() -> None:
    walk = Walk()
    walk.do(READER_GONE, Started("v", MORNING))
    assert walk.do(Continued()) == ()
    assert (walk.visit.step, walk.visit.mishap) == (Step.CARD, Mishap.READER_ABSENT)
    walk.do(HolderTyped(LI))
    assert walk.visit.step is Step.EARLIER


def test_a_reader_plugged_in_again_waits_for_a_card_without_a_tap() -> None:
    walk = Walk()
    walk.do(READER_GONE, Started("v", MORNING), Continued())
    assert walk.do(READER_BACK) == (ReadCard(),)
    assert (walk.visit.mishap, walk.visit.busy) == (None, frozenset({"card"}))
    walk.do(READER_GONE, Failed("card", Mishap.READER_ABSENT))
    assert walk.visit.mishap is Mishap.READER_ABSENT
    assert walk.do(READER_BACK) == (ReadCard(),)


def test_whoever_insists_has_the_missing_reader_tried() -> None:
    walk = Walk()
    walk.do(READER_GONE, Started("v", MORNING), Continued())
    assert walk.do(RetryAsked()) == (ReadCard(),)


def test_a_reader_that_comes_back_on_another_screen_disturbs_nobody() -> None:
    walk = Walk().to(Step.PAGES)
    before = walk.visit
    assert walk.do(READER_GONE, READER_BACK) == ()
    assert walk.visit == before


def test_without_camera_the_pages_screen_says_so_and_the_matter_is_told_without_papers() -> None:
    walk = Walk().to(Step.EARLIER)
    walk.do(CAMERA_GONE, MatterChosen(""), CameAlone())
    assert (walk.visit.step, walk.visit.mishap) == (Step.PAGES, Mishap.CAMERA_ABSENT)
    walk.do(MishapDismissed(), Continued())
    assert walk.visit.step is Step.FORM


def test_a_camera_that_comes_back_takes_its_mishap_along_and_keeps_the_pages() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), page("one"), CAMERA_GONE)
    assert walk.visit.mishap is Mishap.CAMERA_ABSENT
    walk.do(CAMERA_BACK)
    assert (walk.visit.mishap, len(walk.visit.pages)) == (None, 1)


def test_a_camera_lost_while_it_takes_a_page_is_said_once_by_the_page() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), CAMERA_GONE)
    assert walk.visit.mishap is None
    walk.do(Failed("capture", Mishap.CAMERA_ABSENT))
    assert (walk.visit.mishap, walk.visit.busy) == (Mishap.CAMERA_ABSENT, frozenset())


def test_a_printer_that_comes_back_while_the_number_stands_on_the_screen_prints_the_slip() -> None:
    walk = Walk().to(Step.SUBMIT)
    walk.do(PRINTER_GONE, SubmitAsked(MORNING), Registered(RECEIPT), Failed("print", Mishap.PRINTER_ABSENT))
    assert walk.visit.print_state is PrintState.FAILED
    assert walk.visit.receipt is not None
    [effect] = walk.do(PRINTER_BACK)
    assert isinstance(effect, PrintSlip)
    walk.do(Printed())
    assert (walk.visit.print_state, walk.visit.mishap, walk.visit.copies) == (PrintState.PRINTED, None, 0)


def test_a_slip_that_nobody_can_vouch_for_is_never_printed_again_by_itself() -> None:
    walk = Walk().to(Step.SUBMIT)
    walk.do(SubmitAsked(MORNING), Registered(RECEIPT), PRINTER_GONE, Failed("print", Mishap.PRINT_UNKNOWN))
    assert walk.do(PRINTER_BACK) == ()


def test_what_is_missing_outlives_the_visit_and_nothing_else_does() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(PRINTER_GONE, Abandoned())
    assert walk.visit == Visit(missing=frozenset({Part.PRINTER}))
    visit, effects = advance(walk.visit, PRINTER_BACK)
    assert (visit, effects) == (Visit(), ())
