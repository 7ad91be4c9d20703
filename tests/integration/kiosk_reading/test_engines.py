"""One conformance suite over both engines, and whole pages through the default one."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from kiosk.bench.petition_pages import Petition
from kiosk.reading.engine import STRIP_HEIGHT, TextEngine, cut
from kiosk.reading.engine_name import EngineName
from kiosk.reading.fields import propose
from kiosk.reading.pages import read_page
from kiosk.reading.recognise import lines
from kiosk.reading.result import FieldKind, PageIssue

pytestmark = [pytest.mark.ocr, pytest.mark.xdist_group("ocr"), pytest.mark.filterwarnings("ignore")]


@pytest.fixture(params=list(EngineName))
def engine(request: pytest.FixtureRequest, engines: dict[EngineName, TextEngine]) -> TextEngine:
    return engines[request.param]


@pytest.fixture
def paddle(engines: dict[EngineName, TextEngine]) -> TextEngine:
    return engines[EngineName.PADDLE]


def plain(text: str) -> str:
    return "".join(text.split()).translate(str.maketrans("：，；（）．", ":,;()."))


def test_a_printed_page_is_found_and_read(engine: TextEngine, petition: Petition) -> None:
    page = cv2.imdecode(np.frombuffer(petition.pages[0].jpeg, np.uint8), cv2.IMREAD_COLOR)
    found = lines(engine, page)
    said = {plain(line.text) for line in found}
    wanted = [plain(line) for line in petition.pages[0].lines]
    assert sum(line in said for line in wanted) >= len(wanted) - 2
    assert all(0.0 <= line.confidence <= 1.0 for line in found)
    height, width = page.shape[:2]
    for line in found:
        assert line.quad.shape == (4, 2)
        assert (line.quad >= -2).all() and (line.quad <= [width + 2, height + 2]).all()
        assert line.quad[1][0] > line.quad[0][0] and line.quad[3][1] > line.quad[0][1]


def test_an_empty_page_has_no_lines(engine: TextEngine) -> None:
    assert lines(engine, np.full((900, 700, 3), 255, np.uint8)) == []


def test_an_empty_strip_reads_as_nothing_or_next_to_nothing(engine: TextEngine) -> None:
    (said,) = engine.read([np.full((STRIP_HEIGHT, 200, 3), 255, np.uint8)])
    assert len(said.text.strip()) <= 1


def test_a_strip_without_area_is_left_out() -> None:
    point = np.array([[5, 5], [6, 5], [6, 6], [5, 6]], np.float32)
    assert cut(np.zeros((20, 20, 3), np.uint8), point) is None


def test_three_pages_give_the_fields_that_stand_on_them(paddle: TextEngine, petition: Petition) -> None:
    pages = [read_page(paddle, page.jpeg, index) for index, page in enumerate(petition.pages)]
    assert all(page.issues == () for page in pages)
    fields = propose(pages, None)
    values = {kind: [f.normalised or f.value for f in fields if f.kind is kind] for kind in FieldKind}
    truth = petition.truth
    assert values[FieldKind.NAME] == [truth.person.name]
    assert values[FieldKind.ID_NUMBER] == [truth.person.id_number]
    assert values[FieldKind.PHONE] == [truth.person.phone]
    assert values[FieldKind.COMPLAINED_OF] == list(truth.complained_of)
    assert values[FieldKind.PLACE] == [truth.place_code]
    assert set(values[FieldKind.SUM]) == {str(amount) for amount in truth.sums}
    assert set(values[FieldKind.DATE]) == set(truth.dates)


@pytest.mark.parametrize("turn", [Pillow.Transpose.ROTATE_90, Pillow.Transpose.ROTATE_180, Pillow.Transpose.ROTATE_270])
def test_a_page_lying_on_its_side_or_head_is_set_upright(
    paddle: TextEngine, petition: Petition, turn: Pillow.Transpose
) -> None:
    buffer = io.BytesIO()
    Pillow.open(io.BytesIO(petition.pages[0].jpeg)).transpose(turn).save(buffer, "JPEG", quality=88)
    page = read_page(paddle, buffer.getvalue(), 0)
    assert page.height > page.width
    assert plain(petition.pages[0].lines[0]) == plain(page.lines[0].text)
    assert page.lines[0].box[0][1] < 0.2


def test_a_picture_without_writing_says_so(paddle: TextEngine) -> None:
    ys, xs = np.mgrid[0:900, 0:700]
    wave = (128 + 60 * np.sin(xs / 90) + 50 * np.cos(ys / 120)).astype(np.uint8)
    page = read_page(paddle, cv2.imencode(".png", np.dstack([wave, wave, wave]))[1].tobytes(), 0)
    assert page.lines == () and set(page.issues) & {PageIssue.NO_TEXT, PageIssue.BLANK}
