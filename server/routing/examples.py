"""Texts whose class is known: the hall's own confirmed matters, or a file to measure with."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from server.routing.labels import codes_of


class ExamplesInvalid(Exception):
    """The examples cannot be used; the message names the line or the cause, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text and its class. Texts of one `group` (copies, follow-ups) are never split between learning and testing."""

    #: not part of repr: a petition is personal
    text: str = field(repr=False)
    label: str
    group: str


#: at most so many faulty lines are named
_MOST_FAULTS = 10
#: other names under which files of strangers have the fields
_TEXT = ("text", "content", "message", "summary")
_LABEL = ("label", "category", "class")
_BOM = "\ufeff"


def read_examples(lines: Iterable[str | bytes], name: str) -> list[Example]:
    """Read JSON lines {"text", "label", "group"}, UTF-8; without a group every line is its own. Raise ExamplesInvalid.

    Every faulty line is named, not the first alone. A text may be empty, a label may not.
    """
    found: list[Example] = []
    faults: list[str] = []
    for number, line in enumerate(lines, 1):
        try:
            plain = (line.decode() if isinstance(line, bytes) else line).lstrip(_BOM).strip()
            if plain:
                found.append(_read(json.loads(plain), number))
        except (ValueError, TypeError) as error:
            faults.append(f"第 {number} 行 · line {number}: {_said(error)}")
    if faults:
        more = f"\n…… 共 {len(faults)} 行 · {len(faults)} lines in all" if len(faults) > _MOST_FAULTS else ""
        raise ExamplesInvalid(
            f"{name} 不能使用，应每行一个 JSON 对象，含 text、label · cannot be used: one JSON object a line, with text and "
            f"label\n" + "\n".join(faults[:_MOST_FAULTS]) + more
        )
    if not found:
        raise ExamplesInvalid(f"{name} 中没有一条样例 · holds no example")
    return found


def _read(row: object, number: int) -> Example:
    """Raise ValueError or TypeError saying what is missing."""
    if not isinstance(row, dict):
        raise TypeError("不是 JSON 对象 · not a JSON object")
    text, label = (next((row[key] for key in keys if key in row), None) for keys in (_TEXT, _LABEL))
    if not isinstance(text, str):
        raise TypeError("缺少文字 text · no text")
    if isinstance(label, bool) or not isinstance(label, str | int) or not str(label).strip():
        raise TypeError("缺少类别 label · no label")
    group = row.get("group")
    return Example(text, str(label).strip(), f"line {number}" if group is None else str(group))


def _said(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"不是 JSON（第 {error.colno} 列）· not JSON (column {error.colno})"
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 编码 · not UTF-8"
    return str(error)


def spelt_as(examples: Sequence[Example], labels: Collection[str]) -> list[Example]:
    """Return the examples with labels spelt as in `labels` where both spellings name the same parts of the scheme."""
    means = {codes: label for label in sorted(labels) if (codes := _broadest(label))}
    known = {
        label: label if label in labels else means.get(_broadest(label), label)
        for label in {example.label for example in examples}
    }
    return [replace(example, label=known[example.label]) for example in examples]


def _broadest(label: str) -> frozenset[str]:
    """What a label means, without the narrower classes a department has beside its branch."""
    codes = codes_of(label)
    return frozenset(code for code in codes if len(code) == 2) or codes


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
