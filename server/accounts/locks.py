"""Wrong passwords: counted, answered with a pause that grows, and never a way to keep the owner out for long.

A browser that has signed in before carries a token and is counted apart (OWASP, "device cookies"): a stranger who types wrong
passwords on purpose locks out strangers, while the owner goes on at the own desk.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from server.accounts.tables import Account, Device
from server.audit import service as audit
from server.contract.v1 import ErrorCode
from server.core.database import transaction
from server.core.errors import HallError
from server.core.work import Work

#: the first pause; each further one is twice as long, up to the setting
FIRST_MINUTES = 5


def counted(work: Work, account: Account, token: str) -> Account | Device:
    """Return whose count it is: this browser's when the account knows it, else that of all strangers."""
    device = work.session.get(Device, hashed(token), with_for_update=True) if token else None
    return device if device is not None and device.account == account.username else account


def refuse_while_locked(work: Work, who: Account | Device) -> None:
    if who.locked_until is None or who.locked_until <= work.now:
        return
    seconds = int((who.locked_until - work.now).total_seconds()) + 1
    minutes = -(-seconds // 60)
    raise HallError(
        ErrorCode.TOO_MANY_REQUESTS,
        "多次输入错误，账户已暂时锁定。",
        "Too many wrong passwords; the account is locked for a while.",
        f"请 {minutes} 分钟后再试，或在常用的电脑上登录 · Try in {minutes} minutes, or at your usual computer.",
        retry_after=seconds,
    )


def count(work: Work, username: str, token: str) -> None:
    """Count a wrong one, in a transaction of its own, because the refusal rolls this one back."""
    settings = work.centre.settings
    work.session.rollback()
    with transaction(work.centre.engine) as session:
        alone = Work(session, work.centre, work.now, work.actor)
        account = session.get(Account, username, with_for_update=True)
        if account is None:
            return
        who = counted(alone, account, token)
        who.failures += 1
        if who.failures >= settings.login_failures:
            minutes = min(FIRST_MINUTES * 2**who.locks, settings.login_lock_minutes)
            who.failures, who.locks = 0, min(who.locks + 1, 20)
            who.locked_until = work.now + timedelta(minutes=minutes)
        session.add(who)
        audit.record(alone, "session.refused", f"account:{username}")


def forget(who: Account | Device) -> None:
    who.failures, who.locks, who.locked_until = 0, 0, None


def know(work: Work, account: Account, token: str, fresh: str) -> str:
    """Return the token of this browser, a fresh one when the account did not know it."""
    device = work.session.get(Device, hashed(token)) if token else None
    if device is None or device.account != account.username:
        token = fresh
        device = Device(token_hash=hashed(token), account=account.username, seen_at=work.now)
    device.seen_at = work.now
    forget(device)
    work.session.add(device)
    return token


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
