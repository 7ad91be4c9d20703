"""Accounts, signing in and out, sessions."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, select

from server.accounts import factors, locks, passwords
from server.accounts.locks import hashed
from server.accounts.passwords import hash_password
from server.accounts.tables import Account, Device, Role, Stage, WebSession
from server.audit import service as audit
from server.contract.v1 import ErrorCode
from server.core import guarded, reference
from server.core.errors import HallError
from server.core.work import Work

__all__ = [
    "Browser",
    "Login",
    "add",
    "alive",
    "change_password",
    "close_all",
    "ended",
    "enter_code",
    "find_session",
    "hash_password",
    "login",
    "logout",
    "prove",
    "proved",
    "same_secret",
    "sessions",
    "settle",
    "sweep_sessions",
    "what_is_missing",
]

#: a sensitive act asks for the password again after so long
PROOF_MINUTES = 10
_SEEN_EVERY = timedelta(minutes=1)
#: a session that is over is known for so long: whose form it was that came too late
REMEMBERED = timedelta(hours=1)
#: session, account, and the stamp of the organisation, which the next question is about: one round trip
_BY_TOKEN = (
    select(WebSession, Account, reference.STAMP_COLUMN)
    .join(Account, col(Account.username) == col(WebSession.account))
    .where(col(WebSession.token_hash) == bindparam("token"))
)


@dataclass(frozen=True, slots=True)
class Browser:
    """What a browser says of itself: the token it was given at an earlier sign-in, and its kind."""

    device: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Login:
    """A fresh session: the tokens go into cookies and nowhere else."""

    token: str
    csrf: str
    account: Account
    seconds: int
    stage: Stage = Stage.FULL
    device: str = ""


def add(
    work: Work, username: str, display: str, role: Role, unit: str, password: str, *, must_change: bool = False
) -> Account:
    """Create an account; raise CONFLICT when the name is taken, INVALID_REQUEST for a password that will not do."""
    passwords.check(password, username, display)
    if work.session.get(Account, username) is not None:
        raise HallError(ErrorCode.CONFLICT, f"账户 {username} 已存在。", f"Account {username} exists already.")
    account = Account(
        username=username,
        display=display,
        role=role,
        unit=unit,
        password_hash=hash_password(password),
        must_change=must_change,
    )
    work.session.add(account)
    work.session.flush()
    audit.record(work, "account.added", f"account:{username}")
    return account


def login(work: Work, username: str, password: str, code: str = "", browser: Browser = Browser()) -> Login:
    """Check the password, and the code of the second factor when one is given, and open a session.

    Raise UNAUTHENTICATED, or TOO_MANY_REQUESTS while locked. `stage` says what the session still has to show.
    """
    account = work.session.get(Account, username, with_for_update=True)
    who = locks.counted(work, account, browser.device) if account is not None else None
    if who is not None:
        locks.refuse_while_locked(work, who)
    right = passwords.fits(password, account.password_hash if account else None)
    if account is not None and right and code and account.totp_confirmed:
        right = factors.accept(work, account, code)
    if account is not None and not right:
        locks.count(work, username, browser.device)
    if account is None or who is None or not right or account.disabled_at is not None:
        raise HallError(
            ErrorCode.UNAUTHENTICATED,
            "用户名或密码不正确。",
            "User name or password is not right.",
            "请重新输入 · Type them again.",
        )
    return _open(work, account, who, browser, coded=bool(code))


def _open(work: Work, account: Account, who: Account | Device, browser: Browser, *, coded: bool) -> Login:
    seconds = work.centre.settings.session_hours * 3600
    token = secrets.token_urlsafe(32)
    stage = _next(work, account, coded=coded)
    row = WebSession(
        token_hash=hashed(token),
        account=account.username,
        csrf=secrets.token_urlsafe(24),
        created_at=work.now,
        expires_at=work.now + timedelta(seconds=seconds),
        stage=stage,
        seen_at=work.now,
        proved_at=work.now,
        agent=browser.agent[:120],
    )
    work.session.add(account)
    for one in sessions(work, account.username)[work.centre.settings.session_most - 1 :]:
        work.session.delete(one)
    work.session.add(row)
    audit.record(work, "session.opened", f"account:{account.username}")
    # whoever has the password alone could otherwise wipe out the count of wrong codes, or be known without a right one
    device = "" if stage is Stage.CODE else _settle_count(work, account, who, browser.device)
    return Login(token, row.csrf, account, seconds, stage, device)


def _settle_count(work: Work, account: Account, who: Account | Device, device: str) -> str:
    """Forget what was typed wrong; return the token this browser is known by from now on."""
    locks.forget(who)
    work.session.add(who)
    return locks.know(work, account, device, secrets.token_urlsafe(24))


def _next(work: Work, account: Account, *, coded: bool) -> Stage:
    """Return what is still missing, in the order it is asked for."""
    if account.totp_confirmed and not coded:
        return Stage.CODE
    if account.must_change:
        return Stage.PASSWORD
    if factors.needed(work, account) and not account.totp_confirmed:
        return Stage.ENROL
    return Stage.FULL


def enter_code(work: Work, account: Account, row: WebSession, code: str, device: str) -> Login:
    """Take the code of the second factor; raise UNAUTHENTICATED, and count it like a wrong password.

    The session goes on under other tokens: whoever knew the first ones showed no code.
    """
    who = _whose_turn(work, account, device)
    if not factors.accept(work, account, code):
        locks.count(work, account.username, device)
        raise factors.wrong()
    token = secrets.token_urlsafe(32)
    row.token_hash, row.csrf = hashed(token), secrets.token_urlsafe(24)
    settle(work, account, row)
    known = _settle_count(work, account, who, device)
    seconds = int((row.expires_at - work.now).total_seconds())
    return Login(token, row.csrf, account, seconds, Stage(row.stage), known)


def _whose_turn(work: Work, account: Account, device: str) -> Account | Device:
    """Return whose wrong ones are counted. One at a time: two that come at once must not both use up the same code."""
    with work.session.no_autoflush:
        work.session.refresh(account, with_for_update=True)
        who = locks.counted(work, account, device)
    locks.refuse_while_locked(work, who)
    return who


def settle(work: Work, account: Account, row: WebSession) -> None:
    """Move the session to what is still missing now; the second factor was shown."""
    row.stage, row.proved_at = _next(work, account, coded=True), work.now
    work.session.add(row)


def change_password(work: Work, account: Account, row: WebSession, old: str, new: str, device: str) -> None:
    """Set another password and end every other session; raise UNAUTHENTICATED for a wrong old one."""
    _whose_turn(work, account, device)
    if not passwords.fits(old, account.password_hash):
        locks.count(work, account.username, device)
        raise HallError(
            ErrorCode.UNAUTHENTICATED, "原密码不正确。", "The old password is not right.", "请重新输入 · Type it again."
        )
    passwords.check(new, account.username, account.display)
    if passwords.fits(new, account.password_hash):
        raise HallError(
            ErrorCode.INVALID_REQUEST, "新密码与原密码相同。", "The new password is the old one.", fields=("password",)
        )
    account.password_hash, account.must_change = hash_password(new), False
    work.session.add(account)
    close_all(work, account.username, except_for=row.token_hash)
    settle(work, account, row)
    audit.record(work, "account.password_changed", f"account:{account.username}")


def prove(work: Work, account: Account, row: WebSession, password: str, code: str, device: str) -> None:
    """Show password, and code where there is one, once more; raise UNAUTHENTICATED."""
    _whose_turn(work, account, device)
    right = passwords.fits(password, account.password_hash)
    if right and account.totp_confirmed:
        right = factors.accept(work, account, code)
    if not right:
        locks.count(work, account.username, device)
        raise HallError(
            ErrorCode.UNAUTHENTICATED, "密码或动态口令不正确。", "Password or code is not right.", "请重新输入 · Again."
        )
    row.proved_at = work.now
    work.session.add(row)


def proved(row: WebSession, now: datetime) -> bool:
    return row.proved_at is not None and now - row.proved_at <= timedelta(minutes=PROOF_MINUTES)


def logout(work: Work, token: str) -> None:
    row = work.session.get(WebSession, hashed(token))
    if row is not None:
        work.session.delete(row)
        audit.record(work, "session.closed", f"account:{row.account}")


def sessions(work: Work, username: str) -> Sequence[WebSession]:
    """Return the sessions of an account, the newest first."""
    return work.session.exec(
        select(WebSession)
        .where(WebSession.account == username, col(WebSession.expires_at) > work.now)
        .order_by(col(WebSession.created_at).desc(), col(WebSession.token_hash))
    ).all()


def close_all(work: Work, username: str, *, except_for: str = "") -> int:
    """End every session of an account, but for one; return how many."""
    open_ones = [row for row in sessions(work, username) if row.token_hash != except_for]
    for row in open_ones:
        work.session.delete(row)
    if open_ones:
        audit.record(work, "session.closed_all", f"account:{username}")
    return len(open_ones)


def find_session(work: Work, token: str) -> tuple[Account, WebSession] | None:
    """Return whose session this token opens, at whatever stage; None when it is unknown, over or unused for long, when
    the program did not write it, or the account is closed."""
    found = work.session.execute(_BY_TOKEN, {"token": hashed(token)}).first() if token else None
    if found is None:
        return None
    row, account, stamp = found
    reference.told(work.session, stamp)
    if row.expires_at <= work.now or _unused(work, row) or not guarded.intact(work.vault, row):
        return None
    if account.disabled_at is not None:
        return None
    if row.seen_at is None or work.now - row.seen_at >= _SEEN_EVERY:
        row.seen_at = work.now
        work.session.add(row)
    return account, row


def ended(work: Work, token: str) -> WebSession | None:
    """Return the session of this token whether it is over or not, as long as it is known and the program wrote it. It
    opens nothing; it says whose the form was that came too late."""
    row = work.session.get(WebSession, hashed(token)) if token else None
    return row if row is not None and row.stage == Stage.FULL and guarded.intact(work.vault, row) else None


def _unused(work: Work, row: WebSession) -> bool:
    idle = timedelta(minutes=work.centre.settings.session_idle_minutes)
    return row.seen_at is not None and work.now - row.seen_at > idle


def alive(session: Session, tokens: Iterable[str], now: datetime) -> frozenset[str]:
    """Return those of `tokens` that still open a session of an account that is not closed; one query for all."""
    hashes = {hashed(token): token for token in tokens}
    rows = session.exec(
        select(WebSession.token_hash)
        .join(Account, col(Account.username) == col(WebSession.account))
        .where(
            col(WebSession.token_hash).in_(hashes), col(WebSession.expires_at) > now, col(Account.disabled_at).is_(None)
        )
        .where(WebSession.stage == Stage.FULL)
    ).all()
    return frozenset(hashes[row] for row in rows)


def same_secret(expected: str, sent: str) -> bool:
    """Compare without telling by the time taken how much is right."""
    return hmac.compare_digest(expected.encode(), sent.encode())


def sweep_sessions(session: Session, now: datetime) -> None:
    """Remove sessions that are over for so long that nobody is still writing in a page of theirs."""
    session.exec(delete(WebSession).where(col(WebSession.expires_at) <= now - REMEMBERED))


def what_is_missing(stage: Stage) -> HallError:
    """Say what a session that is not open yet has to show."""
    match stage:
        case Stage.CODE:
            words = "请输入手机动态口令。", "Enter the code from the telephone.", "POST /api/v1/session/code"
        case Stage.PASSWORD:
            words = (
                "请先修改初始密码。",
                "Change the first password before anything else.",
                "POST /api/v1/session/password",
            )
        case Stage.ENROL:
            words = "请先启用手机动态口令。", "Set up the second factor first.", "POST /api/v1/session/factor"
        case Stage.FULL:
            words = "请先登录。", "Sign in first.", "POST /api/v1/session"
        case _:
            assert_never(stage)
    return HallError(ErrorCode.UNAUTHENTICATED, words[0], words[1], f"/account · {words[2]}")
