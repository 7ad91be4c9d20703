"""How does my matter go: by card, by code, by the slip; said honestly; then rated, or asked to be reviewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.flow.answers import CardRead, Failed, PartChanged, Printed
from kiosk.flow.clockline import ClockLine
from kiosk.flow.doors.asking import may_ask_review
from kiosk.flow.doors.effects import AskMatters, AskProgress, AskReview, PrintLeaflet, RateResult, ScanSlip, StopScan
from kiosk.flow.doors.events import (
    CodeTyped,
    DoorOpened,
    LeafletAsked,
    MatterPicked,
    MattersFound,
    PlaceChosen,
    ResultRated,
    ResultTaken,
    ReviewWritten,
    SlipSeen,
)
from kiosk.flow.doors.slipcode import parse
from kiosk.flow.doors.state import Asking, Matter, Place, Said
from kiosk.flow.effects import ReadCard, StopCard, Wipe
from kiosk.flow.events import Abandoned, PrintSeen, Started, WentBack
from kiosk.flow.visit import Mishap, Part, PrintState, Step, Visit
from tests.flows.people import LI, MORNING, RECEIPT, Walk

CLOCK = ClockLine("请求复查", "30日", MORNING + timedelta(days=9), statutory=True)
MATTER = Matter(
    "XF-0001",
    "delivered",
    "结果已送达",
    "人社局",
    MORNING,
    (CLOCK,),
    code="Q7K2M9",
    ratable=("hall", "unit", "office"),
    review_until=CLOCK.due_at,
)
OTHER = replace(MATTER, number="XF-0002", code="")


def door(walk: Walk) -> Asking:
    assert isinstance(walk.visit.door, Asking)
    return walk.visit.door


def opened() -> Walk:
    return Walk().to(Step.ASK)


def at_matter() -> Walk:
    walk = opened()
    walk.do(PlaceChosen(Place.CODE), CodeTyped("xf-0001", "q7k2m9"), MattersFound((MATTER,)))
    assert door(walk).place is Place.MATTER
    return walk


def test_number_and_code_lead_to_the_matter() -> None:
    walk = opened()
    walk.do(PlaceChosen(Place.CODE))
    assert walk.do(CodeTyped(" xf-0001 ", "q7k2m9")) == (AskProgress("XF-0001", "Q7K2M9"),)
    walk.do(MattersFound((MATTER,)))
    assert (door(walk).place, door(walk).matter) == (Place.MATTER, MATTER)


@pytest.mark.parametrize("said", [Said.WRONG, Said.LOCKED, Said.OFFLINE])
def test_what_went_wrong_is_said_and_the_code_can_be_typed_again(said: Said) -> None:
    walk = opened()
    walk.do(PlaceChosen(Place.CODE), CodeTyped("XF-0001", "Q7K2M9"), MattersFound((), said))
    assert (door(walk).place, door(walk).said) == (Place.CODE, said)
    assert walk.do(CodeTyped("XF-0001", "Q7K2M9")) == (AskProgress("XF-0001", "Q7K2M9"),)


def test_a_card_finds_all_matters_of_its_person_and_nothing_of_the_person_stays() -> None:
    walk = opened()
    assert walk.do(PlaceChosen(Place.CARD)) == (ReadCard(),)
    assert walk.do(CardRead(LI)) == (AskMatters(LI.id_type, LI.id_number),)
    walk.do(MattersFound((MATTER, OTHER)))
    assert (door(walk).place, walk.visit.holder) == (Place.LIST, None)
    walk.do(MatterPicked(1))
    assert door(walk).matter == OTHER
    walk.do(WentBack())
    assert door(walk).place is Place.LIST


def test_a_card_taken_away_too_early_is_waited_for_again() -> None:
    walk = opened()
    walk.do(PlaceChosen(Place.CARD))
    assert walk.do(Failed("card", Mishap.CARD_REMOVED)) == (ReadCard(),)
    assert "card" in walk.visit.busy


def test_without_a_reader_nothing_is_waited_for() -> None:
    walk = opened()
    walk.do(PartChanged(Part.READER, works=False))
    assert walk.do(PlaceChosen(Place.CARD)) == ()


def test_the_slip_itself_is_enough_and_looking_ends_when_the_page_is_left() -> None:
    walk = opened()
    assert walk.do(PlaceChosen(Place.SCAN)) == (ScanSlip(),)
    assert walk.do(WentBack()) == (StopScan(),)
    walk.do(PlaceChosen(Place.SCAN))
    assert walk.do(SlipSeen("XF-0001", "Q7K2M9")) == (AskProgress("XF-0001", "Q7K2M9"),)


def test_a_slip_that_was_not_seen_can_be_shown_again() -> None:
    walk = opened()
    walk.do(PlaceChosen(Place.SCAN), SlipSeen())
    assert door(walk).said is Said.NO_CODE
    assert walk.do(PlaceChosen(Place.SCAN)) == (ScanSlip(),)


def test_the_code_on_our_own_slips_is_understood_and_other_codes_are_not() -> None:
    assert parse(RECEIPT.progress_link) == ("XF-0002", "Q7K2M9")
    assert parse("XF-0002 Q7K2-M9AB") == ("XF-0002", "Q7K2M9AB")
    assert parse("https://example.cn/?x=1") is None
    assert parse("WIFI:T:WPA;S:hall;;") is None


def test_an_answer_that_comes_after_leaving_is_nobody_s() -> None:
    walk = opened()
    walk.do(PlaceChosen(Place.CODE), CodeTyped("XF-0001", "Q7K2M9"), Abandoned(), MattersFound((MATTER,)))
    assert walk.visit == Visit()


def test_the_progress_is_printed_once_and_a_second_time_as_a_sheet_of_its_own() -> None:
    walk = at_matter()
    [first] = walk.do(LeafletAsked())
    assert isinstance(first, PrintLeaflet)
    text = str(first.leaflet)
    assert "XF-0001" in text and "Q7K2M9" not in text, "the code is no part of a progress slip"
    assert walk.do(LeafletAsked()) == (), "it prints already"
    walk.do(Printed())
    [second] = walk.do(LeafletAsked())
    assert isinstance(second, PrintLeaflet) and second.key != first.key


def test_a_sheet_nobody_is_sure_of_is_asked_about_and_sent_again_under_its_own_key() -> None:
    walk = at_matter()
    [first] = walk.do(LeafletAsked())
    walk.do(Failed("print", Mishap.PRINT_UNKNOWN))
    assert (walk.visit.print_state, walk.visit.mishap) == (PrintState.UNKNOWN, None)
    [again] = walk.do(PrintSeen(came_out=False))
    assert isinstance(first, PrintLeaflet) and isinstance(again, PrintLeaflet)
    assert (again.key, again.settled_missing) == (first.key, True)


def test_a_result_is_rated_with_number_and_code_once() -> None:
    walk = at_matter()
    walk.do(PlaceChosen(Place.RATE))
    assert walk.do(ResultRated("unit", 0)) == (RateResult("XF-0001", "Q7K2M9", "unit", 0),)
    assert walk.do(ResultRated("unit", 3)) == (), "while it is sent"
    walk.do(ResultTaken(Said.RATED))
    assert (door(walk).said, door(walk).place) == (Said.RATED, Place.RATE)
    assert walk.do(ResultRated("unit", 0)) == (), "rated already"
    assert walk.do(ResultRated("office", 7), ResultRated("hall", 0)) == ()


def test_a_matter_found_by_card_can_be_looked_at_and_not_rated() -> None:
    walk = opened()
    walk.do(PlaceChosen(Place.CARD), CardRead(LI), MattersFound((OTHER,)), PlaceChosen(Place.RATE))
    assert walk.do(ResultRated("unit", 0)) == ()


def test_review_is_offered_in_its_time_alone_and_needs_a_reason() -> None:
    assert may_ask_review(MATTER, MORNING)
    assert not may_ask_review(MATTER, MORNING + timedelta(days=10))
    assert not may_ask_review(OTHER, MORNING)
    assert not may_ask_review(replace(MATTER, review_until=None), MORNING)
    walk = at_matter()
    walk.do(PlaceChosen(Place.REVIEW))
    assert walk.do(ReviewWritten("  不 ")) == ()
    assert walk.do(ReviewWritten("金额算错了")) == (AskReview("XF-0001", "Q7K2M9", "金额算错了"),)
    walk.do(ResultTaken(Said.REVIEW_TAKEN))
    assert door(walk).said is Said.REVIEW_TAKEN


def test_leaving_wipes_what_was_asked() -> None:
    walk = at_matter()
    walk.do(WentBack())
    assert (door(walk).place, door(walk).matters) == (Place.WAYS, ())
    assert walk.do(WentBack()) == (Wipe(),)
    assert walk.visit == Visit()
    assert "Q7K2M9" not in repr(MATTER) + repr(AskProgress("XF", "Q7K2M9")) + repr(CodeTyped("XF", "Q7K2M9"))


def test_a_door_opens_from_the_idle_screen_alone() -> None:
    walk = Walk()
    walk.do(Started("v", MORNING))
    before = walk.visit
    walk.do(DoorOpened(Step.ASK, "w", MORNING), DoorOpened(Step.ATTENDANT, "w", MORNING))
    assert walk.visit == before


def test_leaving_while_a_card_is_waited_for_stops_the_reader() -> None:
    walk = opened()
    walk.do(PlaceChosen(Place.CARD))
    assert walk.do(Abandoned()) == (StopCard(), Wipe())
