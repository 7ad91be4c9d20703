"""Strokes become a picture that anybody can look at, the same each time."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.uplink.signature import HEIGHT, MARGIN, signature_page

_point = st.tuples(st.floats(0, 6), st.floats(0, 1))
_strokes = st.lists(st.lists(_point, min_size=1, max_size=9).map(tuple), min_size=1, max_size=5)


def test_no_strokes_are_no_page() -> None:
    assert signature_page(()) is None


@settings(deadline=None, max_examples=30)
@given(_strokes)
def test_whatever_was_drawn_is_seen_and_nothing_of_it_touches_the_edge(
    strokes: list[tuple[tuple[float, float], ...]],
) -> None:
    page, again = signature_page(strokes), signature_page(strokes)
    assert page is not None and page == again
    image = Image.open(io.BytesIO(page.data))
    assert image.height == HEIGHT + 2 * MARGIN
    ink = image.point(lambda value: 255 - value).getbbox()
    assert ink is not None
    assert ink[0] > 0 and ink[1] > 0 and ink[2] < image.width and ink[3] < image.height
