"""Small numbers are not shown: a village of one complaint cannot be read from a table. Pure.

One hidden number alone could be worked out from the sum beside it, so that the next smallest is hidden with it.
"""

from __future__ import annotations

from collections.abc import Sequence

#: fewer than so many are not shown; none at all tells nothing of anybody
LEAST = 5
HIDDEN = f"<{LEAST}"
ALSO_HIDDEN = "*"

#: a number, or how it is hidden
Shown = int | str


def suppress(column: Sequence[int]) -> tuple[Shown, ...]:
    """Return a column whose sum is known elsewhere, with what is small hidden."""
    small = {number for number, value in enumerate(column) if 0 < value < LEAST}
    more: set[int] = set()
    if len(small) == 1:
        others = [(value, number) for number, value in enumerate(column) if value >= LEAST]
        more = {min(others)[1]} if others else set()
    return tuple(
        HIDDEN if number in small else ALSO_HIDDEN if number in more else value for number, value in enumerate(column)
    )


def rate(part: int, whole: int) -> float | str:
    """Return percent with one decimal; hidden over a small whole, "–" over none."""
    if not whole:
        return "–"
    return HIDDEN if whole < LEAST else round(100 * part / whole, 1)
