"""Texts whose class is known: the hall's own confirmed matters, or a file to measure with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b


class ExamplesInvalid(Exception):
    """The examples cannot be used; the message names the line or the cause, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text and its class. Texts of one `group` (copies, follow-ups) are never split between learning and testing."""

    #: not part of repr: a petition is personal
    text: str = field(repr=False)
    label: str
    group: str


def read_examples(lines: Iterable[str], name: str) -> list[Example]:
    """Read JSON lines {"text", "label", "group"}; without a group every line is its own. Raise ExamplesInvalid."""
    found: list[Example] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            example = Example(row["text"], row["label"], str(row.get("group", f"line {number}")))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ExamplesInvalid(
                f"{name} 第 {number} 行应为 JSON 对象，含 text、label · line {number} must be a JSON object with text and "
                f"label ({type(error).__name__})"
            ) from None
        if not isinstance(example.text, str) or not isinstance(example.label, str) or not example.label:
            raise ExamplesInvalid(
                f"{name} 第 {number} 行 text、label 应为文字 · line {number}: text and label are strings"
            )
        found.append(example)
    if not found:
        raise ExamplesInvalid(f"{name} 中没有一条样例 · holds no example")
    return found


def split(examples: Sequence[Example], share: float, seed: int) -> tuple[list[Example], list[Example]]:
    """Return (learn, test): whole groups, about `share` (0..1) of them for testing, the same for the same seed."""
    # seeded and made from the name alone, so that a case stays on its side when the hall's collection grows
    rest: list[Example] = []
    held: list[Example] = []
    for example in examples:
        (held if _draw(example.group, seed) < share else rest).append(example)
    return rest, held


def _draw(group: str, seed: int) -> float:
    digest = blake2b(f"{seed}:{group}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
