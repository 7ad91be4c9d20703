"""A visitor who was here before brings what looks like the same matter: the visitor decides, and is asked once."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow.answers import Suggested
from kiosk.flow.effects import Suggest
from kiosk.flow.events import Continued, MatterChosen, SubmitAsked
from kiosk.flow.visit import Step, Suggestion
from tests.flows.people import EARLIER, LI, MORNING, Walk

UNIT = Suggestion("人社局", "劳动保障", "因为")


def at_submit(*, known: bool) -> tuple[Walk, Suggest]:
    walk = Walk().to(Step.FORM)
    walk.visit = replace(walk.visit, earlier=(EARLIER,) if known else ())
    [asked] = walk.do(Continued())
    assert isinstance(asked, Suggest)
    return walk, asked


def test_only_a_visitor_who_was_here_before_is_compared() -> None:
    assert at_submit(known=True)[1].id_number == LI.id_number
    assert at_submit(known=False)[1].id_number == ""


def test_the_matter_found_alike_is_continued_when_the_visitor_says_so() -> None:
    walk, _ = at_submit(known=True)
    walk.do(Suggested(UNIT, EARLIER))
    walk.do(MatterChosen("XF-9999"))
    assert walk.visit.similar == EARLIER
    walk.do(MatterChosen(EARLIER.number))
    assert (walk.visit.continues, walk.visit.similar) == (EARLIER.number, None)


def test_whoever_does_not_answer_registers_a_new_matter() -> None:
    walk, _ = at_submit(known=True)
    walk.do(Suggested(UNIT, EARLIER))
    walk.do(SubmitAsked(MORNING))
    assert walk.visit.continues == "" and "submit" in walk.visit.busy


def test_another_matter_stays_one_of_its_own() -> None:
    walk, _ = at_submit(known=True)
    walk.do(Suggested(UNIT, EARLIER))
    walk.do(MatterChosen(""))
    assert (walk.visit.continues, walk.visit.similar) == ("", None)
