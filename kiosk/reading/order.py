"""Reading order: rows from top to bottom, within a row from left to right."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.reading.engine import FoundLine

#: two strips share a row when they overlap by this part of the lower one's height
_OVERLAP = 0.5


def in_reading_order(lines: Sequence[FoundLine]) -> list[FoundLine]:
    """Sort the lines of a deskewed page of one column."""
    rows: list[list[FoundLine]] = []
    for line in sorted(lines, key=lambda found: float(found.quad[:, 1].mean())):
        row = next((r for r in reversed(rows[-3:]) if _same_row(r[-1], line)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    return [line for row in rows for line in sorted(row, key=lambda found: float(found.quad[:, 0].min()))]


def _same_row(a: FoundLine, b: FoundLine) -> bool:
    a_top, a_end = float(a.quad[:2, 1].mean()), float(a.quad[2:, 1].mean())
    b_top, b_end = float(b.quad[:2, 1].mean()), float(b.quad[2:, 1].mean())
    shared = min(a_end, b_end) - max(a_top, b_top)
    return shared > _OVERLAP * max(1.0, min(a_end - a_top, b_end - b_top))
