"""Matters for the national system: by the petition office that registered them, for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from server.accounts.tables import Account
from server.cases import access, whole
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.work import Work
from server.exchange import national
from server.units import service as units
from server.units.organisation import organisation
from server.units.tables import Unit, UnitKind


def records(work: Work, account: Account, begin: datetime, end: datetime) -> Iterator[dict[str, str]]:
    """Return the matters registered at this person's petition office, one record each; raise FORBIDDEN for others.

    Sealed matters are never among them, nor those this person must not learn of.
    """
    who = access.reader(work.session, account)
    office = _office(work, who)
    names = {code: unit.name for code, unit in organisation(work.session).units.items()}
    told = {"name": office.name, "code": office.code, "region": office.region}
    found = whole.registered_at(work, who, office.region, begin, end)
    return (national.record(one, told, names, work.now) for one in found)


def _office(work: Work, who: access.Reader) -> Unit:
    for code in sorted(who.desks):
        unit = units.unit(work.session, code)
        if unit is not None and unit.kind == UnitKind.PETITION:
            return unit
    raise HallError(
        ErrorCode.FORBIDDEN,
        "只有信访部门的值班岗可以导出。",
        "Only the desk of a petition office hands matters on.",
        "请由信访局值班员导出 · Ask the petition office.",
    )
