"""Find the sheet of paper on a table and lay it flat. When there is no clear sheet, the whole image is the page.

A bright silhouette on a dark table is found in a hundredth of a second; only without one are its edges looked for one by
one (`outline`, a tenth of a second).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from kiosk.reading.engine import Image, Quad
from kiosk.reading.outline import by_edges

#: longer side on which the outline is looked for
_LOOK_SIDE = 640
#: part of the image a sheet covers
_MIN_PART, _MAX_PART = 0.18, 0.97
#: how much of the outline's four-cornered hull the outline itself fills
_MIN_FILL = 0.90
#: grey levels by which paper and table differ along the edge
_MIN_STEP = 28.0
#: length over width of a sheet (1.41, and what perspective makes of it), cosine between its sides; a sheet that goes on in
#: the shadow is so much larger, and so many sides of its bright part lie on it, as parts of its size
_LEAST_LONG, _MOST_LONG, _SQUARE, _GROWS, _SHARED_SIDES, _ON_SIDE = 1.28, 1.56, 0.12, 1.1, 2, 0.03
#: a second sheet has at least this part of the first one's size, and so much room beside it by its width and height;
#: pixels from the rim within which it is cut
_ANOTHER, _ROOM, _RIM = 0.5, 0.6, 2.0


def flatten(image: Image) -> Image:
    """Return the sheet cut out and straightened, or `image` itself."""
    return straightened(image, find(image))


def straightened(image: Image, corners: Quad | None) -> Image:
    """Return what lies between these corners of `find`, straightened; without corners `image` itself."""
    if corners is None:
        return image
    width = round(max(_length(corners[0], corners[1]), _length(corners[3], corners[2])))
    height = round(max(_length(corners[0], corners[3]), _length(corners[1], corners[2])))
    goal = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, goal)
    flat: Image = cv2.warpPerspective(image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return flat


def find(image: Image) -> Quad | None:
    """Return the corners of the sheet, clockwise from the top left in pixels; None when none is clearly visible."""
    small, scale = _small(image)
    best = _by_silhouette(small)
    if best is None:
        best = by_edges(small)
    elif _odd(_clockwise(best)):
        # the edge of a shadow is one of the outline's sides, and what lies in it would be cut off
        whole = by_edges(small)
        best = whole if whole is not None and _goes_on(best, whole) else best
    if best is None:
        return None
    return np.asarray(_clockwise(best) / scale, dtype=np.float32)


def _small(image: Image) -> tuple[Image, float]:
    scale = min(1.0, _LOOK_SIDE / max(image.shape[:2]))
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), scale


def _by_silhouette(small: Image) -> Quad | None:
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    whole = float(small.shape[0] * small.shape[1])
    best, best_part = None, 0.0
    for mask in _masks(small, grey):
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        if not contours:
            continue
        outline = max(contours, key=cv2.contourArea)
        corners = _four_corners(outline)
        if corners is None:
            continue
        part = cv2.contourArea(corners) / whole
        fill = cv2.contourArea(outline) / max(1.0, cv2.contourArea(corners))
        if not _MIN_PART <= part <= _MAX_PART or fill < _MIN_FILL:
            continue
        # a shadow also makes an edge, but inside the sheet: the largest clear outline is the paper
        if part > best_part and _step(grey, corners) >= _MIN_STEP:
            best, best_part = corners, part
    return best


def _odd(corners: Quad) -> bool:
    """Tell whether a shape is not that of a sheet of the A or B series seen from above."""
    ways = np.roll(corners, -1, axis=0) - corners
    lengths = np.maximum(1.0, np.hypot(ways[:, 0], ways[:, 1]))
    turns = np.abs((ways * np.roll(ways, 1, axis=0)).sum(axis=1)) / (lengths * np.roll(lengths, 1))
    across, down = lengths[0] + lengths[2], lengths[1] + lengths[3]
    return not _LEAST_LONG <= max(across, down) / min(across, down) <= _MOST_LONG or float(turns.max()) > _SQUARE


def _goes_on(part: Quad, whole: Quad) -> bool:
    """Tell whether `whole` is larger than `part`, and two sides of `part` lie on its own."""
    if cv2.contourArea(whole) < _GROWS * cv2.contourArea(part):
        return False
    rim = whole.astype(np.float32)
    off = [abs(cv2.pointPolygonTest(rim, (float(x), float(y)), True)) for x, y in part]
    within = _ON_SIDE * float(np.sqrt(cv2.contourArea(whole)))
    shared = sum(
        off[i] < within
        and off[i - 1] < within
        and abs(cv2.pointPolygonTest(rim, _middle(part[i], part[i - 1]), True)) < within
        for i in range(4)
    )
    return shared >= _SHARED_SIDES


def _middle(a: Any, b: Any) -> tuple[float, float]:
    return float(a[0] + b[0]) / 2, float(a[1] + b[1]) / 2


def another(image: Image, corners: Quad) -> bool:
    """Tell whether a second whole sheet lies in view beside the one at `corners` or touches it (5 to 100 ms a side).

    Asked only where there is room for one. What is cut by the rim of the photo, or much smaller, lies about on a table.
    """
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    height, width = image.shape[:2]
    most_wide, most_high = max(left, width - right), max(top, height - bottom)
    if most_wide < _ROOM * (right - left) and most_high < _ROOM * (bottom - top):
        return False
    small, scale = _small(image)
    sheet = corners * scale
    height, width = small.shape[:2]
    left, top = np.clip(sheet.min(axis=0), 0, None).astype(int)
    right, bottom = np.ceil(np.minimum(sheet.max(axis=0), (width, height))).astype(int)
    for x0, y0, x1, y1 in (
        (0, 0, left, height),
        (right, 0, width, height),
        (0, 0, width, top),
        (0, bottom, width, height),
    ):
        if y1 - y0 < _ROOM * (bottom - top) or x1 - x0 < _ROOM * (right - left):
            continue
        part = np.ascontiguousarray(small[y0:y1, x0:x1])
        found = _by_silhouette(part)
        if found is None:
            found = by_edges(part)
        if found is None or cv2.contourArea(found) < _ANOTHER * cv2.contourArea(sheet):
            continue
        found = found + np.array([x0, y0], np.float32)
        if found.min() > _RIM and found[:, 0].max() < width - _RIM and found[:, 1].max() < height - _RIM:
            return True
    return False


def _masks(small: Image, grey: Image) -> Iterator[Image]:
    """Candidate pictures of where the sheet is: bright, colourless, both, or bounded by edges."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 2)
    closing = cv2.getStructuringElement(cv2.MORPH_RECT, (15, 15))
    _, bright = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield cv2.morphologyEx(bright, cv2.MORPH_CLOSE, closing)
    saturation = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2HSV)[..., 1], (0, 0), 3)
    _, pale = cv2.threshold(saturation, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    yield cv2.morphologyEx(pale, cv2.MORPH_CLOSE, closing)
    yield cv2.morphologyEx(cv2.bitwise_and(bright, pale), cv2.MORPH_CLOSE, closing)
    edges = cv2.dilate(cv2.Canny(smooth, 20, 60), np.ones((3, 3), np.uint8))
    yield _inside(edges)
    yield _inside(cv2.dilate(cv2.Canny(smooth, 8, 24), np.ones((3, 3), np.uint8)))


def _inside(edges: Image) -> Image:
    """Fill everything that cannot be reached from the rim of the image without crossing an edge."""
    framed = np.pad(edges, 1)
    fill = framed.copy()
    cv2.floodFill(fill, np.zeros((fill.shape[0] + 2, fill.shape[1] + 2), np.uint8), (0, 0), (255,))
    reached = cv2.bitwise_and(fill, cv2.bitwise_not(framed))
    inside: Image = cv2.bitwise_not(reached)[1:-1, 1:-1]
    return cv2.morphologyEx(inside, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))


def _four_corners(outline: Any) -> Quad | None:
    hull = cv2.convexHull(outline)
    around = cv2.arcLength(hull, True)
    for slack in (0.01, 0.02, 0.03, 0.05, 0.08):
        corners = cv2.approxPolyDP(hull, slack * around, True)
        if len(corners) == 4:
            return np.asarray(corners.reshape(4, 2), dtype=np.float32)
        if len(corners) < 4:
            return None
    return None


def _step(grey: Image, corners: Quad) -> float:
    """How much brighter the paper is than what surrounds it: the weakest of its sides, in grey levels."""
    height, width = grey.shape[:2]
    centre = corners.mean(axis=0)
    steps = []
    for i in range(4):
        a, b = corners[i], corners[(i + 1) % 4]
        inner, outer = [], []
        for part in np.linspace(0.1, 0.9, 17):
            point = a + (b - a) * part
            away = (point - centre) / max(1.0, _length(point, centre))
            within, beyond = point - away * 7, point + away * 7
            if 0 <= beyond[0] < width and 0 <= beyond[1] < height:
                inner.append(float(grey[int(np.clip(within[1], 0, height - 1)), int(np.clip(within[0], 0, width - 1))]))
                outer.append(float(grey[int(beyond[1]), int(beyond[0])]))
        if len(inner) >= 5:
            steps.append(float(np.median(inner) - np.median(outer)))
    # a side that runs along the rim of the photo shows no table and says nothing
    if len(steps) < 2:
        return 0.0
    return min(steps)


def _clockwise(corners: Quad) -> Quad:
    total, difference = corners.sum(axis=1), np.diff(corners, axis=1).ravel()
    return corners[[total.argmin(), difference.argmin(), total.argmax(), difference.argmax()]]


def _length(a: Any, b: Any) -> float:
    return float(np.hypot(*(a - b)))
