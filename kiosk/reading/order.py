"""Reading order: columns from left to right, rows from top to bottom, within a row from left to right."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.reading.engine import FoundLine

#: two strips share a row when they overlap by this part of the lower one's height
_OVERLAP = 0.5
#: a column has so many lines, and this part of them fills this part of its width
_LEAST_LINES, _COLUMN_WIDE, _COLUMN_FILL = 5, 0.6, 0.7
#: part of all lines that may cross the gutter: titles
_MOST_CROSSING = 0.15


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
        if len(column) < _LEAST_LINES or wide < _COLUMN_WIDE * len(column):
            return None
    return at


def _by_rows(lines: Sequence[FoundLine]) -> list[FoundLine]:
    rows: list[list[FoundLine]] = []
    for line in sorted(lines, key=lambda found: float(found.quad[:, 1].mean())):
        row = next((r for r in reversed(rows[-3:]) if _same_row(r[-1], line)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    return [line for row in rows for line in sorted(row, key=_left)]


def _left(line: FoundLine) -> float:
    return float(line.quad[:, 0].min())


def _right(line: FoundLine) -> float:
    return float(line.quad[:, 0].max())


def _top(line: FoundLine) -> float:
    return float(line.quad[:2, 1].mean())


def _same_row(a: FoundLine, b: FoundLine) -> bool:
    a_top, a_end = float(a.quad[:2, 1].mean()), float(a.quad[2:, 1].mean())
    b_top, b_end = float(b.quad[:2, 1].mean()), float(b.quad[2:, 1].mean())
    shared = min(a_end, b_end) - max(a_top, b_top)
    return shared > _OVERLAP * max(1.0, min(a_end - a_top, b_end - b_top))
