"""Thumb prints and stamps on what was read."""

from __future__ import annotations

import cv2
import numpy as np

from kiosk.reading.engine import FoundLine
from kiosk.reading.prints import under_stamps, without_prints


def line(text: str, x: int, y: int, width: int, height: int, confidence: float) -> FoundLine:
    corners = [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]
    return FoundLine(np.array(corners, np.float32), text, confidence)


def test_a_thumb_print_read_as_a_figure_is_left_out_and_a_large_title_stays() -> None:
    names = [line(f"名{n}", 100, 100 + 60 * n, 90, 40, 0.99) for n in range(5)]
    title, thumb = line("证明", 300, 10, 200, 90, 0.99), line("8", 220, 110, 60, 100, 0.93)
    assert without_prints([title, *names, thumb]) == [title, *names]


def test_a_date_under_a_stamp_is_less_sure_than_one_beside_it_and_rules_hide_nothing() -> None:
    page = np.full((1000, 800, 3), 248, np.uint8)
    for y in range(150, 1000, 50):
        cv2.line(page, (50, y), (750, y), (80, 80, 215), 2)
    cv2.circle(page, (600, 800), 90, (50, 40, 205), 7)
    cv2.circle(page, (600, 800), 30, (50, 40, 205), -1)
    hidden, free = line("2026年1月2日", 500, 780, 220, 36, 0.99), line("2026年1月2日", 100, 330, 220, 36, 0.99)
    said = under_stamps(page, [free, hidden])
    assert [one.confidence for one in said] == [0.99, 0.8]
    (torn,) = under_stamps(page, [line("2026年1月", 340, 780, 150, 36, 0.99)])
    assert torn.confidence == 0.8
    clean = np.full((1000, 800, 3), 248, np.uint8)
    assert under_stamps(clean, [hidden]) == [hidden]
