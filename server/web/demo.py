"""The accounts of a demonstration centre, shown on its sign-in page; a real centre shows none."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from server.accounts.tables import Account, Role
from server.core.tables import Installation
from server.units import service as units
from server.web.guard import ROLE_TEXTS

#: enough to try every role without filling the page
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class DemoAccount:
    account: str
    text: str


def demo_accounts(session: Session) -> tuple[DemoAccount, ...]:
    """Return an account to try for each role; empty unless this database was filled as a demonstration."""
    installation = session.get(Installation, 1)
    if installation is None or not installation.demo:
        return ()
    rows = session.exec(select(Account).where(col(Account.demo).is_(True)).order_by(col(Account.username))).all()
    by_role = {row.role: row for row in reversed(rows)}
    return tuple(DemoAccount(row.username, _text(session, row)) for row in list(by_role.values())[:_SHOWN])


def _text(session: Session, row: Account) -> str:
    unit = units.ref(session, row.unit)
    return " · ".join(part for part in (unit.name if unit else "", ROLE_TEXTS[Role(row.role)]) if part)
