"""Words without a keyboard: a finger writes or spells, a choice lands in the line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.bench.examples import AT, visits
from kiosk.bench.fingers import Fingers
from kiosk.bench.screens import LOOKS, Look
from kiosk.bench.visitor import Tap, WaitFor
from kiosk.flow import events
from kiosk.flow.visit import Candidate
from tests.gui.conftest import Heard
from tests.gui.test_taps import PATIENCE, work

FORM = dict(visits())["form-without-papers"]
SUBMIT = dict(visits())["submit"]
OFFERED = replace(FORM, candidates=(Candidate("农民", 7), Candidate("农", 4)))


def test_letters_are_spelled_and_a_word_chosen(heard: Heard, qtbot: QtBot) -> None:
    keys = [Tap(f"edit.letter.{letter}") for letter in "nong"]
    work(heard, qtbot, FORM, Tap("form.field.place-0.edit"), Tap("edit.way.pinyin"), *keys)
    assert heard.events[-1] == events.Spelled("nong")
    heard.screen.show(OFFERED)
    work(heard, qtbot, OFFERED, Tap("edit.candidate.1"), Tap("edit.done"))
    assert heard.events[-3:] == [events.Spelled(""), events.FieldChanged("place-0", "农"), events.Spelled("")]


def test_letters_that_were_not_used_up_wait_for_the_next_choice(heard: Heard, qtbot: QtBot) -> None:
    keys = [Tap(f"edit.letter.{letter}") for letter in "nongcun"]
    work(heard, qtbot, FORM, Tap("form.field.place-0.edit"), Tap("edit.way.pinyin"), *keys)
    work(heard, qtbot, OFFERED, Tap("edit.candidate.1"))
    assert heard.events[-1] == events.Spelled("cun")


def test_a_finger_draws_and_the_character_is_chosen(heard: Heard, qtbot: QtBot) -> None:
    work(heard, qtbot, FORM, Tap("form.field.place-0.edit"), WaitFor("writing.field"))
    window = heard.screen.window
    field = Fingers(window).find("writing.field")
    assert field is not None
    corner = field.mapToScene(QPoint(0, 0)).toPoint()
    start = corner + QPoint(40, 60)
    QTest.mousePress(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 6):
        QTest.mouseMove(window, start + QPoint(step * 12, 0))
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(60, 0))
    qtbot.waitUntil(lambda: any(isinstance(e, events.Drawn) and e.strokes for e in heard.events), timeout=PATIENCE)
    (stroke,) = next(e for e in heard.events if isinstance(e, events.Drawn) and e.strokes).strokes
    assert stroke[0][0] < stroke[-1][0]
    assert all(0 <= x <= 6 and 0 <= y <= 1 for x, y in stroke)
    work(heard, qtbot, OFFERED, Tap("edit.candidate.0"), Tap("edit.done"))
    assert events.Drawn(()) in heard.events
    assert events.FieldChanged("place-0", "农民") in heard.events


def test_candidates_beyond_the_row_are_pushed_into_sight(heard: Heard, qtbot: QtBot) -> None:
    many = replace(FORM, candidates=tuple(Candidate(f"农{n}", 4) for n in range(20)))
    script = (Tap("form.field.place-0.edit"), WaitFor("edit.further"), Tap("edit.further"), Tap("edit.way.figures"))
    work(heard, qtbot, many, *script, WaitFor("edit.further", gone=True))


def test_a_name_of_several_parts_gets_its_dot(heard: Heard, qtbot: QtBot) -> None:
    card = dict(visits())["card"]
    script = (Tap("card.manual"), Tap("manual.hand.dot"), Tap("manual.way.pinyin"), Tap("manual.letter.dot"))
    work(heard, qtbot, card, *script, WaitFor("manual.letter.comma", gone=True))
    name = Fingers(heard.screen.window).find("manual.name")
    assert name is not None and name.property("text") == "··"


@pytest.mark.parametrize("look", [one for one in LOOKS if one.large], ids=lambda look: look.name)
@pytest.mark.parametrize("way", ["hand", "pinyin", "figures"])
def test_all_of_a_pad_is_in_sight_in_large_type(heard: Heard, qtbot: QtBot, look: Look, way: str) -> None:
    heard.put_on(look, FORM)
    work(heard, qtbot, FORM, Tap("form.field.place-0.edit"), Tap(f"edit.way.{way}"), WaitFor("more", gone=True))


@pytest.mark.parametrize("look", [one for one in LOOKS if one.large], ids=lambda look: look.name)
def test_all_figures_are_in_sight_in_large_type(heard: Heard, qtbot: QtBot, look: Look) -> None:
    heard.put_on(look, FORM)
    work(heard, qtbot, FORM, Tap("form.field.sum-0.edit"), WaitFor("edit.key.0"), WaitFor("more", gone=True))


def drawn(heard: Heard) -> None:
    """Draw a line across the writing field."""
    window = heard.screen.window
    field = Fingers(window).find("writing.field")
    assert field is not None
    start = field.mapToScene(QPoint(40, 60)).toPoint()
    QTest.mousePress(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 6):
        QTest.mouseMove(window, start + QPoint(step * 12, 0))
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(60, 0))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_finger_signs_under_the_words_and_hands_in(heard: Heard, qtbot: QtBot, look: Look) -> None:
    heard.put_on(look, SUBMIT)
    work(heard, qtbot, SUBMIT, Tap("submit.sign"), WaitFor("writing.field"), WaitFor("sign.send", gone=True))
    drawn(heard)
    work(heard, qtbot, SUBMIT, Tap("sign.again"), WaitFor("sign.send", gone=True))
    drawn(heard)
    qtbot.waitUntil(lambda: not heard.complaints(), timeout=PATIENCE)
    work(heard, qtbot, SUBMIT, Tap("sign.send"))
    [said] = [event for event in heard.events if isinstance(event, events.SubmitAsked)]
    assert said.at == AT
    [stroke] = said.signature
    assert stroke[0][0] < stroke[-1][0]


def test_back_leaves_the_signature_before_the_step(heard: Heard, qtbot: QtBot) -> None:
    script = (Tap("submit.sign"), WaitFor("writing.field"), Tap("back"), WaitFor("submit.send"), Tap("back"))
    assert work(heard, qtbot, SUBMIT, *script) == [events.WentBack()]


def test_the_erasing_key_takes_letters_first_and_then_what_was_chosen(heard: Heard, qtbot: QtBot) -> None:
    work(heard, qtbot, FORM, Tap("form.field.place-0.edit"), Tap("edit.way.pinyin"), Tap("edit.letter.n"))
    work(heard, qtbot, replace(OFFERED, candidates=(Candidate("农民", 1),)), Tap("edit.candidate.0"))
    work(heard, qtbot, FORM, Tap("edit.letter.n"), Tap("edit.letter.erase"), Tap("edit.letter.erase"), Tap("edit.done"))
    assert events.FieldChanged("place-0", "农") in heard.events
