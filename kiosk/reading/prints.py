"""Stamps and thumb prints (捺印) on a page: what they hide is asked about, and none of them is read as a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from kiosk.reading.engine import FoundLine, Image

#: levels by which red ink exceeds the other channels; part of a line that is stamp from which something may be hidden, and
#: how sure such a line is at most: then its values are asked about
_RED, _HIDDEN, _HIDDEN_SURE = 45, 0.03, 0.8
#: heights of a line to both sides within which a stamp may hide letters of it
_REACH = 1.5
#: a thumb print that was read as letters: how many, in heights of a line, how sure at most
_PRINT_TEXT, _PRINT_TALL, _PRINT_SURE = 2, 1.8, 0.97


def without_prints(lines: Sequence[FoundLine]) -> list[FoundLine]:
    """Leave out thumb prints and the like that were read as a letter or two: taller than lines, and not sure."""
    tall = float(np.median([_height(line) for line in lines])) if lines else 0.0
    return [
        line
        for line in lines
        if len(line.text.strip()) > _PRINT_TEXT or _height(line) < _PRINT_TALL * tall or line.confidence > _PRINT_SURE
    ]


def _height(line: FoundLine) -> int:
    return int(cv2.boundingRect(line.quad)[3])


def under_stamps(shown: Image, lines: Sequence[FoundLine]) -> list[FoundLine]:
    """Doubt what stands under or at a stamp or thumb print of an evened page: it may hide a figure."""
    if not lines:
        return []
    small = cv2.resize(shown, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    blue, green, red = cv2.split(small)
    ink = (cv2.subtract(red, cv2.max(blue, green)) > _RED).astype(np.uint8)
    # a thumb print is ridges, a stamp a ring and letters; rules are thinner
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    stamps = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))

    def hidden(line: FoundLine) -> bool:
        x, y, width, height = (side // 2 for side in cv2.boundingRect(line.quad))
        # the end of a line may lie wholly under the stamp beside it
        reach = round(_REACH * height)
        box = stamps[max(0, y) : y + height, max(0, x - reach) : x + width + reach]
        return box.size > 0 and float(box.mean()) > _HIDDEN

    return [
        replace(line, confidence=_HIDDEN_SURE) if line.confidence > _HIDDEN_SURE and hidden(line) else line
        for line in lines
    ]
