"""A model as three files that are read without running anything: arrays (npz without pickle), names, and a manifest.

The manifest holds the checksums of the other two; a file that does not match is not used. The folder is for the centre
alone (mode 0700): it says which common words each text had that was learned from, though of whom and in what order is not
in it.
"""

from __future__ import annotations

import io
import json
from dataclasses import fields
from hashlib import sha256
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from server.routing.learned.features import View
from server.routing.learned.lexicon import make_lexicon
from server.routing.learned.model import Arrays, Model
from server.routing.learned.near import Near

#: goes up when a model of before cannot be read any more or would mean something else
FORMAT = 2
#: before the names of the arrays of `Near`
_NEAR = "near_"
_ARRAYS, _NAMES, _MANIFEST = "arrays.npz", "names.json", "manifest.json"


class ModelUnusable(Exception):
    """A model is missing, damaged or of another format; the message says so in Chinese and English."""


class Manifest(BaseModel):
    """What is known of a version without loading it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    version: str
    #: ISO 8601 with zone
    learned_at: str
    texts: int
    labels: tuple[str, ...]
    #: figures on the held-back cases; empty when there were none
    figures: dict[str, float]
    #: version it was compared with, "" for the default classifier, and its figures on the same cases
    compared_with: str
    present_figures: dict[str, float]
    better: bool
    #: file -> SHA-256
    checksums: dict[str, str]


def write(folder: Path, model: Model, manifest: Manifest) -> Manifest:
    """Write the three files, the manifest last; return the manifest with its checksums."""
    folder.mkdir(parents=True, mode=0o700)
    buffer = io.BytesIO()
    arrays = {field.name: getattr(model.arrays, field.name) for field in fields(Arrays)}
    arrays |= {f"{_NEAR}{field.name}": getattr(model.near, field.name) for field in fields(Near)}
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    names = {
        "labels": model.labels,
        "features": {view.value: list(found) for view, found in model.rows.items()},
        "words": model.lexicon.frequency,
        "total": model.lexicon.total,
    }
    contents = {_ARRAYS: buffer.getvalue(), _NAMES: json.dumps(names, ensure_ascii=False).encode()}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    checksums = {name: sha256(content).hexdigest() for name, content in contents.items()}
    signed = manifest.model_copy(update={"checksums": checksums})
    (folder / _MANIFEST).write_text(signed.model_dump_json(indent=1), encoding="utf-8")
    return signed


def read_manifest(folder: Path) -> Manifest:
    """Raise ModelUnusable."""
    try:
        manifest = Manifest.model_validate_json((folder / _MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise ModelUnusable(f"模型 {folder.name} 不存在或已损坏 · missing or damaged") from error
    if manifest.format != FORMAT:
        raise ModelUnusable(f"模型 {folder.name} 格式为 {manifest.format}，需重新学习 · of another format; learn again")
    return manifest


def read(folder: Path) -> Model:
    """Load a model after checking it. Raise ModelUnusable."""
    checksums = read_manifest(folder).checksums
    contents = {}
    for name in (_ARRAYS, _NAMES):
        try:
            contents[name] = (folder / name).read_bytes()
        except OSError as error:
            raise ModelUnusable(f"模型 {folder.name} 缺少 {name} · file is missing") from error
        if sha256(contents[name]).hexdigest() != checksums.get(name):
            raise ModelUnusable(f"模型 {folder.name} 的 {name} 与校验值不符 · does not match its checksum")
    with np.load(io.BytesIO(contents[_ARRAYS]), allow_pickle=False) as stored:
        arrays = Arrays(**{field.name: stored[field.name] for field in fields(Arrays)})
        near = Near(**{field.name: stored[f"{_NEAR}{field.name}"] for field in fields(Near)})
    names = json.loads(contents[_NAMES])
    rows, total = {}, 0
    for view in View:
        known = names["features"][view.value]
        rows[view] = {feature: total + row for row, feature in enumerate(known)}
        total += len(known)
    return Model(tuple(names["labels"]), rows, make_lexicon(names["words"], names["total"]), arrays, near)
