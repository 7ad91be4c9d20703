"""Forms -> A4 pages as PDF, set by the measures of GB/T 9704 (margins, type area, sizes, page numbers).

The same form gives the same bytes on the same machine: no clock and no random number goes in.
"""

from __future__ import annotations

import io
from typing import assert_never

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from printers.layout.forms import ROW_UNITS, Cell, Form, Gap, Line, Note, Paragraph, Part, Place, Room, Row, Title
from printers.render.columns import cleaned, width, wrap
from printers.render.typeface import MIDDLE, Typeface, typeface

#: GB/T 9704: 上 37 mm, 左 28 mm, 版心 156 × 225 mm, 22 lines of 28 characters of size 3, titles of size 2
TOP, LEFT = 37 * mm, 28 * mm
AREA_WIDTH, AREA_HEIGHT = 156 * mm, 225 * mm
LEADING = AREA_HEIGHT / 22
BODY_COLUMNS = 56
BODY = AREA_WIDTH / 28
TITLE = 22.0
NOTE, NOTE_LEADING = 9.0, 13.0
#: page numbers: size 4, one line under the type area
PAGE_NUMBER = 14.0
#: boxes are set smaller, or a registration would take three pages
CELL, CELL_LEADING = 10.5, 14.5
PAD_X, PAD_Y = 3.5, 3.5
HAIR = 0.6
#: a box is broken over the page only when at least so many lines stay on each side
MIN_LINES = 3
INDENT = "　　"
CONTINUED = "（续）"


def render_pdf(form: Form) -> bytes:
    """Return the form as a PDF file; raise `NoFormFont`, or `NoChineseFont` for a rare character without any font."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, lang="zh-CN")
    canvas.setTitle(form.name)
    setter = _Setter(canvas, typeface(), form)
    for part in form.parts:
        setter.set(part)
    setter.finish_page()
    canvas.save()
    return file.getvalue()


class _Setter:
    """Sets parts from the top of a page to its bottom, and goes on to the next."""

    def __init__(self, canvas: Canvas, face: Typeface, form: Form) -> None:
        self._canvas, self._face, self._form = canvas, face, form
        self._page = 1
        self._y = self._top = A4[1] - TOP
        self._bottom = self._top - AREA_HEIGHT
        self._in_table = False
        self._head: Row | None = None

    def set(self, part: Part) -> None:
        if self._in_table and not isinstance(part, Row):
            self._y -= NOTE_LEADING / 2
        self._in_table = isinstance(part, Row)
        self._head = self._head if self._in_table else None
        match part:
            case Title(text):
                self._lines(text, Place.CENTRE, TITLE, LEADING * 1.5, bold=True)
            case Line(text, place, bold):
                self._lines(text, place, BODY, LEADING, bold=bold)
            case Paragraph(text):
                self._lines(INDENT + text, Place.LEFT, BODY, LEADING)
            case Note(text):
                self._lines(text, Place.LEFT, NOTE, NOTE_LEADING)
            case Gap(lines):
                self._y -= lines * LEADING
            case Room(rows):
                height = 3 * LEADING + rows * (CELL_LEADING + 2 * PAD_Y)
                if self._y - self._bottom < height <= AREA_HEIGHT:
                    self._next_page()
            case Row():
                self._row(part)
            case _:
                assert_never(part)

    def finish_page(self) -> None:
        """Draw what stands around the type area, and end the page."""
        number = f"— {self._page} —"
        odd = self._page % 2 == 1
        foot = self._bottom - LEADING
        self._text(number, PAGE_NUMBER, Place.RIGHT if odd else Place.LEFT, foot)
        if self._form.reference:
            text = f"{self._form.name} {self._form.reference}"
            self._text(text, NOTE, Place.LEFT if odd else Place.RIGHT, foot)
        if self._form.copy:
            self._text(f"副本 {self._form.copy}", BODY, Place.RIGHT, self._top + 12 * mm, bold=True)
        self._canvas.showPage()

    def _next_page(self) -> None:
        self.finish_page()
        self._page += 1
        self._y = self._top

    def _lines(self, text: str, place: Place, size: float, leading: float, *, bold: bool = False) -> None:
        for line in wrap(cleaned(text), int(AREA_WIDTH / (size / 2) + 0.01)):
            if self._y - leading < self._bottom:
                self._next_page()
            self._text(line, size, place, self._y - leading / 2 - MIDDLE * size, bold=bold)
            self._y -= leading

    def _text(self, text: str, size: float, place: Place, baseline: float, *, bold: bool = False) -> None:
        space = AREA_WIDTH - width(text) * size / 2
        x = LEFT + {Place.LEFT: 0.0, Place.CENTRE: space / 2, Place.RIGHT: space - size}[place]
        self._face.draw(self._canvas, x, baseline, text, size, bold=bold)

    def _row(self, row: Row) -> None:
        if row.head:
            self._head = None
        left = [_cell_lines(cell) for cell in row.cells]
        needed = max(*(cell.lines for cell in row.cells), *map(len, left))
        first = True
        while True:
            room = int((self._y - self._bottom - 2 * PAD_Y) / CELL_LEADING)
            if needed <= room:
                self._boxes(row, left, needed, first)
                self._head = row if row.head else self._head
                return
            if room >= MIN_LINES and needed - room >= MIN_LINES and needed > 2 * MIN_LINES:
                self._boxes(row, [lines[:room] for lines in left], room, first)
                rest = zip(row.cells, left, strict=True)
                left = [[*_cell_lines(cell), CONTINUED] if cell.label else lines[room:] for cell, lines in rest]
                needed -= room
                first = False
            self._next_page()
            if self._head is not None:
                self._whole(self._head)

    def _whole(self, row: Row) -> None:
        texts = [_cell_lines(cell) for cell in row.cells]
        self._boxes(row, texts, max(*(cell.lines for cell in row.cells), *map(len, texts)), first=True)

    def _boxes(self, row: Row, texts: list[list[str]], lines: int, first: bool) -> None:
        height = lines * CELL_LEADING + 2 * PAD_Y
        x = LEFT
        for cell, text in zip(row.cells, texts, strict=True):
            across = AREA_WIDTH * cell.units / ROW_UNITS
            self._canvas.setLineWidth(HAIR)
            self._canvas.rect(x, self._y - height, across, height)
            # What is written in a tall box starts at its top, everything else stands in the middle.
            from_top = not cell.label and (cell.lines > 1 or not first)
            above = PAD_Y if from_top else (height - len(text) * CELL_LEADING) / 2
            for number, line in enumerate(text):
                space = across - width(line) * CELL / 2
                at = x + (space / 2 if cell.label else PAD_X)
                baseline = self._y - above - (number + 0.5) * CELL_LEADING - MIDDLE * CELL
                self._face.draw(self._canvas, at, baseline, line, CELL)
            x += across
        self._y -= height


def _cell_lines(cell: Cell) -> list[str]:
    """Return the lines of a box; a label that does not fit one line is broken into equal ones."""
    columns = int((AREA_WIDTH * cell.units / ROW_UNITS - 2 * PAD_X) / (CELL / 2))
    text = cleaned(cell.text)
    if cell.label and width(text) > columns:
        count = -(-width(text) // columns)
        columns = -(-width(text) // (2 * count)) * 2
    return wrap(text, columns)
