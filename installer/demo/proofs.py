"""The table the demo ends with: step, seconds, proof; and whether every proof holds."""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

import click


class NotProved(RuntimeError):
    """A step was done and what it should have left behind is not there."""


@dataclass
class Row:
    step: str
    seconds: float = 0.0
    proof: str = ""
    held: bool = False


@dataclass
class Proofs:
    """Collects a row for each step; a step that raises leaves its cause as the proof, and the demo ends there."""

    quiet: bool = False
    rows: list[Row] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[Row]:
        """Time one step. The block sets `row.proof`: a file, a URL, a figure."""
        row = Row(name)
        self.rows.append(row)
        self.say(f"… {name}")
        began = time.monotonic()
        try:
            yield row
            row.held = True
        except Exception as error:
            row.proof = f"未成立 · failed: {error}"
            raise
        finally:
            row.seconds = round(time.monotonic() - began, 2)

    @property
    def held(self) -> bool:
        return all(row.held for row in self.rows)

    def say(self, text: str) -> None:
        """Progress goes to standard error, so that `--json` stays data."""
        if not self.quiet:
            click.echo(text, err=True)

    def table(self) -> str:
        """Return the rows as a table with aligned columns; Chinese characters are two columns wide."""
        head = Row("步骤 · step", 0, "凭据 · proof")
        width = max(_columns(row.step) for row in (head, *self.rows))
        lines = [f"     {_padded(head.step, width)}  {'秒 · s':>7}  {head.proof}"]
        for row in self.rows:
            mark = "✓" if row.held else "✗"
            lines.append(f"  {mark}  {_padded(row.step, width)}  {row.seconds:7.2f}  {row.proof}")
        return "\n".join(lines)

    def as_json(self, **more: object) -> str:
        return json.dumps({"steps": [asdict(row) for row in self.rows], "held": self.held} | more, ensure_ascii=False)


def must(condition: object, otherwise: str) -> None:
    """Raise `NotProved` with this sentence unless the condition holds."""
    if not condition:
        raise NotProved(otherwise)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))
