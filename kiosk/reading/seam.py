"""Where two sheets meet that lie side by side: together they are found as one, wide sheet.

A seam runs from the upper to the lower edge, through both margins: a dark gap, or a step from one paper to the other. The
rule in the middle of a form ends with the form, and a fold has writing across it; whoever asks looks at the lines. On
made-up photographs every seam was seen along its whole length, the frame of a form along 0.95 of it at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from kiosk.reading.engine import FoundLine, Image

#: width over height of two sheets side by side; of one sheet on its side as well
_LEAST_WIDE, _MOST_WIDE = 1.15, 2.2
#: pixels of the longer side on which it is looked for; part of the height at both ends that is the rim of the photo
_LOOK_SIDE, _RIM = 640, 0.02
#: part of the width where it may be; part of its length that must be seen; pixels that it may lean, and by which it is tried
_FROM, _TO, _SEEN, _LEAN, _TRY = 0.36, 0.64, 0.97, 16, 2
#: levels of an evened page by which gap or step are told; pixels to both sides at which the papers are compared
_LEVELS, _BESIDE, _NEAR = 4.0, 5, (3, 4, 5)
#: lines on each side
_LEAST_LINES = 2


def two_side_by_side(shown: Image, lines: Sequence[FoundLine]) -> bool:
    """Tell whether an upright, evened page is two sheets with a seam that no line crosses; 40 ms, for wide pages only."""
    height, width = shown.shape[:2]
    if not _LEAST_WIDE <= width / height <= _MOST_WIDE:
        return False
    left, right = ([float(line.quad[:, 0].min()) for line in lines], [float(line.quad[:, 0].max()) for line in lines])
    return any(
        sum(end <= at for end in right) >= _LEAST_LINES
        and sum(begin >= at for begin in left) >= _LEAST_LINES
        and not any(begin < at < end for begin, end in zip(left, right, strict=True))
        for at in _seams(shown)
    )


def _seams(shown: Image) -> list[float]:
    """Pixels from the left at which a seam stands, measured half way down."""
    scale = _LOOK_SIDE / shown.shape[1]
    small = cv2.resize(shown, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (1, 9), 0).astype(np.float32)
    height, width = grey.shape
    grey = grey[round(height * _RIM) : round(height * (1 - _RIM))]

    def beside(by: int) -> Any:
        return np.roll(grey, -by, axis=1)

    gap = np.minimum(beside(-_BESIDE), beside(_BESIDE)) - np.minimum(np.minimum(beside(-1), beside(1)), grey)
    step = sum(beside(-by) - beside(by) for by in _NEAR) / len(_NEAR)
    first, last = round(width * _FROM), round(width * _TO)
    found = []
    for seen in (gap > _LEVELS, step > _LEVELS, step < -_LEVELS):
        # a seam wavers by a pixel
        mask = cv2.dilate(seen.astype(np.uint8), np.ones((1, 3), np.uint8)).astype(np.float32)
        for lean in range(-_LEAN, _LEAN + 1, _TRY):
            upright = np.array([[1, lean / len(mask), -lean / 2], [0, 1, 0]], np.float32)
            turned = cv2.warpAffine(mask, upright, (width, len(mask)), flags=cv2.INTER_NEAREST)
            along = turned.mean(axis=0)[first:last]
            if float(along.max()) >= _SEEN:
                found.append((first + int(along.argmax())) / scale)
    return found
