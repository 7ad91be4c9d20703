"""The names of accounts, for lists of what they did."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlmodel import Session, col, select

from server.accounts.tables import Account


def names(session: Session, accounts: Collection[str]) -> Mapping[str, str]:
    """Return the names colleagues know, by account; nothing is asked for nobody."""
    wanted = sorted({one for one in accounts if one})
    if not wanted:
        return {}
    rows = session.exec(select(Account.username, Account.display).where(col(Account.username).in_(wanted))).all()
    return dict(rows)
