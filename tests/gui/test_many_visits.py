"""Visits one after the other through the real window: they pass, and what they leave behind is told."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from kiosk.bench.budgets import growth_kb
from kiosk.bench.manyvisits import ManyVisits
from kiosk.bench.screens import example_screen


def test_visit_after_visit_passes_every_step_and_leaves_no_picture_on_the_terminal(qtbot: QtBot) -> None:
    screen = example_screen()
    screen.window.resize(1080, 1920)
    screen.window.show()
    over: list[int] = []
    ManyVisits(screen, over.append).go(2)
    assert over == [1, 2]
    assert screen.images.empty and screen.live.empty
    screen.close()


def test_what_a_visit_leaves_behind_is_the_slope_of_the_second_half() -> None:
    loading = [(20, 100.0), (100, 180.0)]
    assert growth_kb([*loading, (200, 200.0), (300, 200.0), (400, 200.0)]) < 256
    assert growth_kb([*loading, (200, 180.0), (300, 180.0), (400, 180.0), (500, 180.0)]) == 0.0
    assert growth_kb([*loading, (200, 280.0), (300, 380.0), (400, 480.0)]) == 1024.0
    assert growth_kb([(20, 100.0)]) == 0.0
