"""Thermal paper: strips of dots that a knife cuts into slips. Used for previews and by the virtual printer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from printers.layout.blocks import Align
from printers.profiles.profile import CELL_HEIGHT, CELL_WIDTH
from printers.render.columns import char_width
from printers.render.font import glyph
from printers.render.lines import TextLine

#: the knife stands 12 mm above the print head, so a slip begins with the paper between them
KNIFE_DOTS = 96
WHITE, BLACK = 1, 0


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters printed alike."""

    text: str
    bold: bool = False
    wide: int = 1
    tall: int = 1

    @property
    def dots(self) -> int:
        return sum(map(char_width, self.text)) * CELL_WIDTH * self.wide


class Paper:
    """A roll `dots` wide; rows are added at the head and leave at the knife."""

    def __init__(self, dots: int) -> None:
        self.dots = dots
        self._strips: list[Image.Image] = []
        self.feed(KNIFE_DOTS)

    @property
    def rows(self) -> int:
        """Rows since the last cut."""
        return sum(strip.height for strip in self._strips)

    def feed(self, dots: int) -> None:
        if dots > 0:
            self._strips.append(Image.new("1", (self.dots, dots), WHITE))

    def text(self, line: Sequence[Run], align: Align, pitch: int) -> None:
        """Print one line and feed `pitch` dots in all (never less than its tallest cell)."""
        strip = text_strip(self.dots, line, align)
        self._strips.append(strip)
        self.feed(pitch - strip.height)

    def picture(self, picture: Image.Image, align: Align) -> None:
        """Print a picture of mode "1"; what is wider than the paper is lost, as on a printer."""
        strip = Image.new("1", (self.dots, picture.height), WHITE)
        strip.paste(picture, (max(self.dots - picture.width, 0) // 2 if align is Align.CENTRE else 0, 0))
        self._strips.append(strip)

    def cut(self) -> Image.Image:
        """Cut at the knife and return the slip; what lies between head and knife starts the next one."""
        whole = self.peek()
        at = max(whole.height - KNIFE_DOTS, 0)
        self._strips = [whole.crop((0, at, self.dots, whole.height))]
        return whole.crop((0, 0, self.dots, at))

    def peek(self) -> Image.Image:
        """Return everything since the last cut."""
        whole = Image.new("1", (self.dots, max(self.rows, 1)), WHITE)
        y = 0
        for strip in self._strips:
            whole.paste(strip, (0, y))
            y += strip.height
        return whole


def runs(line: TextLine) -> tuple[Run, ...]:
    """Return a laid-out line as runs."""
    return tuple(Run(span.text, span.bold, line.wide, line.tall) for span in line.spans)


def text_strip(dots: int, line: Sequence[Run], align: Align) -> Image.Image:
    """Return one line of text as dots, as high as its tallest cell, standing on one baseline; raise `NoChineseFont`."""
    height = CELL_HEIGHT * max((run.tall for run in line), default=1)
    strip = Image.new("1", (dots, height), WHITE)
    x = before = max(dots - sum(run.dots for run in line), 0) // 2 if align is Align.CENTRE else 0
    for run in line:
        top = height - CELL_HEIGHT * run.tall
        for char in run.text:
            advance = char_width(char) * CELL_WIDTH * run.wide
            if char != " ":
                # A mark without width goes over the character before it.
                strip.paste(BLACK, (x if advance else before, top), glyph(char, run.wide, run.tall, run.bold))
            if advance:
                before = x
            x += advance
    return strip
