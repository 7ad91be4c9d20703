"""The duty catalogue from a CSV file, checked row by row before one row is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlmodel import Session, delete, select

from server.core import sheet
from server.core.sheet import RowFault
from server.routing.scheme import known_prefix
from server.routing.tables import DutyEntry
from server.units.tables import Region, Unit

COLUMNS = ("category_code", "region", "unit", "legal_basis", "valid_from", "valid_to")


class CatalogueInvalid(Exception):
    """The file cannot be used; nothing was stored. `faults` lists every row to mend."""

    def __init__(self, path: Path, faults: Sequence[RowFault]) -> None:
        super().__init__("\n".join((f"{path.name} 不能使用 · cannot be used:", *(str(fault) for fault in faults))))
        self.faults = tuple(faults)


def load_catalogue(session: Session, path: Path) -> int:
    """Replace the stored catalogue by this file and return its number of rows; raises CatalogueInvalid.

    Units and regions must be loaded before. The caller commits.
    """
    units = set(session.exec(select(Unit.code).where(Unit.dissolved_on == "")).all())
    regions = set(session.exec(select(Region.code)).all())
    entries = read_catalogue(path, units, regions)
    session.exec(delete(DutyEntry))
    session.add_all(entries)
    session.flush()
    return len(entries)


def read_catalogue(path: Path, units: set[str], regions: set[str]) -> list[DutyEntry]:
    """Return the rows of the file; raises CatalogueInvalid with every fault found."""
    try:
        rows = sheet.read(path.read_bytes(), COLUMNS)
    except OSError as error:
        raise CatalogueInvalid(path, [RowFault(0, str(error))]) from error
    except sheet.SheetInvalid as error:
        raise CatalogueInvalid(path, [*error.faults]) from error
    entries, faults = read_rows(rows, units, regions)
    if faults:
        raise CatalogueInvalid(path, faults)
    return entries


def read_rows(rows: Sequence[sheet.Row], units: set[str], regions: set[str]) -> tuple[list[DutyEntry], list[RowFault]]:
    """Return the duties of a table, and every fault found; with a fault nothing of it should be stored."""
    faults: list[RowFault] = []
    entries: list[tuple[int, DutyEntry]] = []
    for line, row in rows:
        problems, entry = _read(row, units, regions)
        faults.extend(RowFault(line, problem) for problem in problems)
        if entry is not None:
            entries.append((line, entry))
    faults.extend(overlaps(entries))
    return [entry for _, entry in entries], sorted(faults, key=lambda fault: fault.line)


def _read(value: Mapping[str, str], units: set[str], regions: set[str]) -> tuple[list[str], DutyEntry | None]:
    problems: list[str] = []
    if not known_prefix(value["category_code"]):
        problems.append(f"没有这个类别 · unknown category {value['category_code']!r}")
    if value["unit"] not in units:
        problems.append(f"没有这个单位，或已撤销 · unknown or dissolved unit {value['unit']!r}")
    if value["region"] and value["region"] not in regions:
        problems.append(f"没有这个区划 · unknown region {value['region']!r}")
    try:
        begin = date.fromisoformat(value["valid_from"])
        end = date.fromisoformat(value["valid_to"]) if value["valid_to"] else None
    except ValueError as error:
        return [*problems, f"日期应为 YYYY-MM-DD · not a date: {error}"], None
    if end is not None and end < begin:
        problems.append("失效日期早于生效日期 · valid_to is before valid_from")
    if problems:
        return problems, None
    return [], DutyEntry(
        category_code=value["category_code"],
        region=value["region"],
        unit_code=value["unit"],
        legal_basis=value["legal_basis"],
        valid_from=begin,
        valid_to=end,
    )


def overlaps(entries: Sequence[tuple[int, DutyEntry]]) -> list[RowFault]:
    """Two rows for one class and region may not be valid on one day: who is responsible would be a matter of luck."""
    groups: dict[tuple[str, str], list[tuple[int, DutyEntry]]] = defaultdict(list)
    for line, entry in entries:
        groups[entry.category_code, entry.region].append((line, entry))
    faults: list[RowFault] = []
    for same in groups.values():
        same.sort(key=lambda item: item[1].valid_from)
        last_line, last_day = 0, date.min
        for line, entry in same:
            if last_line and entry.valid_from <= last_day:
                faults.append(
                    RowFault(line, f"与第 {last_line} 行的有效期重叠 · valid at the same time as line {last_line}")
                )
            end = entry.valid_to or date.max
            if end >= last_day:
                last_line, last_day = line, end
    return faults
