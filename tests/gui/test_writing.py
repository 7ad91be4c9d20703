"""Words without a keyboard: a finger writes or spells, a choice lands in the line."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.bench.examples import visits
from kiosk.bench.fingers import Fingers
from kiosk.bench.visitor import Tap, WaitFor
from kiosk.flow import events
from kiosk.flow.visit import Candidate
from tests.gui.conftest import Heard
from tests.gui.test_taps import PATIENCE, work

FORM = dict(visits())["form-without-papers"]
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


def test_the_erasing_key_takes_letters_first_and_then_what_was_chosen(heard: Heard, qtbot: QtBot) -> None:
    work(heard, qtbot, FORM, Tap("form.field.place-0.edit"), Tap("edit.way.pinyin"), Tap("edit.letter.n"))
    work(heard, qtbot, replace(OFFERED, candidates=(Candidate("农民", 1),)), Tap("edit.candidate.0"))
    work(heard, qtbot, FORM, Tap("edit.letter.n"), Tap("edit.letter.erase"), Tap("edit.letter.erase"), Tap("edit.done"))
    assert events.FieldChanged("place-0", "农") in heard.events
