"""Whoever says yes to a line of the form need not look for the next one."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kiosk.bench.examples import visits
from kiosk.bench.visitor import Action, StepReport, Tap, Visitor, WaitFor
from kiosk.flow.advance import advance
from kiosk.flow.visit import Visit
from tests.gui.conftest import Heard

FORM = dict(visits())["form"]


@pytest.fixture
def flowing(heard: Heard) -> Heard:
    """A screen whose visit goes on with what is tapped, as at a terminal."""
    shown: list[Visit] = [FORM]

    def on(event: object) -> None:
        shown.append(advance(shown[-1], event)[0])  # type: ignore[arg-type]
        heard.screen.show(shown[-1])

    heard.screen.happened.connect(on)
    heard.screen.show(FORM)
    return heard


def turns(heard: Heard, qtbot: QtBot, *script: Action) -> int:
    """Do the steps; return how often the form had to be turned for them."""
    done: list[list[StepReport]] = []
    visitor = Visitor(heard.screen.window)
    visitor.run(script, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=15000)
    assert [report for report in done[0] if report.cause] == []
    return visitor.turns


def test_after_a_yes_the_next_line_that_needs_one_is_in_sight(flowing: Heard, qtbot: QtBot) -> None:
    assert turns(flowing, qtbot, Tap("form.field.sum-0.keep"), Tap("form.field.cosigners-0.keep")) == 0


def test_after_the_last_yes_what_nobody_looked_at_yet_comes_first(flowing: Heard, qtbot: QtBot) -> None:
    kept = [Tap("form.field.sum-0.keep"), Tap("form.field.cosigners-0.keep"), WaitFor("form.field.phone-0.edit")]
    first = Tap("form.field.complained_of-0.edit")
    assert turns(flowing, qtbot, *kept, first) == 0


def test_a_line_that_was_confirmed_can_still_be_changed(flowing: Heard, qtbot: QtBot) -> None:
    turns(flowing, qtbot, Tap("form.field.sum-0.keep"), Tap("form.field.sum-0.edit"), WaitFor("edit.done"))
