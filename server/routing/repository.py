"""Queries over the duty catalogue and the units it names."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlmodel import Session, col, or_, select

from server.routing.rules import Duty, UnitNode
from server.routing.tables import DutyEntry
from server.units.tables import Unit


def duties(session: Session, prefixes: Collection[str], on: date) -> list[Duty]:
    """The duties in force on a day for these class prefixes (2, 4 and 6 digits)."""
    rows = session.exec(
        select(DutyEntry).where(
            col(DutyEntry.category_code).in_(prefixes),
            DutyEntry.valid_from <= on,
            or_(col(DutyEntry.valid_to).is_(None), col(DutyEntry.valid_to) >= on),
        )
    ).all()
    return [
        Duty(row.category_code, row.region, row.unit_code, row.legal_basis, row.valid_from, row.valid_to)
        for row in rows
    ]


def unit_tree(session: Session) -> dict[str, UnitNode]:
    """Every unit by code."""
    return {
        code: UnitNode(code, name, parent)
        for code, name, parent in session.exec(select(Unit.code, Unit.name, Unit.parent)).all()
    }
