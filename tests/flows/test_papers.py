"""What the papers say beyond the lines of the form: answers, co-signers, a text too long, pages taken twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.flow.answers import FieldsProposed, PageRead
from kiosk.flow.effects import Capture, Register
from kiosk.flow.events import (
    CaptureAsked,
    Continued,
    MishapDismissed,
    NoneOfThem,
    QuestionAnswered,
    RetryAsked,
    WentBack,
)
from kiosk.flow.form import build, surveyed
from kiosk.flow.visit import Form, Hint, Listed, Mishap, Page, Papers, Question, Step
from kiosk.reading.result import FieldKind, PageIssue, Source
from kiosk.uplink.requests import register_request
from tests.flows.people import LI, MORNING, Walk, page, proposal, text

COURT = Hint(Question.COURT, "（2024）冀0406民初12号", 0, (0.1, 0.2, 0.3, 0.02), 0.91, Source.PRINT, doubtful=False)
HEARD = Hint(Question.ARBITRATION, "仲裁", 1, None, 0.55, Source.PRINT, doubtful=True)
PAPERS = Papers(
    hints=(COURT, HEARD),
    as_attachment=True,
    listed=(Listed("判决书", 3, "页", False),),
    kinds=((0, "letter"), (1, "court_paper")),
    repeated=((1, 0),),
)


def at_form(papers: Papers = PAPERS) -> Walk:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), page("one"), PageRead("one", text(0, "请求解决拖欠工资")), Continued())
    walk.do(FieldsProposed((proposal(FieldKind.SUMMARY, "拖欠工资"),), papers))
    return walk


def answers(form: Form) -> dict[Question, bool | None]:
    return dict(form.questions)


def test_a_document_answers_a_question_and_a_mere_word_does_not() -> None:
    form = at_form().visit.form
    assert answers(form)[Question.COURT] is True
    assert answers(form)[Question.ARBITRATION] is None
    assert form.papers.hints == (COURT, HEARD)


def test_one_tap_says_no_to_all_that_the_papers_do_not_mention() -> None:
    walk = at_form()
    walk.do(NoneOfThem())
    rest = {Question.RECONSIDERATION, Question.EARLIER_OPINION}
    assert answers(walk.visit.form) == dict.fromkeys(rest, False) | {Question.COURT: True, Question.ARBITRATION: None}
    assert walk.visit.form.answered == rest


def test_what_the_visitor_answers_stays_when_the_papers_are_read_again() -> None:
    walk = at_form()
    walk.do(QuestionAnswered(Question.COURT, False))
    form = surveyed(walk.visit.form, PAPERS)
    assert answers(form)[Question.COURT] is False and form.answered == {Question.COURT}


def test_an_answer_goes_with_the_page_that_gave_it() -> None:
    form = surveyed(surveyed(Form(), PAPERS), Papers())
    assert answers(form)[Question.COURT] is None


def test_going_back_loses_no_answer() -> None:
    walk = at_form()
    walk.do(QuestionAnswered(Question.ARBITRATION, True), WentBack(), Continued())
    assert answers(walk.visit.form)[Question.ARBITRATION] is True


def test_the_registration_says_all_of_it() -> None:
    proposals = (proposal(FieldKind.SUMMARY, "拖欠工资"), proposal(FieldKind.COSIGNERS, "23人"))
    form = surveyed(build(proposals, LI), PAPERS)
    pages = tuple(Page(f"p{n}", b"x", "image/jpeg", f"{n:064d}", text(n, "正文")) for n in range(2))
    request = register_request(Register("v", MORNING, MORNING, LI, form, pages, ""), "130406106", "1")
    matter = request.matter
    assert (matter.cosigners, matter.cosigners_are_households, matter.persons_affected) == (23, False, 23)
    assert matter.text_as_attachment and [a.title for a in matter.attachments] == ["判决书"]
    assert [page.kind for page in request.pages] == ["letter", "court_paper"]
    assert matter.questions.court is True and matter.questions.arbitration is None
    said = {p.field: p for p in request.provenance}
    assert said["question_court"].region == COURT.region and not said["question_court"].confirmed


def test_households_are_not_counted_as_people() -> None:
    form = build((proposal(FieldKind.COSIGNERS, "9户"), proposal(FieldKind.SUMMARY, "地")), LI)
    request = register_request(Register("v", MORNING, MORNING, LI, form, (), ""), "130406106", "1")
    assert (request.matter.cosigners, request.matter.cosigners_are_households) == (9, True)
    assert request.matter.persons_affected == 1


def test_a_doubtful_number_of_cosigners_is_asked_before_handing_in() -> None:
    number = replace(proposal(FieldKind.COSIGNERS, "23人"), doubtful=True)
    form = build((number, proposal(FieldKind.SUMMARY, "地")), LI)
    assert form.fields[0].kind is FieldKind.COSIGNERS and not form.fields[0].confirmed


def read_with(*issues: PageIssue) -> Walk:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), page("one"), PageRead("one", text(0, "正文", issues=issues)))
    return walk


@pytest.mark.parametrize(
    ("issue", "mishap"),
    [
        (PageIssue.GLARE, Mishap.PAGE_GLARE),
        (PageIssue.BLURRED, Mishap.PAGE_BLURRED),
        (PageIssue.CUT_OFF, Mishap.PAGE_CUT_OFF),
        (PageIssue.SEVERAL_SHEETS, Mishap.PAGE_SEVERAL),
        (PageIssue.TOO_DARK, Mishap.PAGE_TOO_DARK),
    ],
)
def test_a_poor_page_is_said_and_taken_again_in_its_place(issue: PageIssue, mishap: Mishap) -> None:
    walk = read_with(issue)
    assert walk.visit.mishap is mishap and len(walk.visit.pages) == 1
    assert isinstance(walk.do(RetryAsked())[0], Capture)
    walk.do(page("better"))
    assert [p.page_id for p in walk.visit.pages] == ["better"] and walk.visit.mishap is None


def test_a_poor_page_may_stay_as_it_is() -> None:
    walk = read_with(PageIssue.GLARE)
    walk.do(MishapDismissed(), Continued())
    assert walk.visit.step is Step.FORM and len(walk.visit.pages) == 1


def test_a_poor_page_does_not_call_the_visitor_back_from_the_form() -> None:
    walk = Walk().to(Step.PAGES)
    walk.do(CaptureAsked(), page("one"), Continued(), PageRead("one", text(0, "正文", issues=(PageIssue.GLARE,))))
    assert walk.visit.step is Step.FORM and walk.visit.mishap is None


def test_the_sixtieth_page_is_refused_in_words_for_the_signature_is_one_too() -> None:
    walk = Walk().to(Step.PAGES)
    for n in range(59):
        walk.do(CaptureAsked(), page(f"p{n}"))
    assert walk.do(CaptureAsked()) == () and walk.visit.mishap is Mishap.TOO_MANY_PAGES
    assert len(walk.visit.pages) == 59
