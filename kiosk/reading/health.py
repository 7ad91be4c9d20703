"""Whether this machine can read: models there, engine installed. Light: nothing is loaded."""

from __future__ import annotations

import importlib.util

from drivers.core.status import Absent, Faulty, Ready, Status
from kiosk.reading.errors import ModelsMissing
from kiosk.reading.models import locate

#: bytes; the small models are 10 and 21 MB, so anything below is a broken copy
_LEAST_SIZE = 1_000_000


def check(models_dir: str | None) -> Status:
    """Judge the models of `models_dir`, or of the installed wheel, and the engines beside them."""
    try:
        models = locate(models_dir)
    except ModelsMissing as error:
        return Absent(
            str(error), "重新安装：./hall 会补齐依赖；或检查模型文件夹 · reinstall, or check the model folder"
        )
    for path in (models.detection, models.recognition):
        if path.stat().st_size < _LEAST_SIZE:
            return Faulty(
                f"模型文件不完整 {path} · the model file is cut short", "重新安装 rapidocr · reinstall rapidocr"
            )
    engines = [name for name in ("paddleocr", "rapidocr") if importlib.util.find_spec(name)]
    if not engines or not importlib.util.find_spec("onnxruntime"):
        return Absent(
            "没有安装识别引擎 · no OCR engine is installed",
            "重新安装 paddleocr 与 onnxruntime · reinstall paddleocr and onnxruntime",
        )
    return Ready(f"{' / '.join(engines)} + {models.recognition.name}, {models.detection.name}")
