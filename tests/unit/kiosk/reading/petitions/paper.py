"""Paragraphs set on pages as lines with boxes, and reading errors sown into them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from enum import StrEnum

from kiosk.reading.result import Line, PageText

#: full-width letters in a line, their width and the left margin as fractions of the page, lines on a page
COLUMN, LETTER, LEFT, ROWS = 30, 0.025, 0.12, 30
#: shapes that the recogniser takes for one another
_ALIKE = (
    "土士",
    "未末",
    "己已",
    "日曰",
    "人入",
    "大太",
    "天夫",
    "千干",
    "王玉",
    "目且",
    "东车",
    "住往",
    "未末",
    "免兔",
    "设没",
)
_DIGITS_ALIKE = ("17", "08", "38", "56")


class Noise(StrEnum):
    """How well it was read: characters wrong in a thousand are 0, 1 and 15."""

    CLEAN = "clean"
    PRINT = "print"
    HANDWRITING = "handwriting"


_RATE = {Noise.CLEAN: 0.0, Noise.PRINT: 0.001, Noise.HANDWRITING: 0.015}
_OTHERS = {a: b for pair in (*_ALIKE, *_DIGITS_ALIKE) for a, b in (pair, pair[::-1])}
_CHARACTERS = "的一是在了有和不我们工这中国地为上个说年来"


def set_pages(paragraphs: Sequence[str], noise: Noise, rng: random.Random) -> tuple[PageText, ...]:
    """Break paragraphs at the margin, tabs into cells, and pages after `ROWS` lines."""
    rows: list[list[tuple[str, float]]] = []
    for paragraph in paragraphs:
        if "\t" in paragraph:
            cells = paragraph.split("\t")
            rows.append([(cell, LEFT + n * 0.2) for n, cell in enumerate(cells)])
        else:
            rows.extend([row] for row in _wrapped(paragraph))
    pages = []
    for index, begin in enumerate(range(0, len(rows), ROWS)):
        lines = [
            _line(text, left, number, noise, rng)
            for number, row in enumerate(rows[begin : begin + ROWS])
            for text, left in row
        ]
        pages.append(PageText(index, tuple(lines), (), b"", 1488, 2105, 0.0))
    return tuple(pages)


def _wrapped(paragraph: str) -> list[tuple[str, float]]:
    text = paragraph.lstrip("　")
    indent = len(paragraph) - len(text)
    left, room = LEFT + indent * LETTER, float(COLUMN - indent)
    rows = []
    while text:
        taken, used = "", 0.0
        while text and (used + _width(text[0]) <= room or text[0] in "，。；、：）〕"):
            taken, text, used = taken + text[0], text[1:], used + _width(text[0])
        rows.append((taken, left))
        left, room = LEFT, float(COLUMN)
    return rows


def _line(text: str, left: float, row: int, noise: Noise, rng: random.Random) -> Line:
    said, sure = [], []
    for char in text:
        if rng.random() < _RATE[noise]:
            said.append(_OTHERS.get(char) or (rng.choice("0123456789") if char.isdigit() else rng.choice(_CHARACTERS)))
            sure.append(rng.uniform(0.35, 0.85))
        else:
            said.append(char)
            sure.append(rng.uniform(0.985, 1.0) if noise is not Noise.HANDWRITING else rng.uniform(0.85, 1.0))
    right = left + sum(map(_width, text)) * LETTER
    top, bottom = 0.05 + row * 0.03, 0.07 + row * 0.03
    box = ((left, top), (right, top), (right, bottom), (left, bottom))
    confidence = round(sum(sure) / len(sure), 4) if sure else 0.0
    return Line("".join(said), box, confidence, True if noise is Noise.HANDWRITING else None)


def _width(char: str) -> float:
    return 0.55 if char.isascii() else 1.0
