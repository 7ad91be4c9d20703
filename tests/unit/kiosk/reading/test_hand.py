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


@pytest.mark.parametrize("sinks", [0, 1, 3])
@pytest.mark.parametrize("tone", [120, 200])
def test_rules_of_the_paper_do_not_make_a_hand_type(tone: int, sinks: int) -> None:
    strip = strokes((8.0, 11.0))
    for y in (3, STRIP_HEIGHT - 4):
        cv2.line(strip, (0, y), (strip.shape[1], y + sinks), (tone, tone, tone), 2, cv2.LINE_AA)
    assert handwritten(strip) is True


def test_type_on_ruled_paper_stays_type() -> None:
    strip = strokes((0.0,))
    cv2.line(strip, (0, STRIP_HEIGHT - 4), (strip.shape[1], STRIP_HEIGHT - 4), (150, 150, 150), 2)
    assert handwritten(strip) is False
