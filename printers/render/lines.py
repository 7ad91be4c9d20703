"""Blocks -> the physical lines of one paper width; the only place that wraps, indents and aligns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from printers.layout.blocks import Align, Block, Cut, Feed, Pair, Qr, Rule, Text
from printers.render.columns import cleaned, width, wrap

#: columns between a label and its value
GAP = 2


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of cleaned text; `wide` and `tall` 1 or 2 times the normal cell."""

    spans: tuple[Span, ...]
    wide: int = 1
    tall: int = 1
    align: Align = Align.LEFT

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    @property
    def columns(self) -> int:
        return width(self.text) * self.wide


@dataclass(frozen=True, slots=True)
class QrLine:
    data: str


@dataclass(frozen=True, slots=True)
class FeedLine:
    lines: int


@dataclass(frozen=True, slots=True)
class CutLine:
    pass


Line = TextLine | QrLine | FeedLine | CutLine


def flow(blocks: Iterable[Block], columns: int) -> tuple[Line, ...]:
    """Lay `blocks` into lines of at most `columns` (normal cells)."""
    lines: list[Line] = []
    for are_pairs, group in groupby(blocks, key=lambda block: isinstance(block, Pair)):
        if are_pairs:
            lines += _pair_lines([block for block in group if isinstance(block, Pair)], columns)
        else:
            for block in group:
                lines += _block_lines(block, columns)
    return tuple(lines)


def _block_lines(block: Block, columns: int) -> Iterator[Line]:
    match block:
        case Text():
            yield from _text_lines(block, columns)
        case Pair():
            yield from _pair_lines([block], columns)
        case Rule():
            yield TextLine((Span("-" * columns),))
        case Qr(data):
            if data := cleaned(data):
                yield QrLine(data)
        case Feed(lines):
            yield FeedLine(lines)
        case Cut():
            yield CutLine()
        case _:
            assert_never(block)


def _text_lines(block: Text, columns: int) -> Iterator[TextLine]:
    text = cleaned(block.text)
    wide = block.size
    if wide > 1 and any(columns // wide < width(word) <= columns for word in text.split()):
        # A number that would break at double width stays whole: narrow, but still double height.
        wide = 1
    # Bold strokes run together in squeezed letters.
    bold = block.bold and wide == block.size
    for line in wrap(text, columns // wide):
        yield TextLine((Span(line, bold),), wide=wide, tall=block.size, align=block.align)


def _pair_lines(pairs: list[Pair], columns: int) -> Iterator[TextLine]:
    """Set neighbouring pairs as one table: values in one column, wrapped under themselves."""
    labels = [cleaned(pair.label).replace("\n", " ") for pair in pairs]
    # Half the paper belongs to the values; a longer label gets a line of its own.
    indent = min(max(map(width, labels)) + GAP, columns // 2)
    for label, pair in zip(labels, pairs, strict=True):
        values = wrap(cleaned(pair.value), columns - indent)
        if width(label) + GAP > indent:
            for line in wrap(label, columns):
                yield TextLine((Span(line),))
            label = ""
        for value in values:
            yield TextLine((Span(label + " " * (indent - width(label))), Span(value, pair.bold)))
            label = ""
