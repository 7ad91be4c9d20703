"""The one protocol of OCR engines, and what is the same for all: cutting strips out of a page and reading them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, assert_never

import cv2
import numpy as np

from kiosk.reading.ctc import Strip
from kiosk.reading.engine_name import EngineName

#: bytes, BGR (rows x columns x 3) or grey (rows x columns); loosely typed because the stubs of cv2 are
Image = np.ndarray[Any, np.dtype[Any]]
#: four corners in pixels, clockwise from the top left of the text, 4 x 2
Quad = np.ndarray[Any, np.dtype[np.float32]]

#: text is recognised at this height
STRIP_HEIGHT = 48
#: a strip narrower than this has no room for one character
_MIN_SIDE = 6


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


def _length(a: Any, b: Any) -> float:
    return float(np.hypot(*(a - b)))
