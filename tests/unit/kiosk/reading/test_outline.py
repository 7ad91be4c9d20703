"""Sheets whose silhouette does not show: their four edges do."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk.reading.engine import Image
from kiosk.reading.outline import by_edges
from kiosk.reading.sheet import another, find

WIDE, HIGH = 480, 640
CORNERS = np.array([[70, 80], [415, 60], [440, 570], [50, 590]], np.float32)


def _table(grey: int, seed: int = 1) -> Image:
    noise = np.random.default_rng(seed).normal(0, 3, (HIGH, WIDE, 1))
    return np.clip(np.full((HIGH, WIDE, 3), grey, np.float32) + noise, 0, 255).astype(np.uint8)


def _chequered() -> Image:
    ys, xs = np.mgrid[0:HIGH, 0:WIDE]
    dark = ((xs // 40 + ys // 40) % 2)[..., None] == 1
    return np.where(dark, np.array([60, 60, 170]), np.array([200, 205, 210])).astype(np.uint8)


def _lay(table: Image, corners: np.ndarray, grey: int = 238) -> Image:
    """A written sheet on a table, with a fold across it."""
    photo = table.copy()
    cv2.fillConvexPoly(photo, corners.astype(np.int32), (grey, grey, grey), cv2.LINE_AA)
    for row in range(9):
        y = 170 + 24 * row
        cv2.putText(photo, "petition " * 3, (110, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (40, 40, 40), 1, cv2.LINE_AA)
    cv2.line(photo, (62, 400), (428, 395), (212, 212, 212), 3, cv2.LINE_AA)
    return cv2.GaussianBlur(photo, (0, 0), 1)


def _off(found: np.ndarray | None, corners: np.ndarray = CORNERS) -> float:
    """Pixels by which the worst corner is off."""
    assert found is not None
    return float(np.hypot(*(found - corners).T).max())


@pytest.mark.parametrize("table", [205, 216])
def test_a_sheet_on_a_light_table_is_found(table: int) -> None:
    assert _off(find(_lay(_table(table), CORNERS))) < 8


def test_a_sheet_on_a_chequered_cloth_is_found_and_the_bare_cloth_is_no_sheet() -> None:
    assert _off(by_edges(_lay(_chequered(), CORNERS))) < 8
    assert by_edges(_chequered()) is None


def test_a_finger_on_the_rim_and_a_second_sheet_beside_do_not_hide_the_sheet() -> None:
    photo = _lay(_table(60), CORNERS)
    cv2.fillConvexPoly(photo, np.array([[380, 0], [480, 0], [480, 90], [425, 50]], np.int32), (235, 235, 235))
    cv2.line(photo, (0, 330), (80, 330), (125, 155, 205), 30)
    assert _off(find(photo)) < 8


def test_a_side_that_lies_outside_the_photo_is_its_rim() -> None:
    corners = CORNERS + np.array([0, 90], np.float32)
    found = by_edges(_lay(_table(70), corners))
    assert found is not None and _off(found[:2], corners[:2]) < 8 and found[2:, 1].min() > HIGH - 10


def test_a_form_that_fills_the_picture_is_not_cut_to_its_frame() -> None:
    scan = _table(240)
    for y in range(80, 580, 60):
        cv2.rectangle(scan, (50, y), (430, y + 60), (30, 30, 30), 2)
    assert find(scan) is None
    assert find(_table(200)) is None


@pytest.mark.parametrize(("second", "seen"), [(((340, 60), (600, 420)), True), (((500, 60), (660, 420)), False)])
def test_a_second_whole_sheet_in_view_is_seen_and_one_cut_by_the_rim_is_not(
    second: tuple[tuple[int, int], tuple[int, int]], seen: bool
) -> None:
    table = np.full((480, 640, 3), 110, np.uint8)
    for begin, end in (((40, 50), (300, 410)), second):
        cv2.rectangle(table, begin, end, (238, 238, 238), -1)
    first = find(np.ascontiguousarray(table[:, :320]))
    assert first is not None
    assert another(table, first) is seen


@pytest.mark.parametrize("table", [205, 60])
def test_a_second_sheet_that_touches_the_first_is_seen_on_a_table_as_light_as_paper_too(table: int) -> None:
    photo = np.full((480, 640, 3), table, np.uint8)
    noise = np.random.default_rng(2).normal(0, 2, photo.shape)
    for left, right in ((60, 318), (322, 580)):
        cv2.rectangle(photo, (left, 50), (right, 410), (238, 238, 238), -1)
        for y in range(90, 300, 20):
            cv2.putText(photo, "petition " * 2, (left + 25, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (40, 40, 40), 1)
    photo = np.clip(cv2.GaussianBlur(photo, (0, 0), 1) + noise, 0, 255).astype(np.uint8)
    assert another(photo, np.array([[322, 50], [580, 50], [580, 410], [322, 410]], np.float32))
    assert not another(photo[:, 270:], np.array([[52, 50], [310, 50], [310, 410], [52, 410]], np.float32))


@pytest.mark.parametrize(("table", "depth"), [(150, 0.62), (180, 0.62), (180, 0.7), (60, 0.5)])
def test_a_hard_shadow_over_half_a_sheet_cuts_nothing_off(table: int, depth: float) -> None:
    photo = _lay(_table(table), CORNERS)
    xs = np.arange(WIDE, dtype=np.float32)
    light = 1 - depth / (1 + np.exp((260 - xs) / 5))
    shaded = np.clip(photo * light[None, :, None], 0, 255).astype(np.uint8)
    assert _off(find(shaded)) < 10
