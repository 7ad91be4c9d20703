"""Where the OCR models are, and the folders PaddleOCR wants made from them. Nothing is ever downloaded.

The `rapidocr` wheel ships PP-OCRv6 small as plain ONNX files; PaddleOCR 3 loads a folder with `inference.onnx` and
`inference.yml`. The second is generated: pre- and post-processing of the PP-OCRv6 release, and the character list
that the recognition model carries in its own metadata.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.reading.errors import ModelsMissing

#: names PaddleOCR knows the models by
DETECTION, RECOGNITION = "PP-OCRv6_small_det", "PP-OCRv6_small_rec"
_FILES = {DETECTION: "PP-OCRv6_det_small.onnx", RECOGNITION: "PP-OCRv6_rec_small.onnx"}
_REMEDY = "请重新安装 rapidocr，或在设置中指定模型文件夹 · reinstall rapidocr, or name a model folder in the settings"
#: part of the folder name, so that folders of an older layout are not taken for new ones
_LAYOUT = 1


@dataclass(frozen=True, slots=True)
class Models:
    """The two ONNX files of one model family."""

    detection: Path
    recognition: Path


@dataclass(frozen=True, slots=True)
class PaddleFolders:
    """Folders that PaddleOCR loads as `model_dir`."""

    detection: Path
    recognition: Path


def default_cache() -> Path:
    """Return the cache folder of the present user."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "petition-hall"


def locate(models_dir: str | None) -> Models:
    """Find the models in `models_dir`, or in the installed rapidocr package. Raises `ModelsMissing`."""
    folder = Path(models_dir) if models_dir else _packaged()
    found = {}
    for name, file in _FILES.items():
        # a configured folder may hold either layout
        candidates = (folder / file, folder / name / "inference.onnx")
        path = next((c for c in candidates if c.is_file() and c.stat().st_size > 0), None)
        if path is None:
            raise ModelsMissing(f"缺少文字识别模型 {file}（{folder}）。{_REMEDY}")
        found[name] = path
    return Models(found[DETECTION], found[RECOGNITION])


def _packaged() -> Path:
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise ModelsMissing(f"没有安装 rapidocr · rapidocr is not installed。{_REMEDY}")
    return Path(spec.origin).parent / "models"


def prepare(models: Models, cache_dir: Path) -> PaddleFolders:
    """Make the PaddleOCR folders below `cache_dir`, once per model file; later calls find them.

    A folder is built aside and renamed into place, so a reader never sees half of one. Raises `ModelsMissing` when
    the recognition model carries no character list or the cache cannot be written.
    """
    return PaddleFolders(
        _folder(DETECTION, models.detection, cache_dir), _folder(RECOGNITION, models.recognition, cache_dir)
    )


def _folder(name: str, model: Path, cache_dir: Path) -> Path:
    digest = _sha256(model)
    target = cache_dir / "models" / f"{name}-{_LAYOUT}-{digest[:16]}"
    if _whole(target, model):
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=target.parent))
        try:
            _place(model, building / "inference.onnx")
            (building / "inference.yml").write_text(_configuration(name, model), encoding="utf-8")
            if target.exists():
                shutil.rmtree(target, ignore_errors=True)
            building.rename(target)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    except OSError as error:
        # another process may have put the same folder in place meanwhile
        if not _whole(target, model):
            raise ModelsMissing(
                f"无法写入模型缓存 {target.parent}：{error.strerror} · cannot write the model cache"
            ) from error
    return target


def _whole(folder: Path, model: Path) -> bool:
    """The configuration is written last, and the model has its full size."""
    onnx, configuration = folder / "inference.onnx", folder / "inference.yml"
    return configuration.is_file() and onnx.is_file() and onnx.stat().st_size == model.stat().st_size


def _place(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _configuration(name: str, model: Path) -> str:
    # heavy, and only needed on the first start
    import yaml

    decode: dict[str, Any] = {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}}
    if name == DETECTION:
        steps: list[dict[str, Any]] = [
            decode,
            {"DetResizeForTest": {"resize_long": 960}},
            {
                "NormalizeImage": {
                    "mean": [0.485, 0.456, 0.406],
                    "std": [0.229, 0.224, 0.225],
                    "scale": "1./255.",
                    "order": "hwc",
                }
            },
            {"ToCHWImage": None},
            {"KeepKeys": {"keep_keys": ["image", "shape"]}},
        ]
        after: dict[str, Any] = {
            "name": "DBPostProcess",
            "thresh": 0.3,
            "box_thresh": 0.6,
            "max_candidates": 1000,
            "unclip_ratio": 1.5,
        }
    else:
        steps = [decode, {"RecResizeImg": {"image_shape": [3, 48, 320]}}, {"KeepKeys": {"keep_keys": ["image"]}}]
        after = {"name": "CTCLabelDecode", "character_dict": characters(model)}
    whole = {"Global": {"model_name": name}, "PreProcess": {"transform_ops": steps}, "PostProcess": after}
    return str(yaml.safe_dump(whole, allow_unicode=True))


def characters(model: Path) -> list[str]:
    """Return the character list that a recognition model carries. Raises `ModelsMissing` when it carries none."""
    import onnxruntime

    try:
        metadata = onnxruntime.InferenceSession(str(model)).get_modelmeta().custom_metadata_map
    except Exception as error:
        raise ModelsMissing(f"模型文件损坏 {model} · the model file is damaged。{_REMEDY}") from error
    if "character" not in metadata:
        raise ModelsMissing(f"模型 {model} 不含字符表 · the model carries no character list。{_REMEDY}")
    return str(metadata["character"]).split("\n")
