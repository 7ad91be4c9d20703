"""What somebody wrote with a finger: the recognition model of the pages, asked for more than its first guess."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from kiosk.reading import models
from kiosk.reading.engine import STRIP_HEIGHT, Image
from kiosk.reading.result import Stroke

#: how many characters are offered
LIMIT = 10
#: strokes of a scribble beyond these are left out, so that nobody can keep the reader busy
MAX_STROKES, MAX_POINTS = 80, 2000
#: the writing fills the strip but for this part above and below
_MARGIN = 0.12
#: width of the line as part of the height of the strip: a ball pen on paper
_PEN = 0.055
#: wider than this (in heights) it is a row of characters, read as one line
_ROW = 1.5
#: a narrower strip is widened with white: the model was trained on lines
_MIN_WIDTH = 96


class StrokeReader:
    """Loads its model with the first stroke. One thread."""

    def __init__(self, models_dir: str | None) -> None:
        self._models_dir = models_dir
        self._session: Any = None
        self._characters: list[str] = []

    def candidates(self, strokes: tuple[Stroke, ...]) -> tuple[str, ...]:
        """Characters, or one row of them, that the strokes may be; the likeliest first, none for an empty field.

        Raises `ModelsMissing`.
        """
        strip = draw(strokes)
        if strip is None:
            return ()
        said = self._probabilities(strip)
        best = self._row(said)
        if strip.shape[1] > _ROW * STRIP_HEIGHT and len(best) > 1 and _width(strokes) > _ROW:
            return (best,)
        # each character at the moment the model was surest of it; 0 is the blank between two characters
        peaks = said.max(axis=0)
        peaks[0] = -1.0
        order = np.argsort(-peaks)[: LIMIT * 2]
        texts = [self._text(int(place)) for place in order]
        return tuple(dict.fromkeys(text for text in texts if text.strip()))[:LIMIT]

    def _probabilities(self, strip: Image) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Time steps x characters."""
        if self._session is None:
            self._load()
        scaled = strip.astype(np.float32).transpose(2, 0, 1)[None] / 127.5 - 1.0
        (said,) = self._session.run(None, {self._session.get_inputs()[0].name: scaled})
        return np.asarray(said[0])

    def _load(self) -> None:
        import onnxruntime

        file = models.locate(self._models_dir).recognition
        self._characters = models.characters(file)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def _row(self, said: np.ndarray[Any, np.dtype[np.float32]]) -> str:
        path = said.argmax(axis=1)
        kept = [int(place) for n, place in enumerate(path) if place and (n == 0 or place != path[n - 1])]
        return "".join(map(self._text, kept)).strip()

    def _text(self, place: int) -> str:
        # the model counts the blank first and a space last
        return self._characters[place - 1] if place <= len(self._characters) else " "


def draw(strokes: tuple[Stroke, ...]) -> Image | None:
    """Draw the strokes black on white, as high as the reader wants it; None when nothing was written."""
    lines = [np.array(stroke[:MAX_POINTS], dtype=np.float64) for stroke in strokes[:MAX_STROKES] if stroke]
    if not lines:
        return None
    everything = np.concatenate(lines)
    low, high = everything.min(axis=0), everything.max(axis=0)
    # a flat stroke such as 一 keeps its flatness: the field, not the stroke, gives the least height
    extent = float(max(high[1] - low[1], (high[0] - low[0]) * 0.6, 0.15))
    inner = STRIP_HEIGHT * (1 - 2 * _MARGIN)
    zoom = inner / extent
    wide = max(_MIN_WIDTH, round((high[0] - low[0]) * zoom + 2 * _MARGIN * STRIP_HEIGHT))
    middle = (low + high) / 2
    # drawn four times as large and made smaller: an even edge like ink
    fine = 4
    paper = np.full((STRIP_HEIGHT * fine, wide * fine, 3), 255, np.uint8)
    centre = np.array([wide / 2, STRIP_HEIGHT / 2])
    for line in lines:
        points = np.round(((line - middle) * zoom + centre) * fine).astype(np.int32)
        pen = max(1, round(_PEN * STRIP_HEIGHT * fine))
        cv2.polylines(paper, [points.reshape(-1, 1, 2)], isClosed=False, color=(0, 0, 0), thickness=pen)
        if len(points) == 1:
            cv2.circle(paper, (int(points[0][0]), int(points[0][1])), pen // 2, (0, 0, 0), -1)
    small: Image = cv2.resize(paper, (wide, STRIP_HEIGHT), interpolation=cv2.INTER_AREA)
    return small


def _width(strokes: tuple[Stroke, ...]) -> float:
    """Width of what was written in heights of it."""
    points = np.array([point for stroke in strokes for point in stroke])
    across, down = points.max(axis=0) - points.min(axis=0)
    return float(across / max(down, 0.05))
