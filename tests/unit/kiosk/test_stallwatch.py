"""A GUI thread that works or waits at a stretch is noticed; one that answers is left alone."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from drivers.core.status import Faulty, Ready
from kiosk.health.stalls import Stalls, load, save, screen, stalls_file
from kiosk.settings import load as load_settings
from kiosk.stallwatch import Stall, StallWatch
from tests.flows.people import MORNING

SOON_MS = 10_000


def work_for(seconds: float) -> None:
    """Use the processor, as a page decoded in the wrong thread would."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def wait_for(seconds: float) -> None:
    """Wait, as for a device asked in the wrong thread."""
    threading.Event().wait(seconds)


@pytest.mark.parametrize(("act", "worked"), [(work_for, True), (wait_for, False)])
def test_a_stall_is_logged_and_counted_with_its_step(
    qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture, act: Callable[[float], None], worked: bool
) -> None:
    heard: list[Stall] = []
    watch = StallWatch(lambda: "pages", lambda: MORNING, tmp_path / "stalls.json", heard.append)
    watch.start()
    qtbot.waitUntil(lambda: len(heard) > 3, timeout=SOON_MS)
    with caplog.at_level(logging.INFO, "hall.kiosk.stall"):
        before = len(heard)
        act(0.3)
        qtbot.waitUntil(lambda: len(heard) > before, timeout=SOON_MS)
    watch.stop()
    longest = max(heard, key=lambda stall: stall.felt_s)
    assert longest.felt_s > 0.2
    # neither work nor waiting is put down to other programs
    assert longest.own_s > 0.2 and watch.stalls.own_s > 0.2 and watch.stalls.own_step == "pages"
    assert any(stall.worked_s > 0.25 for stall in heard) is worked
    assert watch.stalls.count >= 1 and watch.stalls.step == "pages"
    assert load(tmp_path / "stalls.json") == watch.stalls
    assert any(record.getMessage().startswith("pages: ") for record in caplog.records)


def test_time_in_line_for_a_processor_is_felt_and_is_not_the_programs_own(qtbot: QtBot) -> None:
    heard: list[Stall] = []
    line = [0.0]
    watch = StallWatch(lambda: "form", lambda: MORNING, heard=heard.append, queued=lambda: line[0])
    watch.start()
    qtbot.waitUntil(lambda: len(heard) > 3, timeout=SOON_MS)
    before = len(heard)
    wait_for(0.05)
    line[0] += 0.25
    wait_for(0.25)
    qtbot.waitUntil(lambda: len(heard) > before, timeout=SOON_MS)
    watch.stop()
    longest = max(heard, key=lambda stall: stall.felt_s)
    assert longest.felt_s > 0.25 and abs(longest.felt_s - longest.own_s - 0.25) < 0.01


def test_the_doctor_tells_of_stalls_and_of_a_screen_that_seemed_dead(tmp_path: Path) -> None:
    settings = load_settings(None, data_dir=tmp_path)
    assert screen(settings) == Ready("没有停顿 · no stall")
    few = Stalls().and_one(0.2, "form", MORNING).and_one(0.1, "idle", MORNING)
    assert (few.count, few.longest_s, few.step) == (2, 0.2, "form")
    save(stalls_file(settings), few)
    assert isinstance(screen(settings), Ready)
    save(stalls_file(settings), few.and_one(3.0, "pages", MORNING))
    status = screen(settings)
    assert isinstance(status, Faulty) and "pages" in status.cause
    stalls_file(settings).write_text("{", encoding="utf-8")
    assert load(stalls_file(settings)) == Stalls()
