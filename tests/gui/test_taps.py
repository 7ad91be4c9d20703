"""A finger on each screen: the tap lands, the event says what was meant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from kiosk.bench.examples import AT, EARLIER, HOLDER, PLACES, RECEIPT, visits
from kiosk.bench.visitor import Action, Do, StepReport, Tap, Type, Visitor, WaitFor
from kiosk.flow import events
from kiosk.flow.form import change
from kiosk.flow.visit import FormField, Help, Holder, Mishap, PrintState, Question, Step, Visit
from kiosk.reading.result import FieldKind, Source
from kiosk.views.identity import typed_person
from tests.gui.conftest import Heard

VISITS = dict(visits())
#: ms a script may take on a busy machine
PATIENCE = 15000


def work(heard: Heard, qtbot: QtBot, visit: Visit, *script: Action) -> list[object]:
    """Show the visit, do the steps, return the events that came."""
    heard.screen.show(visit)
    done: list[list[StepReport]] = []
    visitor = Visitor(heard.screen.window)
    visitor.run(script, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    assert [report for report in done[0] if report.cause] == []
    return heard.events


TAPS = [
    ("idle", "start", events.Started("00000000-0000-4000-8000-000000000001", AT)),
    ("notice", "notice.continue", events.Continued()),
    ("notice", "back", events.WentBack()),
    ("card-still", "card.retry", events.RetryAsked()),
    ("card", "card.face", events.FaceAsked()),
    ("mishap-face_unreadable", "mishap.retry", events.RetryAsked()),
    ("earlier-some", "earlier.new", events.MatterChosen("")),
    ("earlier-some", "earlier.continue.1", events.MatterChosen(EARLIER[1].number)),
    ("company", "company.alone", events.CameAlone()),
    ("company", "company.together", events.PersonsCounted(2)),
    ("company-group", "company.count.minus", events.PersonsCounted(6)),
    ("company-group", "company.count.plus10", events.PersonsCounted(17)),
    ("company-group", "company.drop.1", events.CompanionDropped(1)),
    ("company-group", "company.behalf.drop", events.PrincipalTyped(None)),
    ("company-group", "company.next", events.Continued()),
    ("pages-empty", "pages.take", events.CaptureAsked()),
    ("pages-empty", "pages.none", events.Continued()),
    ("pages", "pages.drop.1", events.PageDropped("p1")),
    ("pages", "pages.done", events.Continued()),
    ("form", "form.field.sum-0.keep", events.FieldConfirmed("sum-0")),
    ("form", "form.field.request-0.remove", events.FieldRemoved("request-0")),
    ("form", "form.question.court.yes", events.QuestionAnswered(Question.COURT, True)),
    ("form", "form.question.earlier_opinion.no", events.QuestionAnswered(Question.EARLIER_OPINION, False)),
    ("form", "form.questions.rest", events.NoneOfThem()),
    ("form-plain", "form.questions.none", events.NoneOfThem()),
    ("form", "form.publish.yes", events.ChoiceMade(publish=True, confidential=False)),
    ("form", "form.confidential.yes", events.ChoiceMade(publish=False, confidential=True)),
    ("submit-similar", "submit.continue", events.MatterChosen(EARLIER[0].number)),
    ("submit-similar", "submit.apart", events.MatterChosen("")),
    ("submit", "submit.send", events.SubmitAsked(AT)),
    ("receipt-printed", "receipt.copy", events.CopyAsked()),
    ("receipt-printed", "receipt.finish", events.Continued()),
    ("receipt-failed", "receipt.print", events.RetryAsked()),
    ("receipt-unknown", "receipt.seen.no", events.PrintSeen(False)),
    ("rating", "rating.level.5", events.LevelChosen(5)),
    ("rating", "rating.level.1", events.LevelChosen(1)),
    ("rating", "rating.skip", events.Continued()),
    ("rating-thanks", "rating.finish", events.Continued()),
    ("rating-lost", "rating.finish", events.Continued()),
    ("mishap-paper_out", "mishap.retry", events.RetryAsked()),
    ("mishap-duplicate_page", "mishap.dismiss", events.MishapDismissed()),
    ("mishap-print_unknown", "mishap.came_out", events.PrintSeen(True)),
]


@pytest.mark.parametrize(("name", "target", "event"), TAPS, ids=[target for _, target, _ in TAPS])
def test_a_tap_says_what_was_meant(heard: Heard, qtbot: QtBot, name: str, target: str, event: object) -> None:
    assert work(heard, qtbot, VISITS[name], Tap(target)) == [event]


def test_the_four_questions_are_asked_apart_once_one_of_them_is_to_be_answered_with_yes(
    heard: Heard, qtbot: QtBot
) -> None:
    script = (
        WaitFor("form.question.court.yes", gone=True),
        Tap("form.questions.some"),
        Tap("form.question.arbitration.yes"),
    )
    assert work(heard, qtbot, VISITS["form-plain"], *script) == [events.QuestionAnswered(Question.ARBITRATION, True)]


def test_a_checked_form_goes_on_and_an_unchecked_one_says_what_is_missing(heard: Heard, qtbot: QtBot) -> None:
    form = VISITS["form"].form
    checked = tuple(replace(field, confirmed=True) for field in form.fields)
    answered = tuple((question, False) for question, _ in form.questions)
    visit = replace(VISITS["form"], form=replace(form, fields=checked, questions=answered))
    work(heard, qtbot, VISITS["form"], WaitFor("form.next", gone=True))
    assert work(heard, qtbot, visit, Tap("form.next")) == [events.Continued()]


def test_who_would_pass_over_the_four_questions_is_shown_them_once_and_then_goes_on(heard: Heard, qtbot: QtBot) -> None:
    form = VISITS["form-plain"].form
    checked = tuple(replace(field, confirmed=True) for field in form.fields)
    visit = replace(VISITS["form-plain"], form=replace(form, fields=checked))
    assert {answer for _, answer in visit.form.questions} == {None}
    shown = (WaitFor("form.next", gone=True), Tap("form.attend"), WaitFor("form.questions.none"))
    assert work(heard, qtbot, visit, *shown) == []
    assert work(heard, qtbot, visit, Tap("form.next")) == [events.Continued()]


def test_the_button_of_an_unfinished_form_leads_to_what_is_missing(heard: Heard, qtbot: QtBot) -> None:
    bare = replace(VISITS["form-without-papers"].form, fields=())
    summary = FormField(
        "summary-0", FieldKind.SUMMARY, "", None, None, 0, Source.MANUAL, doubtful=False, confirmed=False
    )
    visit = replace(VISITS["form-without-papers"], form=replace(bare, fields=(summary,)))
    script = (Tap("form.attend"), Type("edit.value", "路灯不亮"), Tap("edit.done"))
    assert work(heard, qtbot, visit, *script) == [events.FieldChanged("summary-0", "路灯不亮")]


def test_name_and_number_typed_by_hand_make_an_unverified_holder(heard: Heard, qtbot: QtBot) -> None:
    number = "13040619000101018X"
    keys = [Tap(f"manual.key.{key}") for key in number]
    script = (
        Tap("card.manual"),
        WaitFor("manual.done", gone=True),
        Type("manual.name", "测试乙"),
        Tap("manual.number"),
        *keys,
        Tap("manual.done"),
    )
    born = AT.date().replace(1900, 1, 1)
    holder = Holder("测试乙", "111", number, "2", "", born, "", verified=False, source=Source.MANUAL)
    assert work(heard, qtbot, VISITS["card"], *script) == [events.HolderTyped(holder)]


def test_a_passport_is_typed_with_letters_and_kept_as_one(heard: Heard, qtbot: QtBot) -> None:
    keys = [Tap(f"manual.key.{key}") for key in "e1234567"]
    passport = (Tap("manual.document"), Tap("manual.document.414"), *keys)
    script = (Tap("card.manual"), *passport, Type("manual.name", "测试丙"), Tap("manual.done"))
    holder = Holder("测试丙", "414", "E1234567", "0", "", None, "", verified=False, source=Source.MANUAL)
    assert work(heard, qtbot, VISITS["card"], *script) == [events.HolderTyped(holder)]


def test_whoever_has_no_document_and_knows_no_number_goes_on_by_name(heard: Heard, qtbot: QtBot) -> None:
    nothing = (Tap("manual.document"), Tap("manual.document.none"), WaitFor("manual.number", gone=True))
    script = (Tap("card.manual"), *nothing, Type("manual.name", "测试丙"), Tap("manual.done"))
    [said] = work(heard, qtbot, VISITS["card"], *script)
    assert isinstance(said, events.HolderTyped)
    assert (said.holder.id_type, said.holder.id_number, said.holder.verified) == ("111", "", False)


def test_a_companion_without_a_card_is_typed(heard: Heard, qtbot: QtBot) -> None:
    script = (
        Tap("company.type"),
        Type("manual.name", "测试乙"),
        WaitFor("manual.done", gone=True),
        Type("manual.number", "13040619000101018X"),
        Tap("manual.done"),
        WaitFor("company.next"),
    )
    work(heard, qtbot, VISITS["company-two"], *script)
    assert heard.events == [events.CompanionTyped(typed_person("测试乙", "13040619000101018X"))]


def test_somebody_who_is_not_here_needs_no_number(heard: Heard, qtbot: QtBot) -> None:
    script = (Tap("company.behalf"), Type("manual.name", "测试丁"), Tap("manual.done"), WaitFor("company.alone"))
    work(heard, qtbot, VISITS["company"], *script)
    [said] = heard.events
    assert isinstance(said, events.PrincipalTyped) and said.principal is not None
    assert (said.principal.name, said.principal.id_number, said.principal.verified) == ("测试丁", "", False)


def test_for_whom_somebody_came_is_in_sight_once_it_is_said(heard: Heard, qtbot: QtBot) -> None:
    group = VISITS["company-two"]
    heard.screen.window.resize(1280, 640)
    work(heard, qtbot, group, Tap("tool.large"), Tap("company.behalf"), WaitFor("manual.name"))
    page = heard.screen.window.rootObject().findChild(QQuickItem, "company.scroll")
    assert page is not None and page.property("contentY") > 0, "the page was turned"
    work(heard, qtbot, group, Type("manual.name", "测试丁"), Tap("manual.done"), WaitFor("company.next"))
    told = replace(group, company=replace(group.company, principal=HOLDER))
    heard.screen.show(told)
    qtbot.waitUntil(lambda: page.property("contentY") == 0, timeout=PATIENCE)
    work(heard, qtbot, told, WaitFor("company.behalf.drop"))


def test_a_wrong_check_digit_is_said_and_cannot_be_sent(heard: Heard, qtbot: QtBot) -> None:
    script = (Tap("card.manual"), Type("manual.name", "测试乙"), Type("manual.number", "130406190001010181"))
    assert work(heard, qtbot, VISITS["card"], *script, WaitFor("manual.done", gone=True)) == []


def test_the_front_of_the_card_is_not_photographed_twice_at_once(heard: Heard, qtbot: QtBot) -> None:
    assert work(heard, qtbot, VISITS["card-face"], WaitFor("card.face", gone=True), WaitFor("card.manual")) == []


def test_a_card_face_that_cannot_be_read_leads_to_typing(heard: Heard, qtbot: QtBot) -> None:
    visit = VISITS["mishap-face_no_camera"]
    script = (
        Tap("mishap.manual"),
        Do("calm", lambda: heard.screen.show(replace(visit, mishap=None))),
        WaitFor("manual.name"),
    )
    assert work(heard, qtbot, visit, *script) == [events.MishapDismissed()]


def test_back_closes_the_manual_form_before_it_leaves_the_step(heard: Heard, qtbot: QtBot) -> None:
    script = (Tap("card.manual"), WaitFor("manual.name"), Tap("back"), WaitFor("card.manual"), Tap("back"))
    assert work(heard, qtbot, VISITS["card"], *script) == [events.WentBack()]


def test_a_field_is_changed_in_the_editor(heard: Heard, qtbot: QtBot) -> None:
    script = (Tap("form.field.place-0.edit"), Type("edit.value", "示例村"), Tap("edit.done"))
    assert work(heard, qtbot, VISITS["form"], *script) == [events.FieldChanged("place-0", "示例村")]


def test_the_place_is_chosen_with_two_taps_and_the_list_opens_at_what_was_read(heard: Heard, qtbot: QtBot) -> None:
    heard.screen.set_places(PLACES)
    script = (Tap("form.field.place-0.edit"), Tap("place.130406101"), Tap("place.130406101202"))
    said = events.FieldChanged("place-0", "示例镇样本村", "130406101202")
    assert work(heard, qtbot, VISITS["form"], *script) == [said]
    form = VISITS["form"].form
    chosen = replace(VISITS["form"], form=change(form, "place-0", "示例镇样本村", "130406101202"))
    script = (Tap("form.field.place-0.edit"), Tap("place.whole"))
    assert work(heard, qtbot, chosen, *script)[1:] == [events.FieldChanged("place-0", "示例镇", "130406101")]


def test_a_place_that_is_not_in_the_list_is_written(heard: Heard, qtbot: QtBot) -> None:
    heard.screen.set_places(PLACES)
    script = (Tap("form.field.place-0.edit"), Tap("place.write"), Type("edit.value", "河边"), Tap("edit.done"))
    assert work(heard, qtbot, VISITS["form"], *script) == [events.FieldChanged("place-0", "河边")]


def test_without_a_reader_the_visitor_types_instead(heard: Heard, qtbot: QtBot) -> None:
    visit = VISITS["mishap-reader_absent"]
    calm = replace(visit, mishap=None)
    script = (Tap("mishap.manual"), Do("calm", lambda: heard.screen.show(calm)), WaitFor("manual.name"))
    assert work(heard, qtbot, visit, *script) == [events.MishapDismissed()]


def test_ending_the_visit_is_asked_twice(heard: Heard, qtbot: QtBot) -> None:
    script = (Tap("end"), Tap("end.no"), Tap("end"), Tap("end.yes"))
    assert work(heard, qtbot, VISITS["pages"], *script) == [events.Abandoned()]


def test_calling_staff_stays_at_the_step_and_says_what_became_of_it(heard: Heard, qtbot: QtBot) -> None:
    visit = VISITS["form"]
    script: list[Action] = [Tap("tool.staff")]
    for found in (Help.CALLING, Help.COMING, Help.UNREACHABLE):
        script.append(Do(found.value, lambda found=found: heard.screen.show(replace(visit, help=found))))  # type: ignore[misc]
        script.append(WaitFor("staff.close"))
    script += [Tap("staff.close"), WaitFor("form.scroll")]
    assert work(heard, qtbot, visit, *script) == [events.StaffAsked()]


def test_somebody_who_is_still_there_says_so(heard: Heard, qtbot: QtBot) -> None:
    heard.screen.show(VISITS["pages"])
    heard.screen.warn_idle(30)
    assert work(heard, qtbot, VISITS["pages"], Tap("still.here"), WaitFor("still.here", gone=True)) == []


def test_the_next_visitor_finds_plain_chinese_and_no_picture_of_the_last(heard: Heard, qtbot: QtBot) -> None:
    work(heard, qtbot, VISITS["pages"], Tap("tool.language"), Tap("tool.large"), Tap("tool.contrast"))
    assert not heard.screen.images.empty
    heard.screen.show(Visit())
    shell = heard.screen.window.rootContext().contextProperty("shell")
    assert (shell.property("language"), shell.property("large"), shell.property("contrast")) == ("zh", False, False)
    assert heard.screen.images.empty


def test_a_receipt_whose_print_is_unknown_stays_on_screen_with_its_number(heard: Heard, qtbot: QtBot) -> None:
    visit = Visit(step=Step.RECEIPT, holder=HOLDER, receipt=RECEIPT, print_state=PrintState.UNKNOWN)
    work(heard, qtbot, visit, WaitFor("receipt.seen.yes"), WaitFor("receipt.finish"))
    work(heard, qtbot, replace(visit, mishap=Mishap.PRINT_UNKNOWN), WaitFor("mishap.missing"))
    work(heard, qtbot, replace(visit, print_state=PrintState.PRINTED), WaitFor("receipt.copy"))
