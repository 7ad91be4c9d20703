"""What the lines themselves say about the page: cut off at an edge, or not Chinese. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from kiosk.reading.engine import FoundLine, Quad
from kiosk.reading.result import Line, PageIssue

#: fraction of the page within which a line touches its edge, and lines that make it more than chance
_EDGE, _LEAST_CUT = 0.01, 3
#: the same above and below, where one line is enough when it is so wide
_RIM, _WIDE = 0.002, 0.3
#: width, letters and number of the lines of a sheet that tell how it lies; what the two may share of the page's width; how
#: much more they lean apart than the lines of each (0.025 is a degree and a half)
_LONG, _TELLING, _LEAST_SIDE, _OVER, _LEAST_LEAN = 0.12, 6, 4, 0.02, 0.025
#: heights of a line by which a strip is one, number of them, part of the letters that have room on them
_LINE_LIKE, _LEAST_UNREAD, _LEAST_READ = 3.0, 3, 0.2
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
#: characters from which a script can be told, part of them that is Chinese on a page for this reader, and the
#: confidence below which long text is not text the models know
_LEAST_LETTERS, _LEAST_CHINESE, _UNKNOWN = 30, 0.3, 0.62


def line_issues(lines: Sequence[Line]) -> Iterator[PageIssue]:
    """Judge an upright page by its lines."""
    if _cut_off(lines):
        yield PageIssue.CUT_OFF
    if _of_two_sheets(lines):
        yield PageIssue.SEVERAL_SHEETS
    if _other_script(lines):
        yield PageIssue.OTHER_SCRIPT


def unread(quads: Sequence[Quad], lines: Sequence[FoundLine]) -> bool:
    """Tell whether there are lines of writing on the page, and hardly one of their letters could be read."""
    sides = [(float(np.hypot(*(q[1] - q[0]))), float(np.hypot(*(q[3] - q[0])))) for q in quads]
    room = [width / height for width, height in sides if height > 0 and width > _LINE_LIKE * height]
    read = sum(sum(map(str.isalnum, line.text)) for line in lines if line.confidence >= _UNKNOWN)
    return len(room) >= _LEAST_UNREAD and read < _LEAST_READ * sum(room)


def _cut_off(lines: Sequence[Line]) -> bool:
    """Text that runs to the very edge went on beyond it: paper has margins."""
    left = sum(min(x for x, _ in line.box) <= _EDGE for line in lines)
    right = sum(max(x for x, _ in line.box) >= 1 - _EDGE for line in lines)
    if max(left, right) >= _LEAST_CUT:
        return True
    # one line lying on the upper or lower edge is enough, if it is a line and not a page number
    return any(
        (min(y for _, y in line.box) <= _RIM or max(y for _, y in line.box) >= 1 - _RIM)
        and max(x for x, _ in line.box) - min(x for x, _ in line.box) >= _WIDE
        for line in lines
    )


def _of_two_sheets(lines: Sequence[Line]) -> bool:
    """Tell whether what stands to the left and to the right leans differently: sheets that lie over each other."""
    long = [line for line in lines if abs(line.box[1][0] - line.box[0][0]) > _LONG and len(line.text) >= _TELLING]
    starts = sorted(line.box[0][0] for line in long)
    for before, after in pairwise(starts):
        left = [line for line in long if line.box[0][0] <= before]
        right = [line for line in long if line.box[0][0] >= after]
        apart = max((line.box[1][0] for line in left), default=1.0) <= min(line.box[0][0] for line in right) + _OVER
        if apart and min(len(left), len(right)) >= _LEAST_SIDE:
            lean = abs(median(map(_lean, left)) - median(map(_lean, right)))
            if lean > _LEAST_LEAN + max(_spread(left), _spread(right)):
                return True
    return False


def _lean(line: Line) -> float:
    """Slope of a line as height over width, in fractions of the page."""
    (x0, y0), (x1, y1) = line.box[0], line.box[1]
    return (y1 - y0) / max(1e-6, x1 - x0)


def _spread(lines: Sequence[Line]) -> float:
    middle = median(map(_lean, lines))
    return median(abs(_lean(line) - middle) for line in lines)


def _other_script(lines: Sequence[Line]) -> bool:
    text = "".join(line.text for line in lines)
    letters = len(_LETTER.findall(text))
    if letters < _LEAST_LETTERS:
        return False
    if len(_CHINESE.findall(text)) < _LEAST_CHINESE * letters:
        return True
    whole = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) < _UNKNOWN * whole
