"""Who came along: alone, together, for somebody else; and what goes wrong with the cards."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow.answers import CardRead, EarlierFound, Failed, PartChanged, Registered
from kiosk.flow.effects import ReadCard, Register, StopCard
from kiosk.flow.events import (
    CameAlone,
    CompanionDropped,
    CompanionTyped,
    Continued,
    Event,
    FieldChanged,
    PersonsCounted,
    PrincipalTyped,
    SubmitAsked,
    WentBack,
)
from kiosk.flow.visit import Company, Holder, Mishap, Part, Step
from kiosk.reading.result import FieldKind, Source
from kiosk.uplink.requests import register_request
from tests.flows.people import EARLIER, LI, MORNING, RECEIPT, WANG, Walk

ZHAO = replace(WANG, name="赵样本", id_number="130406190001010032")
ABSENT = replace(WANG, name="周样本", id_number="", verified=False, source=Source.MANUAL)
NEXT = (ReadCard(another=True),)


def others(count: int) -> tuple[Holder, ...]:
    return tuple(replace(WANG, name=f"样本{n}", id_number=f"13040619000101{n:04d}") for n in range(count))


def test_whoever_came_alone_taps_once() -> None:
    walk = Walk().to(Step.COMPANY)
    assert walk.do(CameAlone()) == ()
    assert (walk.visit.step, walk.visit.company) == (Step.PAGES, Company())


def test_cards_are_read_one_after_the_other_until_everybody_has_laid_one_down() -> None:
    walk = Walk().to(Step.COMPANY)
    assert walk.do(PersonsCounted(3)) == NEXT
    assert walk.do(CardRead(WANG)) == NEXT
    assert walk.do(CardRead(ZHAO)) == ()
    assert walk.visit.company == Company(3, (WANG, ZHAO))
    assert "card" not in walk.visit.busy


def test_four_speak_beside_the_holder_however_many_came() -> None:
    walk = Walk().to(Step.COMPANY)
    walk.do(PersonsCounted(30), *(CardRead(one) for one in others(5)))
    assert (walk.visit.company.persons, len(walk.visit.company.companions)) == (30, 4)
    walk.do(CompanionTyped(ZHAO))
    assert ZHAO not in walk.visit.company.companions


def test_the_holders_own_card_again_is_told_and_the_terminal_goes_on_waiting() -> None:
    walk = Walk().to(Step.COMPANY)
    walk.do(PersonsCounted(2))
    assert walk.do(CardRead(LI)) == NEXT
    assert (walk.visit.mishap, walk.visit.company.companions) == (Mishap.OWN_CARD, ())
    walk.do(CardRead(WANG))
    assert (walk.visit.mishap, walk.visit.company.companions) == (None, (WANG,))


def test_a_card_read_twice_is_told_and_counts_once() -> None:
    walk = Walk().to(Step.COMPANY)
    walk.do(PersonsCounted(4), CardRead(WANG))
    assert walk.do(CardRead(WANG)) == NEXT
    assert (walk.visit.mishap, walk.visit.company.companions) == (Mishap.CARD_READ_TWICE, (WANG,))


def test_a_companions_card_lifted_too_early_is_asked_for_again() -> None:
    walk = Walk().to(Step.COMPANY)
    walk.do(PersonsCounted(3), CardRead(WANG))
    assert walk.do(Failed("card", Mishap.CARD_REMOVED)) == NEXT
    assert (walk.visit.step, walk.visit.company.companions) == (Step.COMPANY, (WANG,))


def test_a_reader_that_goes_between_two_companions_leaves_typing() -> None:
    walk = Walk().to(Step.COMPANY)
    walk.do(PersonsCounted(3), CardRead(WANG), PartChanged(Part.READER, works=False))
    assert walk.do(Failed("card", Mishap.READER_ABSENT)) == ()
    walk.do(CompanionTyped(replace(ZHAO, verified=False)))
    assert [one.name for one in walk.visit.company.companions] == [WANG.name, ZHAO.name]


def test_without_a_reader_nobody_is_asked_for_a_card_until_it_is_back() -> None:
    walk = Walk().to(Step.COMPANY)
    walk.do(PartChanged(Part.READER, works=False))
    assert walk.do(PersonsCounted(2)) == ()
    assert walk.visit.mishap is None
    assert walk.do(PartChanged(Part.READER, works=True)) == NEXT


def test_a_companion_taken_off_the_list_makes_room_for_another() -> None:
    walk = Walk().to(Step.COMPANY)
    walk.do(PersonsCounted(2), CardRead(WANG))
    assert walk.do(CompanionDropped(0)) == NEXT
    walk.do(CardRead(ZHAO))
    assert walk.visit.company.companions == (ZHAO,)


def test_fewer_persons_than_cards_that_were_read_are_not_counted() -> None:
    walk = Walk().to(Step.COMPANY)
    walk.do(PersonsCounted(3), CardRead(WANG), PersonsCounted(1))
    assert walk.visit.company.persons == 2


def test_alone_after_all_forgets_the_others_and_their_cards() -> None:
    walk = Walk().to(Step.COMPANY)
    walk.do(PersonsCounted(3), CardRead(WANG))
    assert walk.do(CameAlone()) == (StopCard(),)
    assert walk.visit.company == Company()


def test_the_list_may_stay_shorter_than_the_group_and_coming_back_goes_on_with_it() -> None:
    walk = Walk().to(Step.COMPANY)
    walk.do(PersonsCounted(3), CardRead(WANG))
    assert walk.do(Continued()) == (StopCard(),)
    assert walk.visit.step is Step.PAGES
    assert walk.do(WentBack()) == NEXT
    assert walk.visit.company == Company(3, (WANG,))


def test_back_goes_to_earlier_matters_when_there_are_any_and_to_the_card_otherwise() -> None:
    walk = Walk().to(Step.COMPANY)
    assert walk.do(WentBack()) == (ReadCard(),)
    assert walk.visit.step is Step.CARD
    walk = Walk().to(Step.EARLIER)
    walk.do(EarlierFound((EARLIER,)), Continued(), PersonsCounted(2))
    assert walk.do(WentBack()) == (StopCard(),)
    assert walk.visit.step is Step.EARLIER


def test_another_holder_takes_no_companions_over() -> None:
    walk = Walk().to(Step.COMPANY)
    walk.do(PersonsCounted(2), CardRead(WANG), WentBack(), CardRead(ZHAO))
    assert walk.visit.company == Company()


def test_a_group_and_an_absent_person_reach_the_registration() -> None:
    walk = Walk().to(Step.COMPANY)
    walk.do(PersonsCounted(6), CardRead(WANG), PrincipalTyped(ABSENT), Continued(), Continued())
    summary = next(f for f in walk.visit.form.fields if f.kind is FieldKind.SUMMARY)
    rest: tuple[Event, ...] = (FieldChanged(summary.field_id, "路灯不亮"), Continued(), SubmitAsked(MORNING))
    walk.do(*rest)
    [effect] = walk.asked(Register)
    assert isinstance(effect, Register)
    request = register_request(effect, "130406106", "1")
    assert request.matter.persons_present == 6
    assert [(one.name, one.verified) for one in request.representatives] == [(WANG.name, True)]
    assert request.on_behalf_of is not None
    assert (request.on_behalf_of.name, request.on_behalf_of.verified) == (ABSENT.name, False)
    assert request.petitioner.name == LI.name
    walk.do(Registered(RECEIPT))
