"""The versions that were learned, which one is in use, and the way back. Pure but for the folder it is given.

Beside the versions lies `use.json`, the list of what was in use, the present last; "" is the default classifier, which
needs no file. A change replaces the list in one step, so a reader sees the old or the new one.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from server.routing.examples import Example
from server.routing.labels import answer_by_default
from server.routing.learned import files
from server.routing.learned.files import FORMAT, Manifest, ModelUnusable, Sealer, read, read_manifest, write
from server.routing.learned.model import Model
from server.routing.measure import Figures, measure

#: the classifier that has learned nothing
DEFAULT = ""
_USE = "use.json"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the versions lie, and what they are sealed with."""

    folder: Path
    sealer: Sealer


class NotBetter(Exception):
    """The version did no better than the present one, or was never compared with it; the message says which."""


def learned(shelf: Shelf) -> list[Manifest]:
    """Every readable version, oldest first."""
    found = []
    for place in sorted(shelf.folder.glob("*/manifest.json")):
        try:
            found.append(read_manifest(place.parent))
        except ModelUnusable:
            continue
    return found


def present(shelf: Shelf) -> str:
    """The version in use, DEFAULT for none."""
    return _history(shelf.folder)[-1]


@lru_cache(maxsize=2)
def load(shelf: Shelf, version: str) -> Model:
    """Return a version, read once. Raise ModelUnusable."""
    return read(shelf.folder / version, shelf.sealer)


def keep(shelf: Shelf, model: Model, texts: int, held: Sequence[Example], now: datetime) -> Manifest:
    """Compare a new model with the present one on held-back cases and store it; it is not in use yet."""
    folder, before = shelf.folder, present(shelf)
    stamp = now.strftime("%Y%m%d-%H%M%S")
    version = next(name for number in range(1000) if not (folder / (name := f"{stamp}-{number:03}")).exists())
    figures = measure([model.answer(one.text, one.label) for one in held])
    old = load(shelf, before) if before else None
    now_figures = measure(
        [
            old.answer(one.text, one.label) if old else answer_by_default(one.text, one.label, model.labels)
            for one in held
        ]
    )
    manifest = Manifest(
        format=FORMAT,
        version=version,
        learned_at=now.isoformat(),
        texts=texts,
        labels=model.labels,
        figures=figures.as_dict(),
        compared_with=before,
        present_figures=now_figures.as_dict(),
        better=_rank(figures) > _rank(now_figures),
        checksums={},
    )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return write(folder / version, model, manifest, shelf.sealer)
    except OSError:
        shutil.rmtree(folder / version, ignore_errors=True)
        raise


def use(shelf: Shelf, version: str, *, anyway: bool = False) -> None:
    """Put a version in use, DEFAULT for none. Raise ModelUnusable, or NotBetter unless `anyway`."""
    folder, now = shelf.folder, present(shelf)
    if version == now:
        return
    if version != DEFAULT:
        if Path(version).name != version:
            raise ModelUnusable(f"{version} 不是版本号 · is not the name of a version")
        manifest = read_manifest(folder / version)
        read(folder / version, shelf.sealer)
        if not anyway and manifest.compared_with != now:
            raise NotBetter(
                f"{version} 没有与现用的 {_said(now)} 比较过 · was not compared with the one in use; learn again"
            )
        if not anyway and not manifest.better:
            raise NotBetter(f"{version} 在留出样例上不如现用的 {_said(now)} · does no better on the held-back cases")
    _replace(folder, [*_history(folder), version])


def rollback(shelf: Shelf) -> str:
    """Go back to what was in use before and return it; with nothing before, to the default. Raise ModelUnusable."""
    folder, history = shelf.folder, _history(shelf.folder)
    before = history[-2] if len(history) > 1 else DEFAULT
    if before != DEFAULT:
        read(folder / before, shelf.sealer)
    _replace(folder, history[:-1] or [DEFAULT])
    return before


def seal_again(shelf: Shelf) -> int:
    """Seal every version with the key in force; return how many were not. What cannot be opened any more is left."""
    count = 0
    for manifest in learned(shelf):
        try:
            count += files.seal_again(shelf.folder / manifest.version, shelf.sealer)
        except ModelUnusable:
            continue
    load.cache_clear()
    return count


def _rank(figures: Figures) -> tuple[float, float, float]:
    """What makes a classifier better: every class well recognised, then texts, then knowing what it does not know."""
    return figures.macro_f1, figures.accuracy, -figures.calibration_error


def _said(version: str) -> str:
    return version or "默认分类 · default"


def _history(folder: Path) -> list[str]:
    try:
        found = json.loads((folder / _USE).read_bytes())
    except FileNotFoundError:
        return [DEFAULT]
    except ValueError as error:
        raise ModelUnusable(f"{_USE} 已损坏，请删除后重新选用 · damaged; delete it and choose again") from error
    if not (isinstance(found, list) and found and all(isinstance(one, str) for one in found)):
        raise ModelUnusable(f"{_USE} 已损坏，请删除后重新选用 · damaged; delete it and choose again")
    return found


def _replace(folder: Path, history: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / f"{_USE}.{os.getpid()}"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(history, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / _USE)
