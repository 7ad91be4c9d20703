"""What the first page of the day would otherwise wait for: libraries loaded late, memory, the words of the language."""

from __future__ import annotations

import cv2
import numpy as np

from kiosk.reading.engine import TextEngine
from kiosk.reading.language import language
from kiosk.reading.pages import read_page

#: a sheet at 180 dpi on a darker table, tilted a little, so that every step of reading a page is taken once
_TABLE, _SHEET, _LINES = (2300, 1700), (2000, 1420), 20


def warm_up(engine: TextEngine) -> None:
    """Read one made-up page from bytes to text."""
    language()
    page = np.full((*_TABLE, 3), 70, np.uint8)
    top, left = (_TABLE[0] - _SHEET[0]) // 2, (_TABLE[1] - _SHEET[1]) // 2
    page[top : top + _SHEET[0], left : left + _SHEET[1]] = 250
    for row in range(_LINES):
        at = (left + 120, top + 200 + row * 80)
        cv2.putText(
            page, "2026 0123456789 abcdefgh 0123456789 abcdef", at, cv2.FONT_HERSHEY_SIMPLEX, 1.4, (20, 20, 20), 3
        )
    tilt = cv2.getRotationMatrix2D((_TABLE[1] / 2, _TABLE[0] / 2), 1.0, 1.0)
    tilted = cv2.warpAffine(page, tilt, _TABLE[::-1], borderValue=(70, 70, 70))
    read_page(engine, cv2.imencode(".jpg", tilted)[1].tobytes(), 0)
