"""Reading order: columns from left to right, rows from top to bottom, within a row from left to right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kiosk.reading.engine import FoundLine

#: two strips share a row when they overlap by this part of the lower one's height
_OVERLAP = 0.5
#: a column has so many lines, and this part of them fills this part of its width
_LEAST_LINES, _COLUMN_WIDE, _COLUMN_FILL = 5, 0.6, 0.7
#: the label of a form's cell; heights of a line within which the next one of the same cell begins
_LABEL, _CLOSE = re.compile(r"[\u4e00-\u9fa5]{2,8}[:：]?"), 2.2
#: part of all lines that may cross the gutter: titles; where none does, short lines (heads of letters, ends of paragraphs)
#: may be more, as long as this part, and so many, are as wide as running text
_MOST_CROSSING, _CLEAR_WIDE, _CLEAR_LINES = 0.15, 0.35, 4


def in_reading_order(lines: Sequence[FoundLine]) -> list[FoundLine]:
    """Sort the lines of a deskewed page. What stands above or below two columns over the whole width stays there."""
    split = _gutter(lines)
    if split is None:
        return _by_rows(lines)
    left = [line for line in lines if _right(line) <= split]
    right = [line for line in lines if _left(line) >= split]
    top = min(_top(line) for line in (*left, *right))
    across = [line for line in lines if _left(line) < split < _right(line)]
    head, foot = [line for line in across if _top(line) < top], [line for line in across if _top(line) >= top]
    return [*_by_rows(head), *_by_rows(left), *_by_rows(right), *_by_rows(foot)]


def _gutter(lines: Sequence[FoundLine]) -> float | None:
    """Where two columns of running text part; None for one column. Labels beside values are no columns."""
    if len(lines) < 2 * _LEAST_LINES:
        return None
    begin, end = min(map(_left, lines)), max(map(_right, lines))
    best: tuple[int, float] | None = None
    for step in range(35, 66):
        at = begin + (end - begin) * step / 100
        crossing = sum(_left(line) < at < _right(line) for line in lines)
        if best is None or crossing < best[0]:
            best = (crossing, at)
    if best is None or best[0] > _MOST_CROSSING * len(lines):
        return None
    at = best[1]
    for column in ([one for one in lines if _right(one) <= at], [one for one in lines if _left(one) >= at]):
        wide = sum(_right(one) - _left(one) > _COLUMN_FILL * (end - begin) / 2 for one in column)
        clear = best[0] == 0 and wide >= _CLEAR_LINES
        if len(column) < _LEAST_LINES or wide < (_CLEAR_WIDE if clear else _COLUMN_WIDE) * len(column):
            return None
    return at


def _by_rows(lines: Sequence[FoundLine]) -> list[FoundLine]:
    rows: list[list[FoundLine]] = []
    for line in sorted(lines, key=lambda found: float(found.quad[:, 1].mean())):
        row = next(
            (r for r in reversed(rows[-3:]) if _same_row(r[-1], line) and not any(_shares_width(o, line) for o in r)),
            None,
        )
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    return [line for row in _labels_first([sorted(row, key=_left) for row in rows]) for line in row]


def _labels_first(rows: list[list[FoundLine]]) -> list[list[FoundLine]]:
    """A label stands in the middle of its cell's height: it is read before the cell and not between its lines."""
    for at in range(1, len(rows)):
        label, *cell = rows[at]
        above = cell or rows[at - 1]
        begin = _left(above[0]) if above else 0.0
        if len(cell) > 1 or not _LABEL.fullmatch(label.text.strip()) or _right(label) > begin:
            continue
        first, last = _reach(rows, at, begin, -1), _reach(rows, at, begin, 1)
        beside = [line for row in rows[first : last + 1] for line in row if line is not label]
        if first < at and abs(_middle(label) - (_middle(beside[0]) + _middle(beside[-1])) / 2) < _height(label):
            rows[first], rows[at] = [label, *rows[first]], cell
    return rows


def _reach(rows: Sequence[Sequence[FoundLine]], at: int, begin: float, step: int) -> int:
    """The outermost row of a cell: single lines that begin at `begin`, one close below the other."""
    reached = at
    while 0 <= (nearby := reached + step) < len(rows) and len(rows[nearby]) == 1:
        (line,) = rows[nearby]
        near = abs(_middle(line) - _middle(rows[reached][-1])) < _CLOSE * _height(line)
        if not near or abs(_left(line) - begin) > _height(line):
            break
        reached = nearby
    return reached


def _middle(line: FoundLine) -> float:
    return float(line.quad[:, 1].mean())


def _height(line: FoundLine) -> float:
    return float(line.quad[2:, 1].mean() - line.quad[:2, 1].mean())


def _left(line: FoundLine) -> float:
    return float(line.quad[:, 0].min())


def _right(line: FoundLine) -> float:
    return float(line.quad[:, 0].max())


def _top(line: FoundLine) -> float:
    return float(line.quad[:2, 1].mean())


def _shares_width(a: FoundLine, b: FoundLine) -> bool:
    """Tell whether one stands above the other: the two lines of a cell may both overlap the label in the middle."""
    shared = min(_right(a), _right(b)) - max(_left(a), _left(b))
    return shared > _OVERLAP * min(_right(a) - _left(a), _right(b) - _left(b))


def _same_row(a: FoundLine, b: FoundLine) -> bool:
    a_top, a_end = float(a.quad[:2, 1].mean()), float(a.quad[2:, 1].mean())
    b_top, b_end = float(b.quad[:2, 1].mean()), float(b.quad[2:, 1].mean())
    shared = min(a_end, b_end) - max(a_top, b_top)
    return shared > _OVERLAP * max(1.0, min(a_end - a_top, b_end - b_top))
