"""Whose window somebody sits at: the petition offices that a reader receives visitors for."""

from __future__ import annotations

from sqlmodel import Session

from server.accounts.tables import Role
from server.cases.access import Reader
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.units import service as units
from server.units.tables import Unit, UnitKind

#: these receive for the office they work in, also without a post at its desk
_RECEPTION = frozenset({Role.WINDOW, Role.SCREENING})


def of(session: Session, who: Reader) -> tuple[Unit, ...]:
    """Return the offices by code; none for anybody else."""
    codes = who.desks | (who.units if who.role in _RECEPTION else frozenset())
    found = (units.unit(session, code) for code in sorted(codes))
    return tuple(unit for unit in found if unit is not None and unit.kind == UnitKind.PETITION)


def mine(session: Session, who: Reader) -> Unit:
    """Return the office this reader receives for; raise FORBIDDEN."""
    found = of(session, who)
    if found:
        return found[0]
    raise HallError(
        ErrorCode.FORBIDDEN,
        "只有信访部门的接待窗口和值班岗可以办理。",
        "This is for the window and the desk of a petition office.",
        "请交信访局接待窗口 · Hand it to the petition office.",
    )
