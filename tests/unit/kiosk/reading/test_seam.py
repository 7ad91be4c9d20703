"""Two sheets that lie side by side and are found as one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk.reading.engine import FoundLine, Image
from kiosk.reading.seam import two_side_by_side

WIDE, HIGH = 1400, 1000


def _line(left: int, right: int, y: int) -> FoundLine:
    return FoundLine(np.array([[left, y], [right, y], [right, y + 30], [left, y + 30]], np.float32), "文字" * 6, 0.95)


#: two columns, as on two sheets or on one that is folded
APART = [_line(left, left + 480, y) for y in range(100, 700, 50) for left in (100, 800)]


def _paper(grey: int = 246) -> Image:
    return np.full((HIGH, WIDE, 3), grey, np.uint8)


def _touching(gap: int, second: int, lean: int) -> Image:
    page = _paper()
    right = np.array([[700 + lean, 0], [WIDE, 0], [WIDE, HIGH], [700 - lean, HIGH]])
    cv2.fillConvexPoly(page, right, (second,) * 3, cv2.LINE_AA)
    if gap:
        cv2.line(page, (700 + lean, 0), (700 - lean, HIGH), (170, 170, 170), gap, cv2.LINE_AA)
    return page


@pytest.mark.parametrize(("gap", "second", "lean"), [(3, 246, 0), (9, 240, 12), (0, 234, 0), (0, 234, -14)])
def test_a_gap_or_a_step_between_two_papers_is_a_seam(gap: int, second: int, lean: int) -> None:
    assert two_side_by_side(_touching(gap, second, lean), APART)


def test_what_a_line_of_writing_crosses_is_a_fold() -> None:
    assert not two_side_by_side(_touching(4, 246, 0), [*APART, _line(400, 1000, 800)])


def test_a_sheet_in_two_columns_and_a_form_with_a_rule_in_its_middle_are_one_sheet() -> None:
    form = _paper()
    cv2.rectangle(form, (60, 50), (WIDE - 60, HIGH - 50), (30, 30, 30), 3)
    cv2.line(form, (700, 50), (700, HIGH - 50), (30, 30, 30), 3)
    assert not two_side_by_side(_paper(), APART)
    assert not two_side_by_side(form, APART)


def test_an_upright_sheet_is_not_asked() -> None:
    folded = cv2.rotate(_touching(4, 246, 0), cv2.ROTATE_90_CLOCKWISE)
    assert not two_side_by_side(folded, APART)
