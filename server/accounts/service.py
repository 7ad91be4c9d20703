"""Signing in and out, with lockout; accounts."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlmodel import Session, col, delete, select

from server.accounts.tables import Account, Role, WebSession
from server.audit import service as audit
from server.contract.v1 import ErrorCode
from server.core.database import transaction
from server.core.errors import HallError
from server.core.work import Work

SHORTEST_PASSWORD = 10
_HASHER = PasswordHasher()
#: verified when there is no such account, so that the time of an answer does not tell which names exist
_NOBODY = _HASHER.hash(secrets.token_hex(16))


@dataclass(frozen=True, slots=True)
class Login:
    """A fresh session: the token goes into the cookie and nowhere else."""

    token: str
    csrf: str
    account: Account
    seconds: int


def add(work: Work, username: str, display: str, role: Role, unit: str, password: str) -> Account:
    """Create an account; raise CONFLICT when the name is taken, INVALID_REQUEST for a short password."""
    if len(password) < SHORTEST_PASSWORD:
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            f"密码至少 {SHORTEST_PASSWORD} 位。",
            f"A password has at least {SHORTEST_PASSWORD} characters.",
            fields=("password",),
        )
    if work.session.get(Account, username) is not None:
        raise HallError(ErrorCode.CONFLICT, f"账户 {username} 已存在。", f"Account {username} exists already.")
    account = Account(username=username, display=display, role=role, unit=unit, password_hash=hash_password(password))
    work.session.add(account)
    work.session.flush()
    audit.record(work, "account.added", f"account:{username}")
    return account


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def login(work: Work, username: str, password: str) -> Login:
    """Check the password and open a session; raise UNAUTHENTICATED, or TOO_MANY_REQUESTS while locked.

    A failure is counted in a transaction of its own, because the refusal rolls this one back.
    """
    account = work.session.get(Account, username, with_for_update=True)
    if account is not None and account.locked_until is not None and account.locked_until > work.now:
        raise HallError(
            ErrorCode.TOO_MANY_REQUESTS,
            "多次输入错误，账户已暂时锁定。",
            "Too many wrong passwords; the account is locked for a while.",
            f"请 {work.centre.settings.login_lock_minutes} 分钟后再试 · Try again later.",
        )
    try:
        _HASHER.verify(account.password_hash if account else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        account_known = account is not None
        account = None
        if account_known:
            work.session.rollback()
            _count_failure(work, username)
    if account is None or account.disabled_at is not None:
        raise HallError(
            ErrorCode.UNAUTHENTICATED,
            "用户名或密码不正确。",
            "User name or password is not right.",
            "请重新输入 · Type them again.",
        )
    account.failures, account.locked_until = 0, None
    seconds = work.centre.settings.session_hours * 3600
    token = secrets.token_urlsafe(32)
    row = WebSession(
        token_hash=_hash(token),
        account=username,
        csrf=secrets.token_urlsafe(24),
        created_at=work.now,
        expires_at=work.now + timedelta(seconds=seconds),
    )
    work.session.add(account)
    work.session.add(row)
    audit.record(work, "session.opened", f"account:{username}")
    return Login(token, row.csrf, account, seconds)


def _count_failure(work: Work, username: str) -> None:
    settings = work.centre.settings
    with transaction(work.centre.engine) as session:
        account = session.get(Account, username, with_for_update=True)
        if account is None:
            return
        account.failures += 1
        if account.failures >= settings.login_failures:
            account.failures = 0
            account.locked_until = work.now + timedelta(minutes=settings.login_lock_minutes)
        session.add(account)
        audit.record(Work(session, work.centre, work.now, work.actor), "session.refused", f"account:{username}")


def logout(work: Work, token: str) -> None:
    row = work.session.get(WebSession, _hash(token))
    if row is not None:
        work.session.delete(row)
        audit.record(work, "session.closed", f"account:{row.account}")


def find_session(work: Work, token: str) -> tuple[Account, WebSession] | None:
    """Return whose session this token opens, None when it is unknown, over, or the account is disabled."""
    row = work.session.get(WebSession, _hash(token)) if token else None
    if row is None or row.expires_at <= work.now:
        return None
    account = work.session.get(Account, row.account)
    return (account, row) if account is not None and account.disabled_at is None else None


def alive(session: Session, tokens: Iterable[str], now: datetime) -> frozenset[str]:
    """Return those of `tokens` that still open a session of an account that is not closed; one query for all."""
    hashes = {_hash(token): token for token in tokens}
    rows = session.exec(
        select(WebSession.token_hash)
        .join(Account, col(Account.username) == col(WebSession.account))
        .where(
            col(WebSession.token_hash).in_(hashes), col(WebSession.expires_at) > now, col(Account.disabled_at).is_(None)
        )
    ).all()
    return frozenset(hashes[row] for row in rows)


def same_secret(expected: str, sent: str) -> bool:
    """Compare without telling by the time taken how much is right."""
    return hmac.compare_digest(expected.encode(), sent.encode())


def sweep_sessions(session: Session, now: datetime) -> None:
    """Remove sessions that are over."""
    session.exec(delete(WebSession).where(col(WebSession.expires_at) <= now))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
