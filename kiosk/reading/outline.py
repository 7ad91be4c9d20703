"""The outline of a sheet from its four edges, where brightness alone does not part it from the table.

A light table, a checked cloth, a newspaper or other sheets beneath, a finger on the rim, a side outside the photo: each
breaks a silhouette, but leaves most of every edge. Long straight lines are collected, each with what it shows along
its way: a step from darker to brighter, and paper that differs on its two sides. Every combination of four lines is
judged by how much of each side is such a step. A fold, a ruled line or the frame of a form has the same paper on both
sides and is no edge; chequers change sign from field to field. A side may also be the rim of the photo.

On 88 made-up photographs of nine kinds of table (folds, fingers, shadows, clutter, other sheets): the silhouette alone
found 41 sheets, with this 81; the others were cut too wide rather than too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from kiosk.reading.engine import Image, Quad

Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]

#: pixels of the shortest piece of an edge; directions and distances within which pieces are one line
_LEAST_PIECE, _SAME_WAY, _SAME_PLACE = 22.0, 0.98, 5.0
#: lines looked at in each direction, and kept for each of the four sides
_LINES, _KEPT = 40, 14
#: grey levels across the edge itself; how far from the edge paper and table are compared, in pixels
_STEP, _BESIDE = 1.5, (9, 16, 24)
#: grey levels by which paper and table differ along a whole side, and up to which more counts as better
_LEAST_CONTRAST, _FULL_CONTRAST = 4.3, 16.0
#: part of a side that must be seen; the same as the mean of the sides inside the photo: half of a chequered line is seen
_LEAST_SEEN, _LEAST_MEAN = 0.4, 0.75
#: what a side on the rim of the photo counts for, and how many there may be
_RIM_SEEN, _RIM_CONTRAST, _MOST_RIMS = 0.72, 5.0, 2
#: part of the image a sheet covers; part of its longer side that a corner may lie outside
_LEAST_PART, _MOST_PART, _OUTSIDE = 0.2, 0.97, 0.13


@dataclass(frozen=True, slots=True)
class _Lines:
    """Candidates for one side: x*nx + y*ny = rho, one a row. The last is the rim of the photo."""

    #: n x 3
    normals: Floats
    #: sums from the beginning of the line, n x (length + 1)
    seen: Floats
    contrast: Floats


def by_edges(small: Image) -> Quad | None:
    """Return the corners of a sheet, clockwise from the top left, on an image of about 640 pixels; None without one."""
    channels = (small.min(axis=2), cv2.cvtColor(small, cv2.COLOR_BGR2GRAY))
    return max(map(_in_channel, channels), key=lambda found: found[0])[1]


def _in_channel(channel: Image) -> tuple[float, Quad | None]:
    even = cv2.createCLAHE(4.0, (4, 4)).apply(cv2.GaussianBlur(channel, (0, 0), 1.2))
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE, 0.8).detect(even)[0]
    if found is None:
        return 0.0, None
    pieces = found[:, 0, :]
    run = np.abs(pieces[:, 2:] - pieces[:, :2])
    pieces, run = (one[np.hypot(run[:, 0], run[:, 1]) >= _LEAST_PIECE] for one in (pieces, run))
    smooth = cv2.GaussianBlur(channel, (0, 0), 1.4)
    slopes = (cv2.Sobel(smooth, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(smooth, cv2.CV_32F, 0, 1) / 8)
    # the brightness of the paper itself, without what is written on it
    paper = cv2.medianBlur(cv2.dilate(channel, np.ones((5, 5), np.uint8)), 9).astype(np.float32)
    upright = run[:, 1] > run[:, 0]
    height, width = channel.shape
    left, right = _sides(pieces[upright], slopes, paper, width - 1, upright=True)
    top, bottom = _sides(pieces[~upright], slopes, paper, height - 1, upright=False)
    return _best(left, right, top, bottom, height, width)


def _sides(
    pieces: Floats, slopes: tuple[Image, Image], paper: Image, end: int, *, upright: bool
) -> tuple[_Lines, _Lines]:
    """Candidates for the left and right, or upper and lower side."""
    lines = _joined(pieces)
    looks = [_along(line, slopes, paper, upright) for line in lines]
    length = paper.shape[0 if upright else 1]
    chosen = []
    for sign, rim in ((1, 0), (-1, end)):
        worth = [float(((sign * step > _STEP) * np.clip(sign * by + 2, 0, 12)).sum()) for step, by in looks]
        best = sorted(range(len(lines)), key=lambda i: -worth[i])[:_KEPT]
        normals = [lines[i] for i in best] + [np.array([1.0, 0.0, rim] if upright else [0.0, 1.0, rim])]
        seen, contrast = np.zeros((2, len(best) + 1, length + 1))
        for row, i in enumerate(best):
            step, by = looks[i]
            seen[row, 1:] = np.cumsum(sign * step > _STEP)
            contrast[row, 1:] = np.cumsum(np.clip(sign * by, -10, 25))
        chosen.append(_Lines(np.array(normals), seen, contrast))
    return chosen[0], chosen[1]


def _joined(pieces: Floats) -> list[Floats]:
    """Lines through pieces that lie on one, the longest first: (nx, ny, rho) with nx, or ny, positive."""
    run = pieces[:, 2:] - pieces[:, :2]
    lengths = np.hypot(run[:, 0], run[:, 1])
    normals = np.stack([-run[:, 1], run[:, 0]], axis=1) / lengths[:, None]
    normals[np.where(np.abs(normals[:, 0]) > np.abs(normals[:, 1]), normals[:, 0], normals[:, 1]) < 0] *= -1
    places = (normals * (pieces[:, :2] + pieces[:, 2:]) / 2).sum(axis=1)
    free = np.ones(len(pieces), bool)
    lines: list[tuple[float, Floats]] = []
    for i in np.argsort(-lengths):
        if not free[i]:
            continue
        off = np.maximum(*(np.abs(pieces[:, k : k + 2] @ normals[i] - places[i]) for k in (0, 2)))
        same = free & (normals @ normals[i] > _SAME_WAY) & (off < _SAME_PLACE)
        ends = np.concatenate([pieces[same, :2], pieces[same, 2:]])
        weights = np.concatenate([lengths[same]] * 2)[:, None]
        centre = (ends * weights).sum(axis=0) / weights.sum()
        normal = np.linalg.svd((ends - centre) * np.sqrt(weights), full_matrices=False)[2][1]
        normal = -normal if normal @ normals[i] < 0 else normal
        lines.append((float(lengths[same].sum()), np.array([*normal, normal @ centre])))
        free &= ~same
    lines.sort(key=lambda line: -line[0])
    return [line for _, line in lines[:_LINES]]


def _along(line: Floats, slopes: tuple[Image, Image], paper: Image, upright: bool) -> tuple[Floats, Floats]:
    """The step across the line and what differs beside it, for each row (or column); 0 outside the image."""
    height, width = paper.shape
    nx, ny, rho = line
    if upright:
        ys = np.arange(height)
        xs = (rho - ny * ys) / nx
    else:
        xs = np.arange(width)
        ys = (rho - nx * xs) / ny
    outside = (xs < 0) | (xs >= width) | (ys < 0) | (ys >= height)

    def place(by: float) -> tuple[Any, Any]:
        rows = np.clip(np.rint(ys + by * ny), 0, height - 1).astype(int)
        return rows, np.clip(np.rint(xs + by * nx), 0, width - 1).astype(int)

    near = [place(by) for by in range(-3, 4)]
    across, down = (np.stack([slope[at] for at in near]) for slope in slopes)
    steps = across * nx + down * ny
    # an edge of something else that only crosses the line
    steps[np.abs(steps) < 0.85 * np.hypot(across, down)] = 0
    step = np.take_along_axis(steps, np.abs(steps).argmax(axis=0)[None], axis=0)[0]
    beside = sum(paper[place(by)] - paper[place(-by)] for by in _BESIDE) / len(_BESIDE)
    return np.where(outside, 0, step), np.where(outside, 0, beside)


def _best(
    left: _Lines, right: _Lines, top: _Lines, bottom: _Lines, height: int, width: int
) -> tuple[float, Quad | None]:
    sides = (left, right, top, bottom)
    ways = np.meshgrid(*(range(len(side.normals)) for side in sides), indexing="ij")
    at_left, at_right, at_top, at_bottom = (way.ravel() for way in ways)
    corners = np.stack(
        [
            _crossings(left, top)[at_left, at_top],
            _crossings(right, top)[at_right, at_top],
            _crossings(right, bottom)[at_right, at_bottom],
            _crossings(left, bottom)[at_left, at_bottom],
        ],
        axis=1,
    )
    room = _OUTSIDE * max(height, width)
    across = np.minimum(corners[:, 1, 0] - corners[:, 0, 0], corners[:, 2, 0] - corners[:, 3, 0])
    down = np.minimum(corners[:, 3, 1] - corners[:, 0, 1], corners[:, 2, 1] - corners[:, 1, 1])
    likely = (across > 0.15 * width) & (down > 0.15 * height)
    likely &= (corners > -room).all(axis=(1, 2)) & (corners < np.array([width, height]) + room).all(axis=(1, 2))
    chosen = [way[likely] for way in (at_left, at_right, at_top, at_bottom)]
    corners = corners[likely]
    if not len(corners):
        return 0.0, None
    # a side from corner to corner: rows for the upright ones, columns for the others
    spans = ((0, 3, 1), (1, 2, 1), (0, 1, 0), (3, 2, 0))
    seen, contrast = (
        np.stack(
            [
                _mean(sums, way, corners[:, a, axis], corners[:, b, axis])
                for sums, way, (a, b, axis) in zip(of, chosen, spans, strict=True)
            ],
            axis=1,
        )
        for of in ([side.seen for side in sides], [side.contrast for side in sides])
    )
    rim = np.stack([way == len(side.normals) - 1 for way, side in zip(chosen, sides, strict=True)], axis=1)
    plain = np.where(rim, 0, seen).sum(axis=1) / np.maximum(1, (~rim).sum(axis=1))
    seen, contrast = np.where(rim, _RIM_SEEN, seen), np.where(rim, _RIM_CONTRAST, contrast)
    diagonals = corners[:, [2, 3]] - corners[:, [0, 1]]
    part = np.abs(diagonals[:, 0, 0] * diagonals[:, 1, 1] - diagonals[:, 0, 1] * diagonals[:, 1, 0]) / 2
    part /= height * width
    good = (seen.min(axis=1) > _LEAST_SEEN) & (plain > _LEAST_MEAN)
    good &= (contrast.min(axis=1) > _LEAST_CONTRAST) & (rim.sum(axis=1) <= _MOST_RIMS)
    good &= (part > _LEAST_PART) & (part < _MOST_PART)
    clear = np.clip(contrast, 0, _FULL_CONTRAST).mean(axis=1) / _FULL_CONTRAST
    score = np.where(good, seen.mean(axis=1) + 0.5 * seen.min(axis=1) + 0.5 * clear + 0.6 * np.sqrt(part), 0)
    best = int(score.argmax())
    return float(score[best]), corners[best].astype(np.float32) if score[best] > 0 else None


def _crossings(a: _Lines, b: _Lines) -> Floats:
    """Where each line of `a` meets each of `b`, n x m x 2; they are never parallel."""
    one, other = a.normals[:, None, :], b.normals[None, :, :]
    turn = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    turn = np.where(np.abs(turn) < 1e-6, 1e-6, turn)
    x = one[..., 2] * other[..., 1] - one[..., 1] * other[..., 2]
    y = one[..., 0] * other[..., 2] - one[..., 2] * other[..., 0]
    crossings: Floats = np.stack([x / turn, y / turn], axis=-1)
    return crossings


def _mean(sums: Floats, way: Sequence[int] | Any, begin: Floats, end: Floats) -> Floats:
    """Mean over a stretch of each line, as far as it lies inside the image."""
    last = sums.shape[1] - 1
    first, beyond = (np.clip(at, 0, last).astype(int) for at in (begin, end))
    mean: Floats = (sums[way, beyond] - sums[way, first]) / np.maximum(1, beyond - first)
    return mean
