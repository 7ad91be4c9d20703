"""Which worker does what behind the doors, and whose answers still count."""

from __future__ import annotations

import threading
from dataclasses import replace

from kiosk.flow.answers import Answer
from kiosk.flow.doors.effects import AskProgress, CheckPin, Leave
from kiosk.flow.doors.events import MattersFound, PinChecked
from kiosk.flow.doors.state import Said
from kiosk.flow.effects import Effect, Wipe
from kiosk.flow.handover import HandOver, HandoverMoved, News
from kiosk.flow.visit import NOBODY_ELSE, Form, Step
from kiosk.workers.bus import Bus
from kiosk.workers.crew import Buses, Crew
from kiosk.workers.worker import Say
from tests.flows.people import MORNING

SENT = HandOver("v", Step.FORM, frozenset(), MORNING, None, Form(), (), "", NOBODY_ELSE)


class Never:
    """A worker that is never asked, because its bus is never started."""

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Say) -> Answer | None:
        raise AssertionError(effect)

    def close(self) -> None:
        raise AssertionError


def crew(left: list[bool] | None = None) -> Crew:
    def bus() -> Bus:
        return Bus("test", Never, lambda ticket, answer: None)

    buses = Buses(bus(), bus(), bus(), bus(), bus(), bus(), bus(), bus(), bus())
    return Crew(buses, (left if left is not None else []).append)


def test_a_handover_is_heard_of_until_its_last_word_and_not_after() -> None:
    terminal = crew()
    terminal.hand(SENT)
    for news in (News.WAITING, News.TAKEN, News.RETURNED):
        assert terminal.admits(1, HandoverMoved(news, "h-1"))
    assert not terminal.admits(1, HandoverMoved(News.TAKEN, "h-1"))


def test_sent_again_only_the_newer_one_is_heard() -> None:
    terminal = crew()
    terminal.hand(SENT)
    terminal.hand(replace(SENT, step=Step.SUBMIT))
    assert not terminal.admits(1, HandoverMoved(News.TAKEN, "h-1"))
    assert terminal.admits(2, HandoverMoved(News.TAKEN, "h-1"))


def test_what_was_asked_behind_a_door_is_nobody_s_after_the_wipe() -> None:
    terminal = crew()
    terminal.hand(AskProgress("XF-1", "Q7"))
    terminal.hand(CheckPin("246810"))
    terminal.hand(Wipe())
    assert not terminal.admits(1, MattersFound((), Said.WRONG))
    assert not terminal.admits(2, PinChecked(right=True)), "a right PIN opens nothing once its room was left"


def test_the_way_out_is_told_to_whoever_built_the_terminal() -> None:
    left: list[bool] = []
    terminal = crew(left)
    terminal.hand(Leave(again=True))
    terminal.hand(Leave(again=False))
    assert left == [True, False]
