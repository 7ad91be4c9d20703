"""The accounts of a demonstration centre, shown on its sign-in page; a real centre shows none."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from server.accounts.tables import Account, Role
from server.core.tables import Installation
from server.units import service as units
from server.web.guard import ROLE_TEXTS


@dataclass(frozen=True, slots=True)
class DemoAccount:
    account: str
    text: str


@dataclass(frozen=True, slots=True)
class Demo:
    """One public password for all; duty officers first, because they have something to do."""

    password: str
    accounts: tuple[DemoAccount, ...]


def demo(session: Session, password: str) -> Demo | None:
    """Return what to try; None unless this database was filled as a demonstration.

    `password` is the one the demonstration's accounts were made with, "" to leave it unsaid.
    """
    installation = session.get(Installation, 1)
    if installation is None or not installation.demo:
        return None
    rows = session.exec(select(Account).where(col(Account.demo).is_(True)).order_by(col(Account.username))).all()
    ordered = sorted(rows, key=lambda row: list(Role).index(Role(row.role)))
    return Demo(password, tuple(DemoAccount(row.username, _text(session, row)) for row in ordered))


def _text(session: Session, row: Account) -> str:
    unit = units.ref(session, row.unit)
    return " · ".join(part for part in (unit.name if unit else "", ROLE_TEXTS[Role(row.role)]) if part)
