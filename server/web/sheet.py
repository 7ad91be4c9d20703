"""A page image with its words lying over it, as numbers for a drawing (SVG). Pure.

The words are drawn at their places with the width the machine saw, so that they can be selected where they stand; nothing
needs a style of its own, which the pages forbid.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.cases.leaves import Leaf

#: where the foot of Chinese characters stands in the height of a line
_FOOT = 0.84
#: characters are a little lower than the box around them
_BODY = 0.9


@dataclass(frozen=True, slots=True)
class Line:
    """Pixels of the image."""

    text: str
    left: float
    top: float
    width: float
    height: float
    foot: float
    size: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """`turn` in degrees to the right; width and height as the turned page has them."""

    width: int
    height: int
    image_width: int
    image_height: int
    transform: str
    lines: tuple[Line, ...]


def sheet(leaf: Leaf, turn: int) -> Sheet:
    """Return the drawing of a page turned by 0, 90, 180 or 270 degrees."""
    across = turn in (90, 270)
    width, height = (leaf.height, leaf.width) if across else (leaf.width, leaf.height)
    return Sheet(
        width, height, leaf.width, leaf.height, _transform(leaf, turn), tuple(_line(leaf, n) for n in _kept(leaf))
    )


def _kept(leaf: Leaf) -> list[int]:
    return [n for n, one in enumerate(leaf.lines) if one.text and one.region[2] > 0 and one.region[3] > 0]


def _line(leaf: Leaf, n: int) -> Line:
    one = leaf.lines[n]
    left, top, width, height = (
        round(share * size, 1) for share, size in zip(one.region, (leaf.width, leaf.height) * 2, strict=True)
    )
    return Line(one.text, left, top, width, height, round(top + height * _FOOT, 1), round(height * _BODY, 1))


def _transform(leaf: Leaf, turn: int) -> str:
    match turn:
        case 90:
            return f"translate({leaf.height} 0) rotate(90)"
        case 180:
            return f"translate({leaf.width} {leaf.height}) rotate(180)"
        case 270:
            return f"translate(0 {leaf.width}) rotate(270)"
        case _:
            return ""
