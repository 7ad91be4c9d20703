"""RapidOCR: the light engine, where PaddleOCR cannot be installed. Same models, ONNX Runtime underneath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kiosk.reading import models
from kiosk.reading.ctc import Strip, best_path
from kiosk.reading.engine import STRIP_HEIGHT, Image, Quad
from kiosk.reading.engine_name import EngineName
from kiosk.reading.errors import EngineMissing
from kiosk.reading.paddle import FIND_SIDE, THREADS
from kiosk.reading.parallel import Recogniser, Team

#: width over height of the narrowest strip the model takes in
_LEAST_WIDE = 320 / 48


class RapidEngine:
    """RapidOCR with its own pre- and post-processing."""

    def __init__(self, models_dir: str | None) -> None:
        """Load the models. Raises `ModelsMissing` or `EngineMissing`."""
        found = models.locate(models_dir)
        try:
            from rapidocr import RapidOCR
        except ImportError as error:
            raise EngineMissing(
                f"RapidOCR 无法载入：{error}。请重新安装 rapidocr · RapidOCR does not load; reinstall it"
            ) from error
        common = {
            "Global.log_level": "error",
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        self._engine: Any = RapidOCR(
            params=common
            | {
                "Global.max_side_len": 4000,
                "Det.model_path": str(found.detection),
                "Det.limit_side_len": FIND_SIDE,
                "Det.limit_type": "max",
                "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            }
        )
        # one engine for each recogniser: its options are those of all its models
        readers: list[Any] = [
            RapidOCR(
                params=common
                | {"Rec.model_path": str(found.recognition), "EngineConfig.onnxruntime.intra_op_num_threads": 1}
            )
            for _ in range(THREADS)
        ]
        self._recognition = Team([_recogniser(reader._load_rec_model()) for reader in readers])

    @property
    def name(self) -> EngineName:
        return EngineName.RAPID

    def find(self, page: Image) -> list[Quad]:
        """See `TextEngine.find`."""
        found = self._engine(page, use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        return [] if boxes is None else [np.asarray(quad, dtype=np.float32) for quad in boxes]

    def read(self, strips: Sequence[Image]) -> list[Strip]:
        """See `TextEngine.read`."""
        return self._recognition.read(strips)


def _recogniser(model: Any) -> Recogniser:
    # the steps of RapidOCR one by one, because its result keeps the best path alone and not what else was likely
    characters: list[str] = model.postprocess_op.character

    def read(strip: Image) -> Strip:
        wide = max(_LEAST_WIDE, strip.shape[1] / STRIP_HEIGHT)
        (probabilities,) = model.session(model.resize_norm_img(strip, wide)[np.newaxis])
        return best_path(probabilities, characters)

    return read
