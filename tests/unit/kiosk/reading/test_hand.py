"""Level strokes are type, sloping ones a hand, and little or nothing says nothing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk.reading.engine import STRIP_HEIGHT
from kiosk.reading.hand import handwritten, with_the_page


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


def letters(
    jumps: tuple[int, ...], ink: tuple[int, int, int] = (20, 20, 20)
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Crosses with strokes that rise as much as those of thin printed 明体 and of a regular hand."""
    strip = np.full((STRIP_HEIGHT, 600, 3), 250, np.uint8)
    for n, x in enumerate(range(20, 560, 50)):
        y = 24 + jumps[n % len(jumps)]
        for down, rise in ((-9, 0), (0, 3), (9, 3)):
            cv2.line(strip, (x, y + down), (x + 34, y + down - rise), ink, 2, cv2.LINE_AA)
        cv2.line(strip, (x + 17, y - 13), (x + 17, y + 13), ink, 2, cv2.LINE_AA)
    return strip


def test_letters_on_one_level_are_type_and_letters_that_dance_are_a_hand() -> None:
    assert handwritten(letters((0,))) is False
    assert handwritten(letters((0, 3, -1, 2))) is True


def test_a_ballpoint_is_blue() -> None:
    assert handwritten(letters((0,), ink=(120, 40, 30))) is True


def test_lines_that_cannot_be_told_follow_a_page_by_hand() -> None:
    assert with_the_page([True, True, None, True, True, False]) == [True, True, True, True, True, False]
    assert with_the_page([True, None, False, False, True]) == [True, None, False, False, True]
    assert with_the_page([True, None]) == [True, None]
