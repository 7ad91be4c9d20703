"""What is laid under the camera by mistake or by mischief: answered clearly, within its budget, the next page unharmed."""

from __future__ import annotations

import io
import random
import time

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from kiosk.bench.petition_pages import Petition
from kiosk.reading.engine import TextEngine
from kiosk.reading.engine_name import EngineName
from kiosk.reading.fields import propose
from kiosk.reading.fields.survey import survey
from kiosk.reading.kinds import PageKind, page_kind
from kiosk.reading.pages import read_page
from kiosk.reading.result import PageIssue

pytestmark = [pytest.mark.ocr, pytest.mark.xdist_group("ocr"), pytest.mark.filterwarnings("ignore")]

#: seconds for anything that is refused before reading, on a busy machine
REFUSED_WITHIN = 2.0


@pytest.fixture
def paddle(engines: dict[EngineName, TextEngine]) -> TextEngine:
    return engines[EngineName.PADDLE]


def jpeg(image: Pillow.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def cat() -> bytes:
    """Fur, two ears, two eyes, whiskers: edges everywhere and not one letter."""
    rng = np.random.default_rng(1)
    fur = cv2.GaussianBlur(rng.normal(130, 60, (900, 1200, 3)), (0, 0), 2) + rng.normal(0, 8, (900, 1200, 3))
    image = Pillow.fromarray(np.clip(fur, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    draw.polygon([(350, 300), (420, 100), (520, 280)], fill=(90, 70, 50))
    draw.polygon([(700, 280), (800, 100), (860, 300)], fill=(90, 70, 50))
    for x in (500, 720):
        draw.ellipse((x - 50, 400, x + 50, 480), fill=(190, 200, 60))
        draw.ellipse((x - 12, 405, x + 12, 475), fill=(10, 10, 10))
    for y in (560, 590, 620):
        draw.line((250, y - 20, 560, y), fill=(240, 240, 240), width=3)
        draw.line((660, y, 970, y - 20), fill=(240, 240, 240), width=3)
    return jpeg(image)


def test_a_photo_of_a_cat_is_a_photo(paddle: TextEngine) -> None:
    page = read_page(paddle, cat(), 0)
    assert len(page.text) <= 4
    assert PageIssue.NO_TEXT in page.issues and page_kind(page) is PageKind.PHOTO
    assert page.image


@pytest.mark.parametrize(
    ("data", "issue"),
    [
        (b"%PDF-1.7\n" + b"1 0 obj << /Type /Catalog >> stream " + b"x" * 1_000_000, PageIssue.NOT_AN_IMAGE),
        (b"\xff\xd8\xff\xe0 nothing", PageIssue.NOT_AN_IMAGE),
        (b"", PageIssue.NOT_AN_IMAGE),
    ],
    ids=["pdf", "broken jpeg", "empty"],
)
def test_bytes_that_are_no_image_are_refused_at_once(paddle: TextEngine, data: bytes, issue: PageIssue) -> None:
    begun = time.perf_counter()
    page = read_page(paddle, data, 0)
    assert page.issues == (issue,) and time.perf_counter() - begun < REFUSED_WITHIN


def test_one_pixel_and_two_hundred_million_are_refused_at_once(paddle: TextEngine) -> None:
    vast = io.BytesIO()
    Pillow.new("1", (20_000, 10_000)).save(vast, "PNG")
    for data, issue in ((jpeg(Pillow.new("RGB", (1, 1))), PageIssue.TOO_SMALL), (vast.getvalue(), PageIssue.TOO_LARGE)):
        begun = time.perf_counter()
        assert read_page(paddle, data, 0).issues == (issue,)
        assert time.perf_counter() - begun < REFUSED_WITHIN


def test_a_truncated_photo_is_refused_and_the_next_page_reads(paddle: TextEngine, petition: Petition) -> None:
    whole = petition.pages[2].jpeg
    assert read_page(paddle, whole[: len(whole) // 2], 0).issues == (PageIssue.INCOMPLETE,)
    assert petition.truth.person.phone in read_page(paddle, whole, 1).text


def test_another_script_is_said(paddle: TextEngine) -> None:
    page = np.full((1000, 800, 3), 250, np.uint8)
    for n in range(10):
        cv2.putText(page, "this letter is not in Chinese", (60, 100 + n * 60), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 2)
    assert PageIssue.OTHER_SCRIPT in read_page(paddle, cv2.imencode(".png", page)[1].tobytes(), 0).issues


def test_text_that_runs_over_the_edge_is_said(paddle: TextEngine, petition: Petition) -> None:
    whole = Pillow.open(io.BytesIO(petition.pages[0].jpeg))
    part = whole.crop((0, 0, whole.width * 6 // 10, whole.height))
    assert PageIssue.CUT_OFF in read_page(paddle, jpeg(part), 0).issues


def test_fields_of_sixty_pages_take_no_time_a_visitor_notices(paddle: TextEngine, petition: Petition) -> None:
    page = read_page(paddle, petition.pages[0].jpeg, 0)
    rng = random.Random(1)
    pages = [
        page if n == 0 else type(page)(n, tuple(rng.sample(page.lines, len(page.lines))), (), b"", 100, 141, 0.0)
        for n in range(60)
    ]
    begun = time.perf_counter()
    assert propose(pages, None)
    assert survey(pages).as_attachment
    assert time.perf_counter() - begun < 5


def test_type_is_told_from_a_trembling_hand(paddle: TextEngine, petition: Petition) -> None:
    printed, photographed, written = (read_page(paddle, page.jpeg, 0) for page in petition.pages)
    for page in (printed, photographed):
        told = [line.handwriting for line in page.lines]
        assert True not in told and told.count(False) >= len(told) // 2
    assert all(line.handwriting for line in written.lines)
