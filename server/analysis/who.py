"""Who reads reports over the whole centre: leaders, the convenor, assessors, the petition office."""

from __future__ import annotations

from server.accounts.permissions import Action, Actor, may
from server.accounts.tables import Role
from server.cases.access import Reader
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.work import Work
from server.units import service as units
from server.units.tables import UnitKind


def check(work: Work, who: Reader) -> None:
    """Raise FORBIDDEN for a unit: how much there is about its neighbours is not for it."""
    kinds = (found.kind for code in who.desks if (found := units.unit(work.session, code)))
    if not (may(Actor(who.role), Action.INSTRUCT) or who.role is Role.ASSESSOR or UnitKind.PETITION in kinds):
        raise HallError(
            ErrorCode.FORBIDDEN,
            "报表由信访部门、领导和考核人员查看。",
            "Reports are read by the petition office, leaders and assessors.",
            "请联系信访局值班员 · Ask the duty officer of the petition office.",
        )
