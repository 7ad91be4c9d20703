"""Wrong codes in a row, counted in the database for all processes: after so many nobody tries on for a while."""

from __future__ import annotations

from datetime import timedelta

from server.cases.tables import CodeAttempt
from server.contract.v1 import ErrorCode
from server.core.database import transaction
from server.core.errors import HallError
from server.core.work import Work
from server.core.writing import insert_if_new


def index(work: Work, what: str) -> str:
    """Return under what the attempts are counted: a number, or an account and what it tries."""
    return work.vault.index("attempt", what)


def refuse_while_locked(work: Work, tried: str, message: str, message_en: str, remedy: str) -> None:
    """Raise TOO_MANY_REQUESTS; `{minutes}` in the remedy is how long it lasts."""
    attempt = work.session.get(CodeAttempt, tried)
    if attempt is not None and attempt.locked_until is not None and attempt.locked_until > work.now:
        minutes = work.centre.settings.code_lock_minutes
        raise HallError(ErrorCode.TOO_MANY_REQUESTS, message, message_en, remedy.format(minutes=minutes))


def count_failure(work: Work, tried: str) -> None:
    """Count in a transaction of its own, because the refusal rolls the request back."""
    settings = work.centre.settings
    with transaction(work.centre.engine) as session:
        # two that try a number for the first time at the same moment must not make the same row
        insert_if_new(session, CodeAttempt, {"number_index": tried, "failures": 0, "locked_until": None})
        attempt = session.get(CodeAttempt, tried, with_for_update=True)
        if attempt is None:
            # the right code was given just now: nothing is counted any more
            return
        attempt.failures += 1
        if attempt.failures >= settings.code_failures:
            attempt.failures = 0
            attempt.locked_until = work.now + timedelta(minutes=settings.code_lock_minutes)
        session.add(attempt)


def forget(work: Work, tried: str) -> None:
    """The right code was given."""
    attempt = work.session.get(CodeAttempt, tried)
    if attempt is not None:
        # somebody else may have given it too and be first
        attempt = work.session.get(CodeAttempt, tried, with_for_update=True)
    if attempt is not None:
        work.session.delete(attempt)
