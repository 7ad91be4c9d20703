"""What an A4 paper is made of: a closed set, as `blocks` is for slips. Sizes and margins belong to the renderer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: a table is this many units wide; the cells of a row add up to it
ROW_UNITS = 24


class Place(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the paper, large and centred."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of its own: document number, addressee, date. `place` is where it stands."""

    text: str
    place: Place = Place.LEFT
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, its first line two characters in."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Small print under a form."""

    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """White space of so many lines of running text."""

    lines: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A box of a table, `units` of `ROW_UNITS` wide, at least `lines` lines high; `label`: printed wording, centred."""

    text: str
    units: int
    label: bool = False
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes side by side; a tall row goes on over the page. `head`: stands again above what goes on over the page."""

    cells: tuple[Cell, ...]
    head: bool = False

    def __post_init__(self) -> None:
        if sum(cell.units for cell in self.cells) != ROW_UNITS:
            raise ValueError(f"一行各格之和应为 {ROW_UNITS} · The cells of a row must add up to {ROW_UNITS} units")


@dataclass(frozen=True, slots=True)
class Room:
    """What follows, a heading and so many rows of one line, begins on the next page when this one has no room for it and
    a page has."""

    rows: int


Part = Title | Line | Paragraph | Note | Gap | Row | Room


@dataclass(frozen=True, slots=True)
class Form:
    """An A4 paper. `reference` stands at the foot of every page; `copy` 0 is the original, n is 副本 n."""

    name: str
    parts: tuple[Part, ...]
    reference: str = ""
    copy: int = 0
