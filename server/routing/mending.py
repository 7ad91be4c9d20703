"""What a change of the duty catalogue from a day on means for its rows: the past stays as it was. Pure.

Rows are those of an export: category_code, region, unit, legal_basis, valid_from, valid_to, all texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DutyRow = Mapping[str, str]
#: key of a row -> what it becomes; None: it goes
Changes = dict[str, DutyRow | None]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """From `since` on (until the end of `until`) this unit answers for the class in the region."""

    category_code: str
    region: str
    unit: str
    legal_basis: str
    since: date
    until: date | None = None


def key_of(row: DutyRow) -> str:
    return f"{row['category_code']} {row['region'] or '*'} {row['valid_from']}"


def from_then_on(rows: Iterable[DutyRow], wanted: Wanted) -> Changes:
    """Return what changes: the row that holds on that day ends the day before it, one that begins later stays, and the new
    one ends before it. With `until`, whoever answered before answers again afterwards."""
    same = [row for row in rows if (row["category_code"], row["region"]) == (wanted.category_code, wanted.region)]
    same.sort(key=lambda row: row["valid_from"])
    until, changes = wanted.until, Changes()
    for row in same:
        begin, end = _span(row)
        if end < wanted.since:
            continue
        if begin > wanted.since and until is None:
            until = begin - _DAY
            break
        if until is not None and begin > until:
            break
        if begin < wanted.since:
            changes[key_of(row)] = {**row, "valid_to": (wanted.since - _DAY).isoformat()}
        else:
            changes[key_of(row)] = None
        if until is not None and end > until:
            rest = {**row, "valid_from": (until + _DAY).isoformat()}
            changes[key_of(rest)] = rest
    made = {
        "category_code": wanted.category_code,
        "region": wanted.region,
        "unit": wanted.unit,
        "legal_basis": wanted.legal_basis,
        "valid_from": wanted.since.isoformat(),
        "valid_to": until.isoformat() if until else "",
    }
    changes[key_of(made)] = made
    return changes


def ended(row: DutyRow, last_day: date) -> Changes:
    """Return what changes when this duty ends with that day; one that has not begun by then goes."""
    begin, _ = _span(row)
    return {key_of(row): {**row, "valid_to": last_day.isoformat()} if begin <= last_day else None}


def applied(rows: Iterable[DutyRow], changes: Changes) -> list[DutyRow]:
    """Return the catalogue as it would be."""
    kept = [row for row in rows if key_of(row) not in changes]
    return [*kept, *(row for row in changes.values() if row is not None)]


def _span(row: DutyRow) -> tuple[date, date]:
    return date.fromisoformat(row["valid_from"]), date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
