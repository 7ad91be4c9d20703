"""Reading the strips of a page: once, and where the reader is not sure, a second time and with the language asked.

What was tried on stand-in handwriting (`kiosk.bench.hand_pages`; errors in a hundred characters on 20 pages of careful
and 15 pages of hasty writing): the best path alone 2.3 and 12.6; the surest of nine crops and contrasts 2.1; the language
over one crop 1.6 and 10.9; over a narrower crop as well, the likelier of the two 1.4 and 9.6. A crop with more room, ink
as it was photographed, stretched in contrast or sharpened, wider or narrower letters: each worse alone and hardly better
beside the others (the third crop that helped most: 1.4 and 9.3, for as much time again). So two crops are looked at, and
only where the first left doubt. That no look wins by losing a letter inside the line costs 0.1 and keeps names whole.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np

from kiosk.reading.beam import Reading, likely
from kiosk.reading.ctc import Strip
from kiosk.reading.engine import FoundLine, Image, Quad, TextEngine, cut
from kiosk.reading.language import language

#: parts of the found height added above and below: the detector, on its small image, cuts off commas and the feet of
#: figures (measured in docs/reading.md)
_ROOM_ABOVE, _ROOM_BELOW = 0.05, 0.12
#: a strip with more doubt is cut out again
_DOUBTFUL = 0.5
#: the second crop: parts of the strip's height less above and below (the next line's strokes), more at both ends
_LESS_ROOM, _MORE_ENDS = 0.08, 0.10


def lines(engine: TextEngine, page: Image) -> list[FoundLine]:
    """Find and read everything on an upright page; lines without text are dropped."""
    return read_quads(engine, page, engine.find(page))


def read_quads(engine: TextEngine, page: Image, quads: Sequence[Quad]) -> list[FoundLine]:
    """Read the given strips of a page, in their order; strips without text are dropped."""
    cuts = [(quad, strip) for quad in quads if (strip := cut(page, _roomier(quad))) is not None]
    said = engine.read([strip for _, strip in cuts])
    poor = [i for i, one in enumerate(said) if one.doubt > _DOUBTFUL]
    second = {i: strip for i in poor if (strip := cut(page, _narrower(_roomier(cuts[i][0])))) is not None}
    again = dict(zip(second, engine.read(list(second.values())), strict=True))
    settled = [_settled(one, again.get(i)) if one.lattice is not None else one for i, one in enumerate(said)]
    return [
        FoundLine(quad, one.text, one.confidence)
        for (quad, _), one in zip(cuts, settled, strict=True)
        if one.text.strip()
    ]


def _settled(first: Strip, second: Strip | None) -> Strip:
    """The likelier text of one or two looks at one strip."""
    looks = [first] if second is None else [first, second]
    surer = max(looks, key=lambda strip: strip.confidence)
    readings = sorted(map(_reading, looks), key=_each, reverse=True)
    # a look that lost a letter in the middle of the line is no better for being surer of the rest
    best = next((other for other in readings[1:] if _lost(readings[0].text, other.text)), readings[0])
    # what the language decided against the ink is not as sure as what the ink says
    same = SequenceMatcher(None, surer.text, best.text, autojunk=False).ratio()
    return Strip(best.text, surer.confidence * same)


def _reading(strip: Strip) -> Reading:
    """A look without doubt needs no language and beats one with doubt; an empty one beats nothing."""
    if strip.lattice is None:
        return Reading(strip.text, math.inf if strip.text else -math.inf)
    return likely(strip.lattice, language())


def _lost(text: str, other: str) -> bool:
    """Tell whether `text` is `other` without some letters inside it."""
    if len(text) >= len(other) or text[:1] != other[:1] or text[-1:] != other[-1:]:
        return False
    rest = iter(other)
    return all(char in rest for char in text)


def _each(reading: Reading) -> float:
    """The score a character has: a crop that lost the end of the line must not win by saying less."""
    return reading.score / max(1, len(reading.text))


def _roomier(quad: Quad) -> Quad:
    down = (quad[3] - quad[0] + quad[2] - quad[1]) / 2
    above, below = down * _ROOM_ABOVE, down * _ROOM_BELOW
    return np.asarray(quad + np.stack([-above, -above, below, below]), dtype=np.float32)


def _narrower(quad: Quad) -> Quad:
    down = (quad[3] - quad[0] + quad[2] - quad[1]) / 2
    across = quad[1] - quad[0]
    ends = across / max(1.0, float(np.hypot(*across))) * float(np.hypot(*down)) * _MORE_ENDS
    less = down * _LESS_ROOM
    return np.asarray(quad + np.stack([less - ends, less + ends, ends - less, -ends - less]), dtype=np.float32)
