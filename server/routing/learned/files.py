"""A model as three files that are read without running anything: arrays (npz without pickle), names, and a manifest.

The manifest holds the checksums of the other two; a file that does not match is not used. Both are sealed with the key of
the centre: they say which words the texts had that were learned from.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from server.core.crypto import KeyTrouble
from server.routing.learned.features import View
from server.routing.learned.lexicon import make_lexicon
from server.routing.learned.model import Arrays, Model
from server.routing.learned.near import Near

#: goes up when a model of before cannot be read any more or would mean something else
FORMAT = 3
#: before the names of the arrays of `Near`
_NEAR = "near_"
_ARRAYS, _NAMES, _MANIFEST = "arrays.npz", "names.json", "manifest.json"


class Sealer(Protocol):
    """What the files are sealed with: the vault of the centre. `context` is authenticated; `open` raises KeyTrouble."""

    def seal(self, plain: bytes, context: str) -> bytes: ...

    def open(self, sealed: bytes, context: str) -> bytes: ...

    def is_current(self, sealed: bytes) -> bool: ...


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


def write(folder: Path, model: Model, manifest: Manifest, sealer: Sealer) -> Manifest:
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
    return _put(
        folder, {name: sealer.seal(plain, _context(folder, name)) for name, plain in contents.items()}, manifest
    )


def seal_again(folder: Path, sealer: Sealer) -> bool:
    """Seal a model with the key in force; False when it was so already. Raise ModelUnusable.

    Who reads it in the moment between the files and the manifest finds a checksum that does not fit, and asks the default.
    """
    manifest = read_manifest(folder)
    sealed = _sealed(folder, manifest)
    if all(sealer.is_current(content) for content in sealed.values()):
        return False
    _put(
        folder,
        {
            name: sealer.seal(_opened(folder, name, content, sealer), _context(folder, name))
            for name, content in sealed.items()
        },
        manifest,
    )
    return True


def _put(folder: Path, sealed: Mapping[str, bytes], manifest: Manifest) -> Manifest:
    for name, content in sealed.items():
        (folder / name).write_bytes(content)
    checksums = {name: sha256(content).hexdigest() for name, content in sealed.items()}
    signed = manifest.model_copy(update={"checksums": checksums})
    (folder / _MANIFEST).write_text(signed.model_dump_json(indent=1), encoding="utf-8")
    return signed


def _context(folder: Path, name: str) -> str:
    return f"routing.model:{folder.name}:{name}"


def _sealed(folder: Path, manifest: Manifest) -> dict[str, bytes]:
    """Return the bytes of both files, checked. Raise ModelUnusable."""
    contents = {}
    for name in (_ARRAYS, _NAMES):
        try:
            contents[name] = (folder / name).read_bytes()
        except OSError as error:
            raise ModelUnusable(f"模型 {folder.name} 缺少 {name} · file is missing") from error
        if sha256(contents[name]).hexdigest() != manifest.checksums.get(name):
            raise ModelUnusable(f"模型 {folder.name} 的 {name} 与校验值不符 · does not match its checksum")
    return contents


def _opened(folder: Path, name: str, sealed: bytes, sealer: Sealer) -> bytes:
    try:
        return sealer.open(sealed, _context(folder, name))
    except KeyTrouble as error:
        raise ModelUnusable(
            f"模型 {folder.name} 不能用现有密钥打开，需重新学习 · sealed with another key; learn again"
        ) from error


def read_manifest(folder: Path) -> Manifest:
    """Raise ModelUnusable."""
    try:
        manifest = Manifest.model_validate_json((folder / _MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise ModelUnusable(f"模型 {folder.name} 不存在或已损坏 · missing or damaged") from error
    if manifest.format != FORMAT:
        raise ModelUnusable(f"模型 {folder.name} 格式为 {manifest.format}，需重新学习 · of another format; learn again")
    return manifest


def read(folder: Path, sealer: Sealer) -> Model:
    """Load a model after checking it. Raise ModelUnusable."""
    sealed = _sealed(folder, read_manifest(folder))
    contents = {name: _opened(folder, name, content, sealer) for name, content in sealed.items()}
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
