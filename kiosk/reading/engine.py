"""The one protocol of OCR engines, and what is the same for all: cutting strips out of a page and reading them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, assert_never

import cv2
import numpy as np

from kiosk.reading.engine_name import EngineName

#: bytes, BGR (rows x columns x 3) or grey (rows x columns); loosely typed because the stubs of cv2 are
Image = np.ndarray[Any, np.dtype[Any]]
#: four corners in pixels, clockwise from the top left of the text, 4 x 2
Quad = np.ndarray[Any, np.dtype[np.float32]]

#: text is recognised at this height
STRIP_HEIGHT = 48
#: a strip read with less confidence is looked at again, with this part of its height more above and below
_SURE, _MORE_ROOM = 0.90, 0.12
#: a strip narrower than this has no room for one character
_MIN_SIDE = 6


@dataclass(frozen=True, slots=True)
class Strip:
    """What one strip of pixels says. `confidence` 0..1 is the mean over the characters of the best path."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One line on an image."""

    quad: Quad
    text: str
    confidence: float


class TextEngine(Protocol):
    """Finds text on a page and reads strips of it. One thread at a time."""

    @property
    def name(self) -> EngineName: ...

    def find(self, page: Image) -> list[Quad]:
        """Return the text strips of a page of at most 1280 pixels a side, in no order."""
        ...

    def read(self, strips: Sequence[Image]) -> list[Strip]:
        """Read strips of one line each, in their order; an unreadable one gives empty text."""
        ...


def open_engine(name: EngineName, models_dir: str | None, cache_dir: Path) -> TextEngine:
    """Load an engine: seconds of import and model loading. Raises `ModelsMissing` or `EngineMissing`."""
    match name:
        case EngineName.PADDLE:
            from kiosk.reading.paddle import PaddleEngine

            return PaddleEngine(models_dir, cache_dir)
        case EngineName.RAPID:
            from kiosk.reading.rapid import RapidEngine

            return RapidEngine(models_dir)
    assert_never(name)


def warm_up(engine: TextEngine) -> None:
    """Let the models claim their memory on empty paper, so that the first page of the day is as fast as the next."""
    engine.find(np.full((896, 640, 3), 255, np.uint8))
    engine.read([np.full((STRIP_HEIGHT, 960, 3), 255, np.uint8)] * 2)


def lines(engine: TextEngine, page: Image) -> list[FoundLine]:
    """Find and read everything on an upright page; lines without text are dropped."""
    return read_quads(engine, page, engine.find(page))


def read_quads(engine: TextEngine, page: Image, quads: Sequence[Quad]) -> list[FoundLine]:
    """Read the given strips of a page, in their order: the poor ones once more, with more room around them."""
    cuts = [(quad, strip) for quad in quads if (strip := cut(page, quad)) is not None]
    said = engine.read([strip for _, strip in cuts])
    poor = [i for i, one in enumerate(said) if one.confidence < _SURE]
    roomy = [strip for i in poor if (strip := cut(page, _roomier(cuts[i][0]))) is not None]
    for i, again in zip(poor, engine.read(roomy), strict=True):
        if again.confidence > said[i].confidence:
            said[i] = again
    return [
        FoundLine(quad, one.text, one.confidence) for (quad, _), one in zip(cuts, said, strict=True) if one.text.strip()
    ]


def cut(page: Image, quad: Quad) -> Image | None:
    """Straighten one strip out of the page at reading height; None when it has no area."""
    across = max(_length(quad[0], quad[1]), _length(quad[3], quad[2]))
    down = max(_length(quad[0], quad[3]), _length(quad[1], quad[2]))
    if across < _MIN_SIDE or down < _MIN_SIDE:
        return None
    width = max(_MIN_SIDE, round(across * STRIP_HEIGHT / down))
    goal = np.array([[0, 0], [width, 0], [width, STRIP_HEIGHT], [0, STRIP_HEIGHT]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), goal)
    smooth = cv2.INTER_LINEAR if down < STRIP_HEIGHT * 2 else cv2.INTER_AREA
    strip: Image = cv2.warpPerspective(
        page, matrix, (width, STRIP_HEIGHT), flags=smooth, borderMode=cv2.BORDER_REPLICATE
    )
    return strip


def _roomier(quad: Quad) -> Quad:
    """The strip with more paper around it: writing by hand leaves its line."""
    down = (quad[3] - quad[0] + quad[2] - quad[1]) / 2 * _MORE_ROOM
    return np.asarray(quad + np.stack([-down, -down, down, down]), dtype=np.float32)


def _length(a: Any, b: Any) -> float:
    return float(np.hypot(*(a - b)))
