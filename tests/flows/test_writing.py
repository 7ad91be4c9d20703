"""Writing with a finger and spelling in Pinyin, as the visit sees it."""

from __future__ import annotations

from kiosk.flow import answers, effects, events
from kiosk.flow.advance import advance
from kiosk.flow.visit import Candidate, Step, Visit

STROKES = (((0.1, 0.5), (0.9, 0.5)),)
FOUND = (Candidate("农民", 7), Candidate("农", 4))


def test_letters_are_looked_up_and_the_words_offered() -> None:
    visit, asked = advance(Visit(step=Step.FORM), events.Spelled("nongmin"))
    assert asked == (effects.FindWords("nongmin"),)
    visit, _ = advance(visit, answers.CandidatesFound(FOUND))
    assert visit.candidates == FOUND
    assert "writing" not in visit.busy


def test_strokes_are_recognised() -> None:
    _, asked = advance(Visit(step=Step.CARD), events.Drawn(STROKES))
    assert asked == (effects.FindCharacters(STROKES),)


def test_a_wiped_field_offers_nothing_and_a_late_answer_changes_nothing() -> None:
    visit, _ = advance(Visit(step=Step.FORM), events.Drawn(STROKES))
    visit, asked = advance(visit, events.Drawn(()))
    assert (visit.candidates, asked) == ((), ())
    late, _ = advance(visit, answers.CandidatesFound(FOUND))
    assert late.candidates == ()


def test_the_next_visitor_never_sees_what_the_last_one_wrote() -> None:
    visit, _ = advance(Visit(step=Step.FORM, candidates=FOUND), events.Abandoned())
    assert visit.candidates == ()
    assert advance(visit, events.Spelled("nongmin")) == (visit, ())
