"""The idle watch asks, takes the question back at a touch, and ends the visit when nobody answers."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from kiosk.flow.idle import IdleLimits
from kiosk.flow.visit import Step
from kiosk.idle import IdleWatch
from tests.flows.people import Walk


def test_asked_then_touched_then_left(qtbot: QtBot) -> None:
    visit = Walk().to(Step.FORM).visit
    clock = [0.0]
    said: list[int | str] = []
    watch = IdleWatch(lambda: visit, IdleLimits(60, 90), lambda: clock[0])
    watch.warned.connect(said.append)
    watch.expired.connect(lambda: said.append("over"))
    for clock[0] in (30.0, 61.0):
        watch.look()
    watch.touched()
    for clock[0] in (119.0, 125.0, 151.0):
        watch.look()
    assert said == [29, 0, 26, 0, "over"]
