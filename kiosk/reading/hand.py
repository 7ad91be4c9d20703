"""Handwriting told from print, line by line: by its ink, by how its letters dance, and by how level the strokes are.

A ballpoint writes blue. Letters of type stand on one level: the middles of neighbouring letters differ by one pixel or less
of a strip at reading height in 95 of 100 lines (354 lines of seven printing faces, photographed), those of four
handwriting-like faces by 1.5 and more in 95 of 100 (210 lines). Where there are too few letters to tell, and between the two,
the strokes do: type has exactly level ones, a hand draws them rising and bent. Of the gradient energy of nearly level edges
(within 20 degrees) the part that is level to 4 degrees was, on rendered pages of three printing faces in print and
photographed (388 lines), 0.35 and more in 98 of 100 lines, and on trembling brush-like writing (48 lines) 0.30 and less in
98 of 100; thin printed 明体 and 楷体 and regular handwriting overlap there. Rules of the paper are level whoever writes on
them and are left out: with them, nine in ten lines on red-ruled paper passed for type. Between the bounds nothing is said;
then the other lines of the page tell.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from kiosk.reading.engine import Image

#: level energy over nearly level energy: below it is a hand, above it is type
_HAND, _TYPE = 0.27, 0.42
#: below this it is a hand even where letters stand level
_STEEP = 0.15
#: pixels at reading height by which the middles of neighbouring letters differ, in the median: up to this it is type, from
#: this on a hand; letters that tell, and their least width and height: commas and pieces of letters stand anywhere
_STEADY, _DANCING, _LETTERS, _LEAST_WIDTH, _LEAST_HEIGHT = 1.0, 1.5, 5, 12, 20
#: levels by which blue leads red in the ink of a ballpoint, on evened paper; the darkest part of a strip is ink
_BLUE, _INK_PART = 25, 0.08
#: lines of a page that were told, and part of them by hand, from which those that were not are by hand too
_LEAST_TOLD, _MOSTLY = 4, 0.67
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
    if _ink_lead(strip) > _BLUE:
        return True
    level, dance = _level(strip), _dance(strip)
    if dance is not None and level is not None and level >= _STEEP:
        if dance >= _DANCING:
            return True
        if dance <= _STEADY:
            return False
    if level is None:
        return None
    if level < _HAND:
        return True
    return False if level > _TYPE else None


def with_the_page(told: Sequence[bool | None]) -> list[bool | None]:
    """What was told of each line of a page; on a page by hand what could not be told is by hand as well."""
    known = [one for one in told if one is not None]
    mostly = len(known) >= _LEAST_TOLD and sum(known) >= _MOSTLY * len(known)
    return [True if one is None and mostly else one for one in told]


def _ink_lead(strip: Image) -> float:
    """Levels by which blue leads red where the strip is darkest."""
    grey = cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY)
    ink = grey <= np.quantile(grey, _INK_PART)
    return float(strip[..., 0][ink].mean() - strip[..., 2][ink].mean())


def _dance(strip: Image) -> float | None:
    """Pixels by which neighbouring letters stand higher or lower than each other; None with too few of them."""
    _, ink = cv2.threshold(cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY), 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    edges = np.flatnonzero(np.diff(np.pad((ink.sum(axis=0) > 0).astype(np.int8), 1)))
    middles = []
    for begin, end in edges.reshape(-1, 2):
        rows = np.flatnonzero(ink[:, begin:end].any(axis=1))
        if end - begin >= _LEAST_WIDTH and rows[-1] - rows[0] >= _LEAST_HEIGHT:
            middles.append((rows[0] + rows[-1]) / 2)
    return float(np.median(np.abs(np.diff(middles)))) if len(middles) >= _LETTERS else None


def _level(strip: Image) -> float | None:
    """The part of nearly level edges that is level; None without any."""
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
    return float(energy[strong & (slope < _LEVEL)].sum()) / nearly


def _ruled(level: Image) -> Image:
    """Where the edges of a rule run: level ones that go on and on. A rule is level whoever writes on it."""
    # a rule that sinks or rises by a row goes on in the next
    joined = cv2.morphologyEx(
        cv2.dilate(level, np.ones((3, 1), np.uint8)), cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8)
    )
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, _RULE), np.uint8))
    ruled: Image = cv2.dilate(long, np.ones((3, 3), np.uint8)) > 0
    return ruled
