"""Fields of written petitions against the truth. The petitions are the tests' own, so this needs the source tree."""

from __future__ import annotations

import importlib
import sys
import time
from pathlib import Path
from typing import Any

import click

import kiosk

_SCORE = "tests.unit.kiosk.reading.petitions.score"


def measure_fields(count: int, seed: int) -> dict[str, Any]:
    """Score `count` petitions from `seed` on."""
    root = Path(kiosk.__file__).resolve().parent.parent
    if not (root / Path(*_SCORE.split("."))).with_suffix(".py").is_file():
        click.echo("要素测量需要源代码目录 · measuring fields needs the source tree", err=True)
        sys.exit(1)
    sys.path.insert(0, str(root))
    begun = time.perf_counter()
    score = importlib.import_module(_SCORE).measure(range(seed, seed + count))
    report: dict[str, Any] = {"petitions": count, "seed": seed} | score.report()
    return report | {"milliseconds_each": round((time.perf_counter() - begun) / count * 1000, 1)}


def say_fields(report: dict[str, Any]) -> None:
    """Show the report as a table."""
    click.echo(f"{'要素 field':16} 准确 precision  召回 recall  待核 doubtful  应有 wanted")
    for kind, figures in report["fields"].items():
        click.echo(
            f"{kind:18} {figures['precision']:10.3f} {figures['recall']:12.3f} {figures['doubtful']:12.3f}"
            f" {figures['wanted']:12d}"
        )
    for name, (right, wanted) in report["counts"].items():
        click.echo(f"{name:18} {right}/{wanted}")
    click.echo(
        f"悄悄错 silent errors {report['silent_errors']} / {report['proposed']} = {report['silent_error_rate']:.4%}"
        f" （目标 · target ≤ 0.5 %），每份 each {report['milliseconds_each']} ms"
    )
