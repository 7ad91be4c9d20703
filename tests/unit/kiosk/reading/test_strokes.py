"""Characters written with a finger: the middle lines of a Kai typeface stand for the strokes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from kiosk.reading.result import Stroke
from kiosk.reading.strokes import StrokeReader, draw

KAI = "/usr/share/fonts/truetype/arphic/ukai.ttc"
SIDE = 240


def written(character: str, shift: float = 0.0) -> tuple[Stroke, ...]:
    """The middle lines of a glyph as strokes, in a field of side 1, moved right by `shift`."""
    paper = Image.new("L", (SIDE, SIDE), 0)
    ImageDraw.Draw(paper).text((30, 10), character, fill=255, font=ImageFont.truetype(KAI, 180))
    thin = cv2.ximgproc.thinning((np.asarray(paper) > 128).astype(np.uint8) * 255)
    left = {(int(x), int(y)) for y, x in np.argwhere(thin > 0)}
    strokes = []
    while left:
        line = [left.pop()]
        while near := [(x, y) for x, y in left if abs(x - line[-1][0]) <= 1 and abs(y - line[-1][1]) <= 1]:
            line.append(near[0])
            left.discard(near[0])
        strokes.append(tuple((x / SIDE + shift, y / SIDE) for x, y in line))
    return tuple(strokes)


@pytest.fixture(scope="module")
def reader() -> StrokeReader:
    return StrokeReader(None)


@pytest.mark.ocr
@pytest.mark.xdist_group("ocr")
@pytest.mark.parametrize("character", list("张王拖欠征地补偿款一三十"))
def test_a_written_character_is_among_the_first_five(reader: StrokeReader, character: str) -> None:
    assert character in reader.candidates(written(character))[:5]


@pytest.mark.ocr
@pytest.mark.xdist_group("ocr")
def test_two_characters_in_a_row_are_read_as_a_row(reader: StrokeReader) -> None:
    assert reader.candidates(written("张") + written("三", shift=1.0)) == ("张三",)


def test_nothing_written_gives_nothing_to_choose() -> None:
    assert StrokeReader(None).candidates(()) == ()
    assert draw(((),)) is None


points = st.tuples(st.floats(0, 1, allow_nan=False), st.floats(0, 1, allow_nan=False))


@given(st.lists(st.lists(points, max_size=6).map(tuple), max_size=4).map(tuple))
def test_any_scribble_becomes_a_strip_of_bounded_size(strokes: tuple[Stroke, ...]) -> None:
    strip = draw(strokes)
    assert strip is None or (strip.shape[0] == 48 and 96 <= strip.shape[1] <= 600)
