"""A visit that lays pages under a camera: a live picture, each page told once, and nothing after the visit."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import cv2
import pytest
from pytestqt.qtbot import QtBot

from drivers.imaging import Frame
from kiosk.flow.advance import advance
from kiosk.flow.effects import Capture
from kiosk.flow.events import Event, PageDropped, PageSettled
from kiosk.flow.visit import Step, Visit
from kiosk.reading.engine import Image
from kiosk.workers.lookout import Glimpse, Lookout
from tests.flows.people import LI, MORNING
from tests.flows.people import page as captured
from tests.unit.kiosk.reading.test_settled import Table, page

SOON_MS = 20_000
AT_PAGES = Visit(step=Step.PAGES, visit_id="visit-1", started_at=MORNING, holder=LI)


class TableCamera:
    """A camera of 30 pictures a second over a table on which `lay` puts a page, or None."""

    def __init__(self) -> None:
        table = Table()
        self._table = table
        self._lying = self._encoded([table.frame() for _ in range(4)])
        self._next = 0

    def lay(self, sheet: Image | None, at: tuple[int, int] = (170, 40)) -> None:
        self._lying = self._encoded([self._table.frame(sheet, at) for _ in range(4)])

    def preview(self, *, cancel: threading.Event) -> Frame:
        cancel.wait(1 / 30)
        self._next += 1
        return self._lying[self._next % len(self._lying)]

    @staticmethod
    def _encoded(frames: list[Image]) -> list[Frame]:
        return [Frame(cv2.imencode(".jpg", f)[1].tobytes(), "image/jpeg", "", 640, 480) for f in frames]


class Terminal:
    """Visit, lookout and camera, without window and bus."""

    def __init__(self, *, judging: bool = True) -> None:
        self.camera, self.lookout = TableCamera(), Lookout(judging=judging)
        self.lookout.beside(lambda: self.camera)
        self.visit = Visit()
        self.captures = 0
        self.seen: list[Glimpse | None] = []
        self.times: list[float] = []
        self.lookout.seen.connect(self._saw)
        self.lookout.settled.connect(lambda: self.happened(PageSettled()))

    def _saw(self, glimpse: Glimpse | None) -> None:
        self.seen.append(glimpse)
        self.times.append(time.monotonic())

    def happened(self, event: Event) -> None:
        self.visit, effects = advance(self.visit, event)
        self.lookout.follow(self.visit)
        if any(isinstance(effect, Capture) for effect in effects):
            self.captures += 1
            self.happened(captured(f"page-{self.captures}"))

    def begin(self) -> None:
        self.visit = AT_PAGES
        self.lookout.follow(self.visit)

    def lies(self, lying: str) -> bool:
        last = self.seen[-1] if self.seen else None
        return last is not None and last.lying == lying


@pytest.fixture
def terminal(qapp: object) -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    terminal.lookout.stop()


def until(qtbot: QtBot, terminal: Terminal, pages: int, lying: str) -> None:
    qtbot.waitUntil(lambda: len(terminal.visit.pages) == pages and terminal.lies(lying), timeout=SOON_MS)


def test_each_page_is_taken_once_and_a_dropped_one_again_when_it_was_moved(qtbot: QtBot, terminal: Terminal) -> None:
    terminal.begin()
    qtbot.waitUntil(lambda: terminal.lies("empty"), timeout=SOON_MS)
    for n in (1, 2):
        terminal.camera.lay(page(n))
        until(qtbot, terminal, n, "taken")
    terminal.happened(PageDropped("page-2"))
    before = len(terminal.seen)
    qtbot.waitUntil(lambda: len(terminal.seen) > before + 20, timeout=SOON_MS)
    assert terminal.captures == 2, "it was taken off, and still lies there"
    terminal.camera.lay(None)
    qtbot.waitUntil(lambda: terminal.lies("empty"), timeout=SOON_MS)
    terminal.camera.lay(page(2))
    until(qtbot, terminal, 2, "taken")
    assert terminal.captures == 3


def test_a_page_taken_by_hand_is_not_taken_by_itself(qtbot: QtBot, terminal: Terminal) -> None:
    terminal.begin()
    terminal.camera.lay(page(1))
    qtbot.waitUntil(lambda: terminal.lies("settling"), timeout=SOON_MS)
    terminal.visit = replace(terminal.visit, busy=frozenset({"capture"}))
    terminal.lookout.follow(terminal.visit)
    terminal.happened(captured("by-hand"))
    until(qtbot, terminal, 1, "taken")
    assert terminal.captures == 0


def test_nothing_is_shown_or_kept_after_the_visit(qtbot: QtBot, terminal: Terminal) -> None:
    terminal.begin()
    terminal.camera.lay(page(1))
    until(qtbot, terminal, 1, "taken")
    terminal.visit = Visit()
    terminal.lookout.follow(terminal.visit)
    assert terminal.seen[-1] is None
    shown = len(terminal.seen)
    terminal.lookout.stop()
    assert len(terminal.seen) == shown
    terminal.begin()
    until(qtbot, terminal, 1, "taken")
    assert terminal.captures == 2, "the next visitor may bring the same page"


def test_without_automatic_capture_there_is_a_picture_all_the_same(qtbot: QtBot, qapp: object) -> None:
    terminal = Terminal(judging=False)
    terminal.begin()
    terminal.camera.lay(page(1))
    qtbot.waitUntil(lambda: len(terminal.seen) > 30, timeout=SOON_MS)
    terminal.lookout.stop()
    assert terminal.captures == 0 and {g.lying for g in terminal.seen if g} == {""}
