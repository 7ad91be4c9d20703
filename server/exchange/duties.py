"""The duty catalogue as a table: a file is the whole catalogue, with its past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, delete, select

from server.core.sheet import Row, RowFault
from server.routing.catalogue import COLUMNS, read_rows
from server.routing.tables import DutyEntry
from server.units.tables import Region, Unit


class Duties:
    columns = COLUMNS
    whole = True

    def stored(self, session: Session) -> dict[str, dict[str, str]]:
        order = (col(DutyEntry.category_code), col(DutyEntry.region), col(DutyEntry.valid_from))
        listed = [_row(entry) for entry in session.exec(select(DutyEntry).order_by(*order)).all()]
        return {self.key(row): row for row in listed}

    def key(self, row: Mapping[str, str]) -> str:
        return f"{row['category_code']} {row['region'] or '*'} {row['valid_from']}"

    def faults(self, session: Session, rows: Sequence[Row]) -> list[RowFault]:
        return self._read(session, rows)[1]

    def store(self, session: Session, rows: Sequence[Mapping[str, str]]) -> None:
        entries, _ = self._read(session, list(enumerate(rows)))
        session.exec(delete(DutyEntry))
        session.add_all(entries)

    def _read(self, session: Session, rows: Sequence[Row]) -> tuple[list[DutyEntry], list[RowFault]]:
        units = set(session.exec(select(Unit.code).where(Unit.dissolved_on == "")).all())
        regions = set(session.exec(select(Region.code)).all())
        return read_rows(rows, units, regions)


def _row(entry: DutyEntry) -> dict[str, str]:
    def day(value: date | None) -> str:
        return value.isoformat() if value else ""

    return {
        "category_code": entry.category_code,
        "region": entry.region,
        "unit": entry.unit_code,
        "legal_basis": entry.legal_basis,
        "valid_from": day(entry.valid_from),
        "valid_to": day(entry.valid_to),
    }
