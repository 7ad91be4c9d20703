"""The duty catalogue and the units it names, read once and remembered until one of them changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial

from sqlmodel import Session, col, select

from server.core.reference import remembered
from server.routing.rules import Duty, UnitNode
from server.routing.tables import DutyEntry
from server.units.tables import Unit


def duties(session: Session, prefixes: Collection[str], on: date) -> list[Duty]:
    """The duties in force on a day for these class prefixes (2, 4 and 6 digits)."""
    known = remembered(session, DutyEntry, partial(_duties, session))
    return [duty for prefix in prefixes for duty in known.get(prefix, ()) if duty.valid(on)]


def unit_tree(session: Session) -> Mapping[str, UnitNode]:
    """Every unit that works, by code."""
    return remembered(session, UnitNode, partial(_unit_tree, session))


def _duties(session: Session) -> Mapping[str, tuple[Duty, ...]]:
    rows = session.exec(select(DutyEntry).order_by(col(DutyEntry.id))).all()
    found: dict[str, tuple[Duty, ...]] = {}
    for row in rows:
        duty = Duty(row.category_code, row.region, row.unit_code, row.legal_basis, row.valid_from, row.valid_to)
        found[row.category_code] = (*found.get(row.category_code, ()), duty)
    return found


def _unit_tree(session: Session) -> Mapping[str, UnitNode]:
    return {
        code: UnitNode(code, name, parent)
        for code, name, parent in session.exec(
            select(Unit.code, Unit.name, Unit.parent).where(Unit.dissolved_on == "")
        ).all()
    }
