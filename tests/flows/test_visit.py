"""The plain way through a visit, and every way out of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.flow.advance import advance
from kiosk.flow.answers import CardRead, EarlierFound, FieldsProposed, PageRead, Printed, Registered, Suggested
from kiosk.flow.doors.state import Asking, Place
from kiosk.flow.effects import Capture, LookUp, PrintSlip, ProposeFields, ReadCard, ReadPage, Register, StopCard, Wipe
from kiosk.flow.events import (
    Abandoned,
    CaptureAsked,
    Continued,
    CopyAsked,
    Event,
    FieldChanged,
    HolderTyped,
    MatterChosen,
    PageDropped,
    ResultWanted,
    Started,
    SubmitAsked,
    WentBack,
)
from kiosk.flow.form import statement
from kiosk.flow.visit import PrintState, Step, Suggestion, Visit
from kiosk.reading.result import FieldKind
from tests.flows.people import EARLIER, LI, MORNING, RECEIPT, WANG, Walk, page, proposal, text


def test_the_plain_way_from_card_to_slip_asks_for_each_thing_once() -> None:
    walk = Walk().to(Step.RECEIPT)
    walk.do(Printed())
    kinds = (ReadCard, LookUp, Capture, ReadPage, ProposeFields, Register, PrintSlip)
    assert [len(walk.asked(kind)) for kind in kinds] == [1] * len(kinds)
    assert walk.visit.print_state is PrintState.PRINTED
    assert walk.do(Continued()) == (Wipe(),)
    assert walk.visit.step is Step.RATING
    assert walk.do(Continued()) == (Wipe(),)
    assert walk.visit == Visit()


@pytest.mark.parametrize("step", [s for s in Step if s is not Step.IDLE])
def test_abandoning_wipes_from_every_step(step: Step) -> None:
    walk = Walk().to(step)
    effects = walk.do(Abandoned())
    assert walk.visit == Visit(desk=walk.visit.desk)
    assert effects[-1] == Wipe()
    assert (StopCard() in effects) is (step is Step.CARD)


def test_an_idle_kiosk_has_nothing_to_wipe() -> None:
    assert advance(Visit(), Abandoned()) == (Visit(), ())


LATE: tuple[Event, ...] = (
    CardRead(LI),
    EarlierFound((EARLIER,)),
    page("late"),
    PageRead("late", text(0, "旧")),
    FieldsProposed((proposal(FieldKind.SUMMARY, "旧"),)),
    Suggested(Suggestion("旧单位", "", "")),
    Registered(RECEIPT),
    Printed(),
)


@pytest.mark.parametrize("late", LATE, ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("step", [Step.IDLE, Step.NOTICE])
def test_an_answer_nobody_waits_for_changes_nothing(step: Step, late: Event) -> None:
    visit = Walk().to(step).visit
    assert advance(visit, late) == (visit, ())


def test_earlier_matters_wait_for_a_choice() -> None:
    walk = Walk().to(Step.EARLIER)
    walk.do(EarlierFound((EARLIER,)))
    assert walk.visit.step is Step.EARLIER
    walk.do(MatterChosen("not offered"))
    assert walk.visit.step is Step.EARLIER
    walk.do(MatterChosen(EARLIER.number))
    assert (walk.visit.step, walk.visit.continues) == (Step.COMPANY, EARLIER.number)


def test_papers_for_an_earlier_matter_go_straight_to_the_camera() -> None:
    walk = Walk().to(Step.EARLIER)
    walk.do(EarlierFound((EARLIER,)), MatterChosen(EARLIER.number, papers=True))
    assert (walk.visit.step, walk.visit.continues) == (Step.PAGES, EARLIER.number)


def test_a_result_is_rated_behind_the_door_that_asks_for_its_code_and_nothing_of_the_card_goes_along() -> None:
    walk = Walk().to(Step.EARLIER)
    assert walk.do(EarlierFound((EARLIER,)), ResultWanted("none of theirs")) == ()
    assert walk.do(ResultWanted(EARLIER.number)) == (Wipe(),)
    assert walk.visit.door == Asking(Place.CODE, number=EARLIER.number) and walk.visit.holder is None
    walk.do(WentBack())
    assert walk.visit.door == Asking(Place.WAYS)


def test_an_unreachable_centre_is_said_and_the_visit_goes_on() -> None:
    walk = Walk().to(Step.EARLIER)
    walk.do(EarlierFound(None))
    assert (walk.visit.step, walk.visit.earlier, walk.visit.busy) == (Step.EARLIER, None, frozenset())
    walk.do(MatterChosen(""))
    assert walk.visit.step is Step.COMPANY


def test_a_visitor_who_types_name_and_number_goes_on_unverified() -> None:
    typed = replace(LI, verified=False)
    walk = Walk().to(Step.CARD)
    assert walk.do(HolderTyped(typed)) == (StopCard(), LookUp("111", LI.id_number))
    assert walk.visit.holder == typed


def test_a_visitor_without_papers_types_what_the_matter_is() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(Continued())
    assert walk.visit.step is Step.FORM
    assert walk.asked(ProposeFields) == []
    walk.do(Continued())
    assert walk.visit.step is Step.FORM, "without a summary there is nothing to hand in"
    summary = next(f for f in walk.visit.form.fields if f.kind is FieldKind.SUMMARY)
    walk.do(FieldChanged(summary.field_id, "  路灯不亮  "), Continued(), SubmitAsked(MORNING))
    [effect] = walk.asked(Register)
    assert isinstance(effect, Register)
    assert statement(effect.form).summary == "路灯不亮"


def test_the_form_waits_until_every_page_is_read() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), page("one"), CaptureAsked(), page("two"), Continued())
    assert walk.visit.step is Step.FORM
    assert "reading" in walk.visit.busy
    assert walk.do(PageRead("two", text(1, "二"))) == ()
    [effect] = walk.do(PageRead("one", text(0, "一")))
    assert isinstance(effect, ProposeFields)
    assert [(p.index, p.text) for p in effect.pages] == [(0, "一"), (1, "二")]


def test_fields_point_to_the_pages_that_were_kept() -> None:
    walk = Walk().to(Step.PAGES)
    for name in ("one", "two"):
        walk.do(CaptureAsked(), page(name), PageRead(name, text(len(walk.visit.pages) - 1, name)))
    [effect] = walk.do(PageDropped("one"), Continued())
    assert isinstance(effect, ProposeFields)
    assert [(p.index, p.text) for p in effect.pages] == [(0, "two")]


def test_going_back_for_one_more_page_keeps_what_the_visitor_typed() -> None:
    walk = Walk().to(Step.FORM)
    summary = next(f for f in walk.visit.form.fields if f.kind is FieldKind.SUMMARY)
    walk.do(FieldChanged(summary.field_id, "我自己写的"), WentBack(), CaptureAsked(), page("more"))
    walk.do(PageRead("more", text(1, "又一页")), Continued())
    walk.do(FieldsProposed((proposal(FieldKind.SUMMARY, "机器写的"), proposal(FieldKind.SUM, "300元", page=1))))
    said = statement(walk.visit.form)
    assert (said.summary, said.sums) == ("我自己写的", ("300元",))


def test_looking_at_the_pages_again_does_not_propose_again() -> None:
    walk = Walk().to(Step.FORM)
    before = walk.visit
    walk.do(WentBack(), Continued())
    assert walk.visit == before
    assert len(walk.asked(ProposeFields)) == 1


def test_another_card_in_the_same_visit_takes_the_former_holders_data_with_it() -> None:
    walk = Walk().to(Step.EARLIER)
    walk.do(EarlierFound((EARLIER,)), MatterChosen(EARLIER.number), WentBack(), WentBack(), CardRead(WANG))
    assert walk.visit.holder == WANG
    assert (walk.visit.earlier, walk.visit.continues) == (None, "")


def test_a_second_tap_on_submit_registers_once() -> None:
    walk = Walk().to(Step.SUBMIT)
    walk.do(SubmitAsked(MORNING), SubmitAsked(MORNING), WentBack(), SubmitAsked(MORNING))
    assert len(walk.asked(Register)) == 1


def test_leaving_while_the_slip_prints_waits_for_the_slip() -> None:
    walk = Walk().to(Step.RECEIPT)
    walk.do(Continued())
    assert walk.visit.step is Step.RECEIPT
    walk.do(Printed(), Continued())
    assert walk.visit.step is Step.RATING


def test_copies_are_counted_and_carry_their_number() -> None:
    walk = Walk().to(Step.RECEIPT)
    walk.do(Printed(), CopyAsked(), Printed(), CopyAsked(), Printed())
    assert [e.copy for e in walk.asked(PrintSlip) if isinstance(e, PrintSlip)] == [0, 1, 2]


def test_each_visit_has_its_own_key() -> None:
    walk = Walk()
    walk.do(Started("a", MORNING), Abandoned(), Started("b", MORNING), Started("c", MORNING))
    assert walk.visit.visit_id == "b"
