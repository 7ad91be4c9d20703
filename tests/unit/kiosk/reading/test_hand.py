"""Level strokes are type, sloping ones a hand, and little or nothing says nothing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk.reading.engine import STRIP_HEIGHT
from kiosk.reading.hand import handwritten


def strokes(slopes: tuple[float, ...], width: int = 600) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    strip = np.full((STRIP_HEIGHT, width, 3), 250, np.uint8)
    for n, x in enumerate(range(20, width - 50, 60)):
        rise = round(40 * float(np.tan(np.radians(slopes[n % len(slopes)]))))
        for y in (14, 26, 38):
            cv2.line(strip, (x, y), (x + 40, y - rise), (20, 20, 20), 3, cv2.LINE_AA)
    return strip


def test_level_strokes_are_type() -> None:
    assert handwritten(strokes((0.0,))) is False


@pytest.mark.parametrize("slopes", [(8.0,), (6.0, 12.0, 9.0, -7.0)])
def test_rising_strokes_are_a_hand(slopes: tuple[float, ...]) -> None:
    assert handwritten(strokes(slopes)) is True


def test_little_or_nothing_says_nothing() -> None:
    assert handwritten(strokes((8.0,), width=100)) is None
    assert handwritten(np.full((STRIP_HEIGHT, 400, 3), 250, np.uint8)) is None
