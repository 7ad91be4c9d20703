"""The typeface of A4 papers: a TrueType face with hanzi that can be embedded, so that every printer prints alike."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Final

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from printers.render.columns import char_width
from printers.render.font import large_glyph

#: 仿宋 as GB/T 9704 asks for where the system has it (Kylin, UOS), else 宋体; outlines of OpenType/CFF fonts (Noto CJK)
#: cannot be embedded
KNOWN_FACES = (
    "/usr/share/fonts/truetype/simfang.ttf",
    "/usr/share/fonts/zh_CN/TrueType/simfang.ttf",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
)
#: faces of Taiwan's school set stop and enumeration comma in the middle of the cell; here they belong to the lower left (em)
MOVED = {"UMingCN": {"。": (-0.3, -0.27), "、": (-0.3, -0.27)}}
#: hanzi stand from 0.12 em under the baseline to 0.88 em above it
MIDDLE = 0.38
#: stroke of bold letters, in em; such faces have no bold cut
BOLD_STROKE = 0.03
FILL_AND_STROKE: Final = 2
#: dots of the picture of a character the face lacks: 600 dpi at 16 pt
PICTURE_DOTS = 132


class NoFormFont(RuntimeError):
    """No font on this machine can be embedded in a PDF and has hanzi."""

    cause = "本机没有可嵌入 PDF 的中文字体 · No Chinese TrueType font on this machine"
    remedy = "安装 fonts-arphic-uming：sudo apt-get install fonts-arphic-uming · Install the package fonts-arphic-uming"

    def __init__(self) -> None:
        super().__init__(f"{self.cause}；{self.remedy}")


class Typeface:
    """Draws cleaned text in cells of half an em, as ruled paper has them; what the face lacks is drawn as a picture."""

    def __init__(self, font: TTFont) -> None:
        self._name = font.fontName
        self._glyphs = font.face.charToGlyph
        self._widths = font.face.charWidths
        self._default_width = font.face.defaultWidth
        self._cells: dict[str, tuple[int, float]] = {}
        self._moved: dict[str, tuple[float, float]] = MOVED.get(font.face.name.decode("ascii", "replace"), {})

    def draw(self, canvas: Canvas, x: float, baseline: float, text: str, size: float, *, bold: bool = False) -> None:
        """Draw `text` from `x` on; every column is half of `size` wide."""
        canvas.saveState()
        pen = canvas.beginText()
        pen.setFont(self._name, size)
        if bold:
            pen.setTextRenderMode(FILL_AND_STROKE)
            canvas.setLineWidth(size * BOLD_STROKE)
        before = x
        for run, cell in self._runs(text, size):
            at = x if cell else before
            if self._has(run[0]):
                self._place(pen, at, baseline, run, cell, size)
            else:
                canvas.drawImage(_picture(run), at, baseline - 0.12 * size, size, size)
            if cell:
                before = x + cell * (len(run) - 1)
            x += cell * len(run)
        canvas.drawText(pen)
        canvas.restoreState()

    def _runs(self, text: str, size: float) -> list[tuple[str, float]]:
        """Split into runs that can be drawn in one go, each with the width of its cells."""
        runs: list[tuple[str, float]] = []
        before = False
        for char in text:
            columns, off = self._cells.get(char) or self._cell(char)
            cell = columns * size / 2
            # whether the characters stand in their cells by themselves
            fills = off * size < 0.01
            if runs and fills and before and runs[-1][1] == cell:
                runs[-1] = (runs[-1][0] + char, cell)
            else:
                runs.append((char, cell))
            before = fills
        return runs

    def _cell(self, char: str) -> tuple[int, float]:
        """Return the columns of a character, and how far from them its own width is (em)."""
        columns = char_width(char)
        exact = self._has(char) and char not in self._moved
        found = columns, abs(self._width(char) / 1000 - columns / 2) if exact else math.inf
        self._cells[char] = found
        return found

    def _place(self, pen: PDFTextObject, x: float, baseline: float, run: str, cell: float, size: float) -> None:
        # A character narrower or wider than its cell stands in the middle of it.
        right, up = self._moved.get(run, (0.0, 0.0))
        pen.setTextOrigin(x + (cell - self._width(run[0]) * size / 1000) / 2 + right * size, baseline + up * size)
        pen.textOut(run)

    def _has(self, char: str) -> bool:
        return ord(char) in self._glyphs

    def _width(self, char: str) -> float:
        return float(self._widths.get(ord(char), self._default_width))


@lru_cache(maxsize=1)
def typeface() -> Typeface:
    """Return the best face of this machine; raise `NoFormFont`."""
    for path in KNOWN_FACES:
        if Path(path).is_file():
            try:
                font = TTFont("form", path, subfontIndex=0)
            except TTFError:
                continue
            pdfmetrics.registerFont(font)
            return Typeface(font)
    raise NoFormFont


@lru_cache(maxsize=256)
def _picture(char: str) -> ImageReader:
    return ImageReader(large_glyph(char, PICTURE_DOTS))
