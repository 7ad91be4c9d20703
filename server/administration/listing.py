"""Lists of master data: filtered by the address, a page at a time, the count being what the pages would list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from server.exchange.tables import Subject, states

PAGE = 50
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """`text` stands anywhere in a row; "" leaves a filter out. `after` is the key of the last row on the page before."""

    text: str = ""
    unit: str = ""
    region: str = ""
    kind: str = ""
    #: for units and duties: those that hold on this day alone
    on: date | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """`after`: asked for with the next page, "" when this is the last."""

    rows: tuple[tuple[str, Row], ...]
    count: int
    after: str


def leaf(session: Session, subject: Subject, wanted: Wanted, limit: int = PAGE) -> Leaf:
    """Return one page of a table, in the order of its keys."""
    fits, text = _fits(wanted), wanted.text.strip().casefold()
    everything = (
        (key, {name: str(value) for name, value in (row or {}).items()})
        for key, row in states(session, subject).items()
    )
    fitting = sorted(
        ((key, row) for key, row in everything if fits(row) and _says(key, row, text)), key=lambda pair: pair[0]
    )
    coming = [(key, row) for key, row in fitting if key > wanted.after]
    more = coming[limit - 1][0] if len(coming) > limit else ""
    return Leaf(tuple(coming[:limit]), len(fitting), more)


def _fits(wanted: Wanted) -> Callable[[Row], bool]:
    on = wanted.on.isoformat() if wanted.on else ""

    def fits(row: Row) -> bool:
        return (
            (not wanted.unit or wanted.unit in (row.get("unit"), row.get("parent")))
            and (not wanted.region or row.get("region", row.get("code", "")).startswith(wanted.region))
            and (not wanted.kind or wanted.kind in (row.get("kind"), row.get("role")) or _in_class(row, wanted.kind))
            and (not on or _holds(row, on))
        )

    return fits


def _says(key: str, row: Row, text: str) -> bool:
    return not text or any(text in value.casefold() for value in (key, *row.values()))


def _in_class(row: Row, prefix: str) -> bool:
    return "category_code" in row and row["category_code"].startswith(prefix)


def _holds(row: Row, on: str) -> bool:
    if "valid_from" in row:
        return row["valid_from"] <= on and (not row["valid_to"] or on <= row["valid_to"])
    return not row.get("dissolved_on") or on < row["dissolved_on"]
