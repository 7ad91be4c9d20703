"""Forms that visitors ask for come out of a real CUPS queue on A4, once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from drivers.core.keeping import Keeper
from kiosk.flow.answers import Failed, Printed
from kiosk.flow.doors.effects import PrintBlank
from kiosk.flow.visit import Mishap
from kiosk.ui.topics import blanks
from kiosk.workers.letterhead import Letterhead
from kiosk.workers.papers import QueueWorker
from tests.flows.people import MORNING
from tests.integration.printers.cupsd import Cupsd

BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exit 0
cat "${{6:--}}" > "{tray}/job-$1"
"""
FORM = PrintBlank("visit-1:sheet1", blanks()[0])


def worker(address: str, data: Path) -> QueueWorker:
    keeper = Keeper("queue", data / "devices.json", lambda before, after: None, now=lambda: MORNING)
    return QueueWorker(address, keeper, data, Letterhead("样本信访大厅", now=lambda: MORNING))


def test_a_form_is_printed_once_however_often_it_is_asked_for(tmp_path: Path) -> None:
    tray = tmp_path / "tray"
    tray.mkdir()
    queues = [("a4", "ipp://localhost/tray", "Yes")]
    with Cupsd(tmp_path / "cups", {"ipp": BACKEND.format(tray=tray)}, queues) as cups:
        printing = worker(cups.address("a4"), tmp_path / "data")
        for _ in range(2):
            assert printing.carry_out(FORM, threading.Event(), lambda _: None) == Printed()
    [paper] = tray.iterdir()
    assert paper.read_bytes().startswith(b"%PDF")


@pytest.mark.expect_log("A4 queue")
def test_without_cups_the_visitor_is_told_at_once(tmp_path: Path) -> None:
    answer = worker("cups:///a4?socket=/nowhere", tmp_path).carry_out(FORM, threading.Event(), lambda _: None)
    assert answer == Failed("print", Mishap.PRINTER_ABSENT)
