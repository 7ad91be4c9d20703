"""Which way is up: quarter turns from the shape of the lines, half turns from a second look, small angles from both."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.reading.engine import Image, Quad

#: a strip this much longer than wide has a direction
_LONG = 1.8
#: angles in degrees that are worth turning the page for
_LEAST_ANGLE, _MOST_ANGLE = 0.25, 20.0


@dataclass(frozen=True, slots=True)
class Laid:
    """A page as shown, the same as read (red ink faded), and the strips found on both."""

    shown: Image
    read: Image
    quads: tuple[Quad, ...]


def quarter_turned(quads: Sequence[Quad]) -> bool:
    """Tell whether most of the text runs from top to bottom: the page lies on its side.

    A strip that leans beyond 45 degrees has its long side first, so its direction tells, not which side is longer.
    """
    across = down = 0.0
    for quad in quads:
        width, height = _sides(quad)
        if max(width, height) > _LONG * min(width, height):
            x, y = np.abs(quad[1] - quad[0] if width > height else quad[3] - quad[0])
            across, down = (across + x, down) if x > y else (across, down + y)
    return down > 2 * across


def turn_quarter(laid: Laid) -> Laid:
    """Turn clockwise by 90 degrees."""
    height = laid.read.shape[0]
    quads = tuple(
        np.stack([height - 1 - q[:, 1], q[:, 0]], axis=1)[[3, 0, 1, 2]].astype(np.float32) for q in laid.quads
    )
    return _both(laid, quads, lambda image: cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE))


def turn_half(laid: Laid) -> Laid:
    """Turn by 180 degrees."""
    height, width = laid.read.shape[:2]
    last = np.array([width - 1, height - 1], dtype=np.float32)
    quads = tuple((last - q)[[2, 3, 0, 1]].astype(np.float32) for q in laid.quads)
    return _both(laid, quads, lambda image: cv2.rotate(image, cv2.ROTATE_180))


def skew(quads: Sequence[Quad]) -> float:
    """Return the slope of the lines in degrees, clockwise positive; 0 when it is not worth turning."""
    slopes = [(math.degrees(math.atan2(*(q[1] - q[0])[::-1])), w) for q in quads for w, h in [_sides(q)] if w > 3 * h]
    if not slopes:
        return 0.0
    slopes.sort()
    half = sum(w for _, w in slopes) / 2
    reached = 0.0
    for slope, weight in slopes:
        reached += weight
        if reached >= half:
            return slope if _LEAST_ANGLE <= abs(slope) <= _MOST_ANGLE else 0.0
    return 0.0


def deskew(laid: Laid) -> Laid:
    """Turn the page by its skew; the canvas grows so that no corner is lost."""
    angle = skew(laid.quads)
    if angle == 0.0:
        return laid
    height, width = laid.read.shape[:2]
    matrix: Image = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    out_w, out_h = round(width * cos + height * sin), round(width * sin + height * cos)
    matrix = matrix + np.array([[0, 0, (out_w - width) / 2], [0, 0, (out_h - height) / 2]])
    quads = tuple((q @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32) for q in laid.quads)
    return _both(
        laid,
        quads,
        lambda image: cv2.warpAffine(
            image, matrix, (out_w, out_h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        ),
    )


def _both(laid: Laid, quads: tuple[Quad, ...], turn: Callable[[Image], Image]) -> Laid:
    shown = turn(laid.shown)
    return Laid(shown, shown if laid.read is laid.shown else turn(laid.read), quads)


def _sides(quad: Quad) -> tuple[float, float]:
    return float(np.hypot(*(quad[1] - quad[0]))), float(np.hypot(*(quad[3] - quad[0])))
