"""What the lines themselves say about the page: cut off at an edge, or not Chinese. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kiosk.reading.result import Line, PageIssue

#: fraction of the page within which a line touches its edge, and lines that make it more than chance
_EDGE, _LEAST_CUT = 0.01, 3
#: the same above and below, where one line is enough when it is so wide
_RIM, _WIDE = 0.002, 0.3
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
#: characters from which a script can be told, part of them that is Chinese on a page for this reader, and the
#: confidence below which long text is not text the models know
_LEAST_LETTERS, _LEAST_CHINESE, _UNKNOWN = 30, 0.3, 0.62


def line_issues(lines: Sequence[Line]) -> Iterator[PageIssue]:
    """Judge an upright page by its lines."""
    if _cut_off(lines):
        yield PageIssue.CUT_OFF
    if _other_script(lines):
        yield PageIssue.OTHER_SCRIPT


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


def _other_script(lines: Sequence[Line]) -> bool:
    text = "".join(line.text for line in lines)
    letters = len(_LETTER.findall(text))
    if letters < _LEAST_LETTERS:
        return False
    if len(_CHINESE.findall(text)) < _LEAST_CHINESE * letters:
        return True
    whole = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) < _UNKNOWN * whole
