"""PaddleOCR through ONNX Runtime: the default engine. No paddlepaddle, no download."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kiosk.reading import models
from kiosk.reading.ctc import Strip, best_path
from kiosk.reading.engine import Image, Quad
from kiosk.reading.engine_name import EngineName
from kiosk.reading.errors import EngineMissing
from kiosk.reading.parallel import Recogniser, Team

#: threads of the detector, and number of recognisers; the two never run at once
THREADS = max(1, min(2, os.cpu_count() or 1))
#: pixels of the longer side; pages come smaller, this only keeps the library from making them so
FIND_SIDE = 1280


class PaddleEngine:
    """The two PP-OCR models behind PaddleOCR's own classes."""

    def __init__(self, models_dir: str | None, cache_dir: Path) -> None:
        """Load the models. Raises `ModelsMissing` or `EngineMissing`."""
        folders = models.prepare(models.locate(models_dir), cache_dir)
        # without these the import looks for the network and writes to the home folder
        os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
        os.environ.setdefault("PADDLE_PDX_CACHE_HOME", str(cache_dir / "paddlex"))
        try:
            from paddleocr import TextDetection, TextRecognition
        except ImportError as error:
            raise EngineMissing(
                f"PaddleOCR 无法载入：{error}。请重新安装 paddleocr · PaddleOCR does not load; reinstall it"
            ) from error
        logging.getLogger("paddlex").setLevel(logging.ERROR)
        runtime = {"intra_op_num_threads": THREADS, "inter_op_num_threads": 1, "enable_cpu_mem_arena": False}
        common: dict[str, Any] = {"engine": "onnxruntime", "engine_config": runtime, "device": "cpu"}
        self._detection = TextDetection(
            model_name=models.DETECTION,
            model_dir=str(folders.detection),
            limit_side_len=FIND_SIDE,
            limit_type="max",
            **common,
        )
        common["engine_config"] = runtime | {"intra_op_num_threads": 1}
        self._recognition = Team(
            [
                _recogniser(
                    TextRecognition(model_name=models.RECOGNITION, model_dir=str(folders.recognition), **common)
                )
                for _ in range(THREADS)
            ]
        )

    @property
    def name(self) -> EngineName:
        return EngineName.PADDLE

    def find(self, page: Image) -> list[Quad]:
        """See `TextEngine.find`."""
        (found,) = self._detection.predict(page)
        return [np.asarray(quad, dtype=np.float32) for quad in found["dt_polys"]]

    def read(self, strips: Sequence[Image]) -> list[Strip]:
        """See `TextEngine.read`."""
        return self._recognition.read(strips)


def _recogniser(model: Any) -> Recogniser:
    # the steps of PaddleX one by one, because its result keeps the best path alone and not what else was likely
    predictor = model.paddlex_predictor
    resized, batched, run = predictor.pre_tfs["ReisizeNorm"], predictor.pre_tfs["ToBatch"], predictor.runner
    characters: list[str] = predictor.post_op.character

    def read(strip: Image) -> Strip:
        # one by one: the padding of a batch costs more than the batch saves
        (probabilities,) = run(x=batched(imgs=resized(imgs=[strip])))[0]
        return best_path(probabilities, characters)

    return read
