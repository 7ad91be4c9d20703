"""Staff at a window serve several visitors in turns: each visit is parked as it stands, and nothing crosses over."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow.advance import advance
from kiosk.flow.answers import PageRead
from kiosk.flow.doors.events import ParkedDropped, QueueAsked, VisitParked, VisitResumed
from kiosk.flow.effects import ProposeFields, ReadCard, ReadPage, Wipe
from kiosk.flow.events import Abandoned, CaptureAsked, Continued, Started, SubmitAsked
from kiosk.flow.visit import Step, Visit
from tests.flows.people import MORNING, Walk, page, text

PARK = VisitParked(MORNING)


def at(step: Step) -> Walk:
    return Walk(visit=Visit(desk=True)).to(step)


def test_a_parked_visit_comes_back_as_it_was_and_the_one_between_saw_nothing_of_it() -> None:
    walk = at(Step.FORM)
    first = walk.visit
    assert walk.do(PARK) == (Wipe(),)
    assert replace(walk.visit, parked=()) == Visit(desk=True)
    walk.do(Started("visit-2", MORNING))
    assert (walk.visit.holder, walk.visit.pages) == (None, ())
    walk.do(QueueAsked("q", MORNING))
    assert [one.ticket for one in walk.visit.parked] == [1], "a visit that has not begun is not worth parking"
    walk.do(VisitResumed(1))
    assert walk.visit == first
    assert "李" not in repr(walk.visit.parked)


def test_three_wait_and_are_called_in_any_order() -> None:
    walk = Walk(visit=Visit(desk=True))
    for n in (1, 2, 3):
        walk.visit = replace(at(Step.FORM).visit, visit_id=f"visit-{n}", parked=walk.visit.parked)
        walk.do(PARK)
    assert [one.ticket for one in walk.visit.parked] == [1, 2, 3]
    walk.do(VisitResumed(2))
    assert walk.visit.visit_id == "visit-2"
    walk.do(QueueAsked("q", MORNING))
    assert [(one.ticket, one.visit.visit_id) for one in walk.visit.parked] == [
        (1, "visit-1"),
        (3, "visit-3"),
        (4, "visit-2"),
    ]


def test_pages_that_were_being_read_are_read_after_coming_back() -> None:
    walk = at(Step.PAGES)
    walk.do(CaptureAsked(), page("one"))
    walk.do(PARK, PageRead("one", text(0, "late")))
    effects = walk.do(VisitResumed(1))
    assert effects == (ReadPage("one", 0, walk.visit.pages[0].data),)


def test_a_form_that_waited_for_its_pages_is_proposed_after_coming_back() -> None:
    walk = at(Step.PAGES)
    walk.do(CaptureAsked(), page("one"), PageRead("one", text(0, "拖欠工资")), Continued(), PARK)
    [asked] = walk.do(VisitResumed(1))
    assert isinstance(asked, ProposeFields)


def test_a_card_is_waited_for_again() -> None:
    walk = at(Step.CARD)
    walk.do(PARK)
    assert walk.do(VisitResumed(1)) == (ReadCard(),)


def test_what_is_on_its_way_to_the_centre_is_not_parked() -> None:
    walk = at(Step.SUBMIT)
    walk.do(SubmitAsked(MORNING))
    before = walk.visit
    assert walk.do(PARK, QueueAsked("q", MORNING)) == ()
    assert walk.visit == before


def test_whoever_went_away_is_forgotten_and_the_others_stay() -> None:
    walk = at(Step.FORM)
    walk.do(QueueAsked("q", MORNING), ParkedDropped(1))
    assert walk.visit.parked == ()
    walk.do(VisitResumed(1))
    assert walk.visit.step is Step.WAITING


def test_ending_one_visit_leaves_those_who_wait() -> None:
    walk = at(Step.FORM)
    walk.do(PARK, Started("visit-2", MORNING), Abandoned())
    assert len(walk.visit.parked) == 1


def test_a_self_service_terminal_parks_nobody() -> None:
    walk = Walk().to(Step.FORM)
    before = walk.visit
    assert advance(before, PARK) == (before, ())
