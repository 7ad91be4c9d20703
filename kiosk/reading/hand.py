"""Handwriting told from print, line by line, by how level the strokes are.

Type has exactly level strokes; a hand draws them rising and bent. Of the gradient energy of nearly level edges (within
20 degrees) the part that is level to 4 degrees was, on rendered pages of three printing faces in print and photographed
(388 lines), 0.35 and more in 98 of 100 lines, and on trembling brush-like writing (48 lines) 0.30 and less in 98 of 100.
Rules of the paper are level whoever writes on them and are left out: with them, nine in ten lines on red-ruled paper
passed for type. Between the two bounds nothing is said. Printed 楷体 rises as writing does and may be taken for it: then it
is confirmed once too often, never once too seldom.
"""

from __future__ import annotations

import cv2
import numpy as np

from kiosk.reading.engine import Image

#: level energy over nearly level energy: below it is a hand, above it is type
_HAND, _TYPE = 0.27, 0.42
#: degrees from level
_LEVEL, _NEARLY = 4.0, 20.0
#: a shorter strip (pixels at reading height, about three letters) says too little
_SHORTEST = 150
#: no stroke of a letter is as long (pixels at reading height), but a rule of letter paper is, with gaps up to this
_RULE, _GAP = 84, 7
#: edges weaker than this part of the strongest are paper and shadow
_WEAK = 0.25


def handwritten(strip: Image) -> bool | None:
    """Tell whether a straightened strip was written by hand; None when it cannot be told."""
    if strip.shape[1] < _SHORTEST:
        return None
    grey = cv2.GaussianBlur(cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY), (0, 0), 0.8).astype(np.float32)
    across, down = cv2.Sobel(grey, -1, 1, 0), cv2.Sobel(grey, -1, 0, 1)
    energy = cv2.magnitude(across, down)
    # the gradient stands upright on a level edge
    slope = np.degrees(np.arctan2(np.abs(across), np.abs(down)))
    strong = energy > _WEAK * float(energy.max())
    strong &= ~_ruled((strong & (slope < _NEARLY)).astype(np.uint8))
    nearly = float(energy[strong & (slope < _NEARLY)].sum())
    if nearly == 0.0:
        return None
    level = float(energy[strong & (slope < _LEVEL)].sum()) / nearly
    if level < _HAND:
        return True
    return False if level > _TYPE else None


def _ruled(level: Image) -> Image:
    """Where the edges of a rule run: level ones that go on and on. A rule is level whoever writes on it."""
    # a rule that sinks or rises by a row goes on in the next
    joined = cv2.morphologyEx(
        cv2.dilate(level, np.ones((3, 1), np.uint8)), cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8)
    )
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, _RULE), np.uint8))
    ruled: Image = cv2.dilate(long, np.ones((3, 3), np.uint8)) > 0
    return ruled
