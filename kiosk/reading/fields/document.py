"""The pages of a petition as one text in which every character knows the place it stood.

Lines that continue are joined, so that a value broken by a line end is whole again; paragraphs end with a newline.
Full-width digits, letters and colons become half-width, one character for one, so positions stay true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from kiosk.reading.result import Line, PageIssue, PageText, Region, Source

_HALF: dict[int, int] = {
    c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_HALF |= str.maketrans("：∶﹕︰（）﹙﹚．＋－／％＝＊✕✖╳", "::::()().+-/%=*×××")
#: begins a paragraph whatever the layout looks like
_STARTS = re.compile(
    r"(?:[(]?[1-9]\d?[)、.．](?!\d)|[一二三四五六七八九十]{1,3}[、.．]|[(][一二三四五六七八九十]{1,3}[)]|[①-⑳])"
    r"|(?:被?(?:信访|申诉|反映|举报|控告|申请|上访|投诉|求助|写信)(?:人|单位|对象)|姓名|住址|地址|家庭住址|现住址|电话|联系电话|联系方式"
    r"|身份证号?码?|公民身份号码|性别|民族|请求事项|诉求|事实[与和及]理由|证据目录)(?=[:：\n (（]|$)"
    r"|此致|敬礼|附件?|尊敬的|联名|签名"
)
#: a line this many letter heights short of the margin ends its paragraph; the same to the right begins one
_SHORT, _INDENT = 2.2, 1.2
#: a date that stands alone is a signature's, at the right margin: nothing goes on after it
_DATE_ALONE = re.compile(r"(?:19|20)\d{2} ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,2} ?日?$")
#: nor do figures go on after a whole identity or telephone number
_NUMBER_WHOLE = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})\n\d")
#: no paragraph begins with the unit of a figure
_FIGURE_END, _UNIT_FIRST = re.compile(r"\d$"), re.compile(r"[年月元万亩岁㎡]|日(?!前|常)|平方|号(?!召)")
#: letters between the margin and a cell beside its label; part of the letter size within which lines begin alike
_CELL, _ALIKE = 4.0, 0.6
#: an address that goes on below itself, beside its label, as identity cards have it; letters between label and value
_ADDRESS_LABEL, _VALUE = re.compile(r"(?:家庭|现|户籍)?(?:住 ?址|地 ?址)"), (1.2, 6.0)
#: letters this much taller than the body are a title
_LARGE = 1.2
#: letters in a line of the narrowest column
_NARROWEST = 13
#: a value parted from its first or last figures by the end of a line
_TORN_BEFORE, _TORN_AFTER = re.compile(r"[\d.,]\n\d"), re.compile(r"[\d年月]\n\d")
#: certainty missing in a line, in characters, from which one of them is taken for misread
_MISSING = 0.45
#: what makes every value of a page one to ask about: it may be half of itself, of another paper, or no such word
_UNSURE = frozenset({PageIssue.SEVERAL_SHEETS, PageIssue.CUT_OFF, PageIssue.OTHER_SCRIPT})
#: characters from which a line tells how wide its letters are
_TELLING = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one character stood."""

    page: int
    line: int
    #: left and right edge as fractions of the line's width
    left: float
    right: float


class Document:
    """All pages joined. `text` is normalised, `raw` is as read; both have the same length."""

    def __init__(self, pages: Sequence[PageText]) -> None:
        self._lines: dict[tuple[int, int], Line] = {}
        raw: list[str] = []
        self._spots: list[Spot | None] = []
        self._unsure = {page.index for page in pages if _UNSURE & set(page.issues)}
        before: Line | None = None
        for page in pages:
            margins = _Margins(page.lines)
            for number, line in enumerate(page.lines):
                self._lines[page.index, number] = line
                if before is not None and (not margins.continues(before, line) or _STARTS.match(_normal(line.text))):
                    raw.append("\n")
                    self._spots.append(None)
                for char, spot in _place(line, page.index, number):
                    raw.append(char)
                    self._spots.append(spot)
                before = line
        self.raw = "".join(raw)
        self.text = _normal(self.raw)

    def value(self, start: int, end: int) -> str:
        """The words as written, without line ends and outer spaces."""
        return self.raw[start:end].replace("\n", "").strip()

    def page(self, start: int, end: int) -> int:
        """Index of the page on which a span begins."""
        return next((spot.page for spot in self._spots[start:end] if spot), 0)

    def confidence(self, start: int, end: int) -> float:
        """Confidence of the least certain line of a span, 0..1."""
        touched = self._touched(start, end)
        return min((self._lines[key].confidence for key in touched), default=0.0)

    def misread(self, start: int, end: int) -> bool:
        """Tell whether a line of the span has a character that was likely misread.

        A line's confidence is the mean of its characters', so in a long line one wrong character hardly lowers it: what
        is missing to certainty, summed over the characters, does not grow thin with length.
        """
        return any(
            (1 - line.confidence) * len(line.text) > _MISSING
            for line in (self._lines[key] for key in self._touched(start, end))
        )

    def unsure(self, start: int, end: int) -> bool:
        """Tell whether a span stands on a page with more than one sheet, cut off, or in a script that is not known."""
        return any(spot.page in self._unsure for spot in self._spots[start:end] if spot)

    def torn_before(self, start: int) -> bool:
        """Tell whether the line before a span ends with figures and the span goes on with some."""
        return bool(_TORN_BEFORE.match(self.text, max(0, start - 2)))

    def torn_after(self, end: int) -> bool:
        """Tell whether a span ends with a figure at the end of a line, and the next line goes on with one."""
        return bool(_TORN_AFTER.match(self.text, max(0, end - 1)))

    def ends_line(self, end: int) -> bool:
        """Tell whether a span ends where a line of the paper does."""
        here = next((spot for spot in reversed(self._spots[:end]) if spot), None)
        after = next((spot for spot in self._spots[end:] if spot), None)
        return after is None or here is None or (here.page, here.line) != (after.page, after.line)

    def trust(self, start: int, end: int) -> float:
        """Confidence for choosing between places that say the same thing: print is preferred to handwriting."""
        hand = self.source(start, end) is Source.HANDWRITING
        return self.confidence(start, end) * (0.8 if hand else 1.0)

    def mean_confidence(self) -> float:
        """Mean over all lines; 0 for no text."""
        return mean(line.confidence for line in self._lines.values()) if self._lines else 0.0

    def source(self, start: int, end: int) -> Source:
        """Handwriting as soon as one of the lines is."""
        hand = any(self._lines[key].handwriting for key in self._touched(start, end))
        return Source.HANDWRITING if hand else Source.PRINT

    def region(self, start: int, end: int) -> Region | None:
        """Rectangle around a span on the page where it begins, as fractions; None for an empty span."""
        page = self.page(start, end)
        boxes = []
        for key in self._touched(start, end):
            if key[0] != page:
                continue
            spots = [s for s in self._spots[start:end] if s and (s.page, s.line) == key]
            box = self._lines[key].box
            left, right = min(x for x, _ in box), max(x for x, _ in box)
            wide = right - left
            boxes.append(
                (
                    left + wide * min(s.left for s in spots),
                    min(y for _, y in box),
                    left + wide * max(s.right for s in spots),
                    max(y for _, y in box),
                )
            )
        if not boxes:
            return None
        x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
        x1, y1 = max(b[2] for b in boxes), max(b[3] for b in boxes)
        return (round(x0, 5), round(y0, 5), round(x1 - x0, 5), round(y1 - y0, 5))

    def _touched(self, start: int, end: int) -> list[tuple[int, int]]:
        return list(dict.fromkeys((spot.page, spot.line) for spot in self._spots[start:end] if spot))


class _Margins:
    """The column of text on one page, in fractions of it."""

    def __init__(self, lines: Sequence[Line]) -> None:
        pitches = [pitch for line in lines if (pitch := _pitch(line))]
        #: width of a letter as a fraction of the page's width; line boxes are too coarse to tell it by their height
        self._letter = median(pitches) if pitches else 0.025
        self._tall = median(_bottom(line) - _top(line) for line in lines) if lines else 0.02
        # a title in larger letters may be wider than the column
        body = [line for line in lines if _pitch(line) < _LARGE * self._letter] or list(lines)
        lefts = sorted(_left(line) for line in body)
        self._left = lefts[len(lefts) // 10] if lefts else 0.0
        # a few short lines do not make a margin
        self._right = max((*(_right(line) for line in body), self._left + _NARROWEST * self._letter))
        self._first = lines[0] if lines else None
        self._lines = lines

    def continues(self, before: Line, line: Line) -> bool:
        """Tell whether `line` goes on in the sentence of the one before it."""
        if line is self._first:
            # over the page break only the beginning of the new page can be judged
            return _left(line) < self._left + _INDENT * self._letter and not before.text.endswith(tuple("。！？：:;；"))
        if min(_bottom(before), _bottom(line)) - max(_top(before), _top(line)) > 0.5 * self._tall:
            return _left(line) - _right(before) < 1.5 * self._letter
        large, next_large = (_pitch(one) > _LARGE * self._letter for one in (before, line))
        if large or next_large:
            # a title over two lines is centred, so margins say nothing
            return large and next_large
        if self._in_cell(before, line) or self._below_value(before, line):
            return True
        if _FIGURE_END.search(before.text) and _UNIT_FIRST.match(line.text):
            return _left(line) < self._left + _INDENT * self._letter
        if _NUMBER_WHOLE.search(f"{_normal(before.text)}\n{_normal(line.text)[:1]}"):
            return False
        full = _right(before) > self._right - _SHORT * self._letter and not _DATE_ALONE.match(_normal(before.text))
        return full and _left(line) < self._left + _INDENT * self._letter

    def _below_value(self, before: Line, line: Line) -> bool:
        """Tell whether `line` goes on with the address of the line before it, set in under its first letter."""
        label = _ADDRESS_LABEL.match(_normal(before.text))
        if label is None or len(before.text) < label.end() + _TELLING or _STARTS.match(_normal(line.text)):
            return False
        least, most = (_left(before) + by * self._letter for by in _VALUE)
        return least < _left(line) < most and _top(line) - _bottom(before) < self._tall

    def _in_cell(self, before: Line, line: Line) -> bool:
        """Tell whether two lines are one sentence in the cell of a form, beside its label."""
        begin = _left(before)
        if begin < self._left + _CELL * self._letter or abs(_left(line) - begin) > _ALIKE * self._letter:
            return False
        if _top(line) - _bottom(before) > self._tall:
            return False
        end = max(_right(one) for one in self._lines if abs(_left(one) - begin) <= _ALIKE * self._letter)
        return end - begin >= _NARROWEST * self._letter and _right(before) > end - _SHORT * self._letter


def _normal(text: str) -> str:
    return text.translate(_HALF)


def _place(line: Line, page: int, number: int) -> list[tuple[str, Spot]]:
    """Spread the characters over the line's width; drop spaces that are not between two half-width characters."""
    text = line.text
    widths = _widths(text)
    whole = sum(widths) or 1.0
    placed, reached = [], 0.0
    for i, (char, width) in enumerate(zip(text, widths, strict=True)):
        spot = Spot(page, number, reached / whole, (reached + width) / whole)
        reached += width
        if char.isspace():
            around = text[i - 1 : i] + text[i + 1 : i + 2]
            if len(around) < 2 or not (around.isascii() and around.isalnum()):
                continue
            char = " "
        placed.append((char, spot))
    return placed


def _pitch(line: Line) -> float:
    """Width of a full-width letter; 0 for a line too short to tell."""
    return (_right(line) - _left(line)) / sum(_widths(line.text)) if len(line.text) >= _TELLING else 0.0


def _widths(text: str) -> list[float]:
    return [0.55 if char.isascii() else 1.0 for char in text]


def _left(line: Line) -> float:
    return min(x for x, _ in line.box)


def _right(line: Line) -> float:
    return max(x for x, _ in line.box)


def _top(line: Line) -> float:
    return min(y for _, y in line.box)


def _bottom(line: Line) -> float:
    return max(y for _, y in line.box)
