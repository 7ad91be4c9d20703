"""What the attendant sees of a terminal that lacks something."""

from __future__ import annotations

from dataclasses import replace

from kiosk.bench.examples import AT, visits
from kiosk.flow.doors.state import Attending
from kiosk.flow.visit import Part
from kiosk.views.attendant import NO_READING, AttendantModel

ROOM = dict(visits())["attendant"]


def titles(missing: frozenset[Part]) -> list[str]:
    model = AttendantModel()
    model.show(replace(ROOM, missing=missing))
    return [device["title"]["zh"] for device in model.property("devices")]


def test_a_terminal_that_cannot_read_says_so_beside_its_devices() -> None:
    assert isinstance(ROOM.door, Attending) and ROOM.door.report is not None and ROOM.door.report.at == AT
    known = titles(frozenset())
    reading = NO_READING.title.partition(" · ")[0]
    assert reading not in known
    assert titles(frozenset({Part.OCR})) == [*known, reading]
