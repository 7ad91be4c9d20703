"""Marks on paper and the way it lies, as phones photograph them: washed-out grids, letterheads grown into one, leaning pages."""

from __future__ import annotations

import cv2
import numpy as np

from kiosk.reading import light
from kiosk.reading.upright import quarter_turned

RED = (45, 40, 205)


def test_a_red_grid_that_the_photo_washed_out_in_places_fades_as_a_whole() -> None:
    page = np.full((1400, 1000, 3), 248, np.uint8)
    for at in range(100, 900, 60):
        pale = (205, 205, 240) if at % 120 == 100 else (170, 165, 238)
        page[100:880, at : at + 3] = pale
        page[at : at + 3, 100:880] = pale
    page[500:506, 200:800] = 20
    read = light.without_red(page)
    assert np.percentile(read[110:480, 110:870], 1) > 230
    assert read[502, 210:790].max() < 90


def test_a_letterhead_whose_letters_touch_stays_although_red_runs_around_the_page() -> None:
    page = np.full((1400, 1000, 3), 248, np.uint8)
    cv2.rectangle(page, (4, 4), (995, 1395), RED, 4)
    for n in range(10):
        cv2.putText(page, "H", (150 + n * 62, 200), cv2.FONT_HERSHEY_SIMPLEX, 2.6, RED, 12)
    read = light.without_red(page)
    assert np.array_equal(read[100:240, 100:900], page[100:240, 100:900])
    assert read[700, 4].min() > 180


def test_a_page_on_its_side_that_leans_is_told_by_the_direction_of_its_lines() -> None:
    def strip(at: float, degrees: float) -> np.ndarray:
        turn = np.radians(degrees)
        along = np.array([np.cos(turn), np.sin(turn)]) * 900
        down = np.array([-np.sin(turn), np.cos(turn)]) * 60
        corner = np.array([at, 100.0])
        return np.array([corner, corner + along, corner + along + down, corner + down], np.float32)

    assert quarter_turned([strip(100.0 * n, 82.0) for n in range(6)])
    assert not quarter_turned([strip(100.0 * n, 8.0) for n in range(6)])
