"""What an import would do, before it does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, ValidationError

from server.core.sheet import RowFault


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that would be added, changed or taken away: which, and what in it."""

    key: str
    #: column -> (before, after); empty for a row that is new or goes
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import means. With `faults` nothing of it is done."""

    faults: tuple[RowFault, ...] = ()
    added: tuple[Difference, ...] = ()
    changed: tuple[Difference, ...] = ()
    removed: tuple[Difference, ...] = ()
    unchanged: int = 0

    def as_json(self) -> dict[str, object]:
        return {
            "ok": not self.faults,
            "faults": [{"line": fault.line, "message": fault.message} for fault in self.faults],
            "added": [one.key for one in self.added],
            "changed": [{"key": one.key, "columns": dict(one.columns)} for one in self.changed],
            "removed": [one.key for one in self.removed],
            "unchanged": self.unchanged,
        }


def compare(before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]], *, whole: bool) -> Plan:
    """Compare rows by key. `whole`: what is not in `after` goes; otherwise it stays."""
    added = tuple(Difference(key) for key in after if key not in before)
    changed = []
    for key, row in after.items():
        if key in before and (columns := _differing(before[key], row)):
            changed.append(Difference(key, columns))
    removed = tuple(Difference(key) for key in before if key not in after) if whole else ()
    return Plan((), added, tuple(changed), removed, len(after) - len(added) - len(changed))


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {name: (before.get(name, ""), text) for name, text in after.items() if before.get(name, "") != text}


def checked(model: type[BaseModel], line: int, row: Mapping[str, str]) -> list[RowFault]:
    """Return what is wrong with the cells of one row, each with its column."""
    try:
        model.model_validate(row)
    except ValidationError as error:
        return [
            RowFault(line, f"{'.'.join(str(part) for part in item['loc'])}: {said(item['type'], item.get('ctx', {}))}")
            for item in error.errors()
        ]
    return []


def said(kind: str, context: Mapping[str, object]) -> str:
    match kind:
        case "string_too_short" | "missing":
            return "不能为空 · must not be empty"
        case "string_too_long":
            return f"最多 {context.get('max_length')} 字 · at most {context.get('max_length')} characters"
        case "string_pattern_mismatch":
            return f"格式不对 · does not fit {context.get('pattern')}"
        case "enum":
            return f"只能是 · must be one of {context.get('expected')}"
        case _:
            return f"不能使用 · cannot be used ({kind})"


def twice(keys: Sequence[tuple[int, str]]) -> list[RowFault]:
    """Return a fault for every row whose key stood above already."""
    first: dict[str, int] = {}
    faults = []
    for line, key in keys:
        if key in first:
            faults.append(RowFault(line, f"与第 {first[key]} 行重复 · the same as line {first[key]}: {key}"))
        first.setdefault(key, line)
    return faults
