"""Stamps and thumb prints (捺印) on a page: what they hide is asked about, and none of them is read as a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from kiosk.reading.engine import FoundLine
from kiosk.reading.upright import Laid

#: levels by which a stamp was faded; part of a line that is stamp from which something may be hidden, and how sure such a
#: line is at most: then its values are asked about
_FADED, _HIDDEN, _HIDDEN_SURE = 40, 0.03, 0.8
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


def under_stamps(laid: Laid, lines: Sequence[FoundLine]) -> list[FoundLine]:
    """Doubt what stands under a stamp or thumb print, which may hide a figure."""
    if laid.read is laid.shown or not lines:
        return list(lines)
    faded = (cv2.absdiff(laid.shown, laid.read).max(axis=2) > _FADED).astype(np.uint8)
    # rules and letters in red are thinner
    stamps = cv2.morphologyEx(faded, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))

    def hidden(line: FoundLine) -> bool:
        x, y, width, height = cv2.boundingRect(line.quad)
        # the end of a line may lie wholly under the stamp beside it
        reach = round(_REACH * height)
        box = stamps[max(0, y) : y + height, max(0, x - reach) : x + width + reach]
        return box.size > 0 and float(box.mean()) > _HIDDEN

    return [
        replace(line, confidence=_HIDDEN_SURE) if line.confidence > _HIDDEN_SURE and hidden(line) else line
        for line in lines
    ]
