"""A QR code inside a page: one path of an SVG, because no picture may be inlined and none need be fetched."""

from __future__ import annotations

from dataclasses import dataclass

from printers.render.qr import matrix


@dataclass(frozen=True, slots=True)
class Drawn:
    """`path`: the dark modules, one unit each; `size`: modules of an edge, without the quiet zone."""

    path: str
    size: int


def path(text: str) -> Drawn:
    rows = matrix(text)
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, one in enumerate(row) if one)
    return Drawn(dark, len(rows))
