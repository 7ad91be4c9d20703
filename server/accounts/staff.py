"""What the administrator and the security officer do with accounts; neither can do the other's part, nor serve himself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import col, delete, select

from server.accounts import factors, locks, passwords, service
from server.accounts.tables import Account, Device, Role
from server.audit import service as audit
from server.contract.v1 import ErrorCode
from server.core.errors import HallError, not_found
from server.core.work import Work
from server.revisions import service as revisions
from server.revisions.service import Change, State
from server.revisions.tables import ChangeAct, ChangeKind


def every(work: Work) -> Sequence[Account]:
    audit.record(work, "accounts.read", "account:*")
    return work.session.exec(select(Account).order_by(col(Account.username))).all()


def propose(work: Work, username: str, display: str, role: Role, unit: str) -> tuple[Account, str]:
    """Make an account that stays closed until the security officer grants its role; return its first password."""
    password = passwords.initial()
    account = service.add(work, username, display, role, unit, password, must_change=True)
    account.disabled_at = work.now
    work.session.add(account)
    _note(work, account, None)
    return account, password


def grant(work: Work, by: str, username: str, role: Role) -> Account:
    """Give an account this role, its only one, and open it. Raise FORBIDDEN for one's own account."""
    account = _other(work, by, username)
    before = state(account)
    account.role, account.disabled_at = role, None
    work.session.add(account)
    service.close_all(work, username)
    audit.record(work, f"account.granted.{role}", f"account:{username}")
    _note(work, account, before)
    return account


def describe(work: Work, by: str, username: str, display: str, unit: str) -> Account:
    """Change the name shown to colleagues and the unit the person works in."""
    account = _other(work, by, username)
    before = state(account)
    account.display, account.unit = display, unit
    work.session.add(account)
    audit.record(work, "account.described", f"account:{username}")
    _note(work, account, before)
    return account


def end_sessions(work: Work, by: str, username: str) -> int:
    """Sign an account out everywhere; return how many sessions ended."""
    return service.close_all(work, _other(work, by, username).username)


def state(account: Account) -> State:
    """Return what of an account is kept among the revisions: nothing that opens a door."""
    return {
        "display": account.display,
        "role": account.role,
        "unit": account.unit,
        "open": account.disabled_at is None,
    }


def restore(work: Work, by: str, states: Mapping[str, State], *, undoes: str = "") -> str:
    """Bring accounts back to these states, None closing one; their sessions end. Raise FORBIDDEN for one's own."""
    changes = []
    for username, wanted in states.items():
        account = _other(work, by, username)
        before = state(account)
        if wanted is not None:
            account.display, account.unit = str(wanted["display"]), str(wanted["unit"])
            account.role = Role(str(wanted["role"]))
        is_open = wanted is not None and wanted["open"] is True
        account.disabled_at = None if is_open else account.disabled_at or work.now
        work.session.add(account)
        service.close_all(work, username)
        changes.append(Change(username, before, state(account)))
    return revisions.note(work, ChangeKind.ACCOUNT, changes, ChangeAct.UNDONE, undoes=undoes)


def _note(work: Work, account: Account, before: State) -> None:
    work.session.flush()
    revisions.note(work, ChangeKind.ACCOUNT, [Change(account.username, before, state(account))], audited=True)


def close(work: Work, by: str, username: str) -> Account:
    """Close an account at once, with all its sessions."""
    account = _other(work, by, username)
    before = state(account)
    account.disabled_at = work.now
    work.session.add(account)
    service.close_all(work, username)
    audit.record(work, "account.closed", f"account:{username}")
    _note(work, account, before)
    return account


def reset_password(work: Work, by: str, username: str) -> str:
    """Return a first password; the one before and all sessions are gone."""
    account = _other(work, by, username)
    password = passwords.initial()
    account.password_hash, account.must_change = service.hash_password(password), True
    work.session.add(account)
    service.close_all(work, username)
    work.session.exec(delete(Device).where(col(Device.account) == username))
    audit.record(work, "account.password_reset", f"account:{username}")
    return password


def unlock(work: Work, by: str, username: str) -> Account:
    account = _other(work, by, username)
    locks.forget(account)
    work.session.add(account)
    audit.record(work, "account.unlocked", f"account:{username}")
    return account


def reset_factor(work: Work, by: str, username: str) -> Account:
    """The telephone is lost: the next sign-in sets up another one."""
    account = _other(work, by, username)
    factors.reset(work, account)
    service.close_all(work, username)
    return account


def _other(work: Work, by: str, username: str) -> Account:
    if by == username:
        raise HallError(
            ErrorCode.FORBIDDEN,
            "不能对自己的账户进行这一操作。",
            "Nobody does this to the own account.",
            "请由另一位管理员办理 · Ask another administrator.",
        )
    account = work.session.get(Account, username, with_for_update=True)
    if account is None:
        raise not_found()
    return account
