"""Who may call numbers: whoever sits at the reception of the hall's petition office."""

from __future__ import annotations

from sqlmodel import Session

from server.accounts.tables import Account, Role
from server.calling import rules
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.units import service as units
from server.units.tables import PostRole, UnitKind

_RECEPTION = frozenset({Role.WINDOW, Role.SCREENING})


def hall_of(session: Session, account: Account) -> str:
    """Return the hall whose numbers this account calls; raise FORBIDDEN for everybody else."""
    desks = [unit for unit, role in units.posts_of(session, account.username) if role is PostRole.DUTY_OFFICER]
    if Role(account.role) in _RECEPTION:
        desks.append(account.unit)
    for code in desks:
        found = units.unit(session, code)
        if found is not None and found.kind == UnitKind.PETITION:
            return rules.hall_of(found.region)
    raise HallError(
        ErrorCode.FORBIDDEN,
        "叫号由信访大厅的接待窗口操作。",
        "Numbers are called by the reception of the hall.",
        "请由窗口人员办理 · Ask the window.",
    )


def keeps(session: Session, account: Account) -> bool:
    """Tell whether this account calls numbers."""
    try:
        hall_of(session, account)
    except HallError:
        return False
    return True
