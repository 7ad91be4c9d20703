"""One page from bytes to text: decode, lay flat, even the light, find text, turn upright, read, order.

Whatever the bytes are, the answer is a `PageText`; only a failing engine raises.

Where the time of a printed A4 page at 180 dpi goes (seconds of processor time over both cores, median of four pages of
ten to thirteen lines): finding lines 0.41, reading them 0.62, JPEG in and out 0.08, laying flat and evening 0.05, ruled
paper 0.06, everything else 0.08. What pays, against detection at 960 pixels and one recogniser of two threads (1.65 a
page): looking for lines at the size their letters need (1.2 a page, and small print is found that 960 misses); two
recognisers of one thread each, which also never spin while they wait. What does not: squeezing strips to 0.65 or 0.8
of their width saves a tenth and costs one to three characters in a thousand; batches cost more padding than they save.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

import cv2
import numpy as np

from kiosk.reading import light
from kiosk.reading.decode import decode
from kiosk.reading.engine import FoundLine, Image, Quad, TextEngine, cut
from kiosk.reading.hand import handwritten, with_the_page
from kiosk.reading.judge import line_issues, unread
from kiosk.reading.order import in_reading_order
from kiosk.reading.prints import under_stamps, without_prints
from kiosk.reading.recognise import read_quads
from kiosk.reading.result import Box, Line, PageIssue, PageText
from kiosk.reading.script import simplified
from kiosk.reading.seam import two_side_by_side
from kiosk.reading.sheet import another, find, flatten, straightened
from kiosk.reading.upright import Laid, deskew, quarter_turned, turn_half, turn_quarter

#: strips that settle which way is up, and what they score when it is
_PROBES, _UPRIGHT = 4, 0.85
#: strips are found on an image whose letters have this many pixels: with fewer, lines are missed or cut short
_FIND_LETTER = 11.2
#: pixels of its longer side; below, a note in the margin of a poster would be lost
_FIND_LEAST, _FIND_MOST = 640, 1280
#: pixels in all, whatever the shape: a square picture of 1280 a side would take a quarter more memory than everything else
_FIND_AREA = 1_000_000
#: less is noise: specks, stamp rests, paper fibre
_LEAST_CONFIDENCE, _LEAST_SHORT = 0.25, 0.55
#: letters that anything round or straight in a photograph is read as
_CHANCE = 2
#: mean confidence above which nobody need be told that the photo is soft
_READS_WELL = 0.88
_JPEG_QUALITY = 82


def read_page(engine: TextEngine, data: bytes, index: int, frame: int = 0) -> PageText:
    """Read one page. `index` is its place among the pages, `frame` its place in a file of several (`leaves`)."""
    begun = time.perf_counter()
    decoded = decode(data, frame)
    if isinstance(decoded, PageIssue):
        return PageText(index, (), (decoded,), b"", 0, 0, time.perf_counter() - begun)
    corners = find(decoded)
    flat = straightened(decoded, corners)
    evened = light.even(flat)
    issues = list(_light_issues(flat, evened))
    if corners is not None and another(decoded, corners):
        issues.append(PageIssue.SEVERAL_SHEETS)
    if PageIssue.BLANK in issues:
        return _result(index, Laid(evened, evened, ()), (), issues, begun)
    readable = light.without_red(evened)
    laid, found = _read_upright(engine, Laid(evened, readable, _find(engine, readable)))
    kept = under_stamps(laid.shown, without_prints([line for line in found if _says_something(line)]))
    if two_side_by_side(laid.shown, kept):
        issues.append(PageIssue.SEVERAL_SHEETS)
    if unread(laid.quads, kept):
        issues.append(PageIssue.OTHER_SCRIPT)
    elif sum(len(line.text.strip()) for line in kept) <= _CHANCE:
        issues.append(PageIssue.NO_TEXT)
    if _mean(kept) < _READS_WELL and light.blurred(evened):
        issues.append(PageIssue.BLURRED)
    return _result(index, laid, in_reading_order(kept), issues, begun)


def check_page(data: bytes, frame: int = 0) -> tuple[PageIssue, ...]:
    """Judge a page without reading it: a fraction of a second, no engine."""
    decoded = decode(data, frame)
    if isinstance(decoded, PageIssue):
        return (decoded,)
    flat = flatten(decoded)
    evened = light.even(flat)
    soft = (PageIssue.BLURRED,) if light.blurred(evened) and not light.blank(evened) else ()
    return (*_light_issues(flat, evened), *soft)


def _light_issues(flat: Image, evened: Image) -> Sequence[PageIssue]:
    if light.too_dark(flat):
        return (PageIssue.TOO_DARK,)
    if light.blank(evened):
        return (PageIssue.BLANK,)
    return (PageIssue.GLARE,) if light.glare(flat) else ()


def _find(engine: TextEngine, readable: Image) -> tuple[Quad, ...]:
    """Find the strips on an image no larger than its letters need: the detector's time is its image's area."""
    longer = max(readable.shape[:2])
    letter = light.letter_size(readable)
    wanted = longer * _FIND_LETTER / letter if letter else _FIND_LEAST
    height, width = readable.shape[:2]
    most = math.sqrt(_FIND_AREA / (height * width))
    scale = min(1.0, most, min(_FIND_MOST, max(_FIND_LEAST, wanted)) / longer)
    small = cv2.resize(readable, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else readable
    return tuple(quad / np.float32(scale) for quad in engine.find(small))


def _read_upright(engine: TextEngine, laid: Laid) -> tuple[Laid, list[FoundLine]]:
    if quarter_turned(laid.quads):
        laid = turn_quarter(laid)
        # lines that run down are found in pieces or not at all
        laid = Laid(laid.shown, laid.read, _find(engine, laid.read))
    laid = deskew(laid)
    probes = _probes(laid.quads)
    seen = read_quads(engine, laid.read, [laid.quads[i] for i in probes])
    if probes and _mean(seen) < _UPRIGHT:
        turned = turn_half(laid)
        again = read_quads(engine, turned.read, [turned.quads[i] for i in probes])
        if _weight(again) > _weight(seen):
            laid, seen = turned, again
    rest = [quad for i, quad in enumerate(laid.quads) if i not in probes]
    return laid, seen + read_quads(engine, laid.read, rest)


def _probes(quads: Sequence[Quad]) -> list[int]:
    """The strips most like lines of text, not too long to be read twice."""

    def oddity(i: int) -> float:
        across, down = float(np.hypot(*(quads[i][1] - quads[i][0]))), float(np.hypot(*(quads[i][3] - quads[i][0])))
        return abs(across / max(1.0, down) - 10.0)

    return sorted(range(len(quads)), key=oddity)[:_PROBES]


def _mean(lines: Sequence[FoundLine]) -> float:
    return sum(line.confidence for line in lines) / len(lines) if lines else 0.0


def _weight(lines: Sequence[FoundLine]) -> float:
    """Upside-down strips give few characters of low confidence."""
    return sum(line.confidence**2 * len(line.text) for line in lines)


def _says_something(line: FoundLine) -> bool:
    return line.confidence >= (_LEAST_SHORT if len(line.text.strip()) <= 2 else _LEAST_CONFIDENCE)


def _result(index: int, laid: Laid, lines: Sequence[FoundLine], issues: Sequence[PageIssue], begun: float) -> PageText:
    height, width = laid.shown.shape[:2]
    texts = simplified([line.text.strip() for line in lines])
    letter_paper = bool(lines) and light.letter_paper(laid.shown)
    hands = with_the_page([_by_hand(laid.read, line.quad, letter_paper) for line in lines])
    read = tuple(
        Line(text, _box(line.quad, width, height), round(line.confidence, 4), hand)
        for line, text, hand in zip(lines, texts, hands, strict=True)
    )
    issues = list(dict.fromkeys((*issues, *line_issues(read))))
    _, jpeg = cv2.imencode(".jpg", laid.shown, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return PageText(index, read, tuple(issues), jpeg.tobytes(), width, height, time.perf_counter() - begun)


def _by_hand(page: Image, quad: Quad, letter_paper: bool) -> bool | None:
    """Ruled letter paper is written on, unless the line is plainly type."""
    strip = cut(page, quad)
    told = None if strip is None else handwritten(strip)
    return True if letter_paper and told is None else told


def _box(quad: Quad, width: int, height: int) -> Box:
    def corner(i: int) -> tuple[float, float]:
        x, y = float(quad[i][0]) / width, float(quad[i][1]) / height
        return (round(min(1.0, max(0.0, x)), 5), round(min(1.0, max(0.0, y)), 5))

    return (corner(0), corner(1), corner(2), corner(3))
