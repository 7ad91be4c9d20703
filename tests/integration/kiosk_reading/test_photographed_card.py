"""Drawn cards below a camera, through the real reading process, to the person on them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.bench.card_face import PEOPLE, FacePerson, draw_face, on_table
from kiosk.flow.answers import FaceRead, Failed
from kiosk.flow.effects import ReadFace
from kiosk.flow.visit import Mishap
from kiosk.reading.engine_name import EngineName
from kiosk.reading.process import ReadingProcess
from kiosk.reading.result import Source
from kiosk.workers.reading import ReadingWorker

pytestmark = [pytest.mark.ocr, pytest.mark.xdist_group("ocr")]


@pytest.fixture(scope="module")
def worker(cache_dir: Path) -> Iterator[ReadingWorker]:
    worker = ReadingWorker(ReadingProcess(None, cache_dir, EngineName.RAPID), lambda ticket, answer: None)
    yield worker
    worker.close()


def nothing(_: object) -> None:
    """The reading worker says nothing before its answer."""


@pytest.mark.parametrize(("seed", "person"), list(enumerate(PEOPLE)), ids=["汉", "满", "维吾尔"])
def test_the_person_on_a_photographed_card_is_told_as_unverified(
    worker: ReadingWorker, seed: int, person: FacePerson
) -> None:
    event = worker.carry_out(ReadFace(on_table(draw_face(person), seed)), threading.Event(), nothing)
    assert isinstance(event, FaceRead)
    holder = event.holder
    assert (holder.name, holder.id_number, holder.registered_address) == (person.name, person.number, person.address)
    assert (holder.sex, holder.verified, holder.source) == ("1" if person.sex == "男" else "2", False, Source.PRINT)
    assert holder.ethnic == {"汉": "01", "满": "11", "维吾尔": "05"}[person.ethnic]


def test_a_picture_without_a_card_is_said(worker: ReadingWorker) -> None:
    event = worker.carry_out(ReadFace(b"not an image"), threading.Event(), nothing)
    assert event == Failed("face_reading", Mishap.FACE_UNREADABLE)
