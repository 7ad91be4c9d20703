"""Queries over clocks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text, update
from sqlmodel import Session, col, select

from server.clocks.tables import Clock
from server.contract.v1 import ClockState

#: written out and not bound, because only then do both databases see that the partial index serves the query
_RUNNING = text("clock.state = 'running'")


@dataclass(frozen=True, slots=True)
class Expired:
    """A limit that ran out; `due_at` says when, which may be long before it was noticed."""

    case_id: str
    rule: str
    due_at: datetime


def of_case(session: Session, case_id: str) -> Sequence[Clock]:
    """Every clock of a case, the next to run out first."""
    return session.exec(select(Clock).where(Clock.case_id == case_id).order_by(col(Clock.due_at), col(Clock.id))).all()


def of_rules(session: Session, case_id: str, rules: Collection[str]) -> Sequence[Clock]:
    """The clocks of a case under these rules."""
    return session.exec(select(Clock).where(Clock.case_id == case_id, col(Clock.rule).in_(rules))).all()


def provisional(session: Session) -> Sequence[Clock]:
    """Running clocks whose due time still waits for a holiday calendar."""
    return session.exec(
        select(Clock).where(col(Clock.provisional), Clock.state == ClockState.RUNNING, col(Clock.met_at).is_(None))
    ).all()


def expire(session: Session, now: datetime, limit: int) -> list[Expired]:
    """Mark at most `limit` clocks that ran out before `now`, oldest first, and return them.

    Rows that another worker holds are left to it (SKIP LOCKED; SQLite has one writer anyway), so each is returned once.
    """
    due = session.exec(
        select(Clock.id, Clock.case_id, Clock.rule, Clock.due_at)
        .where(_RUNNING, Clock.due_at < now)
        .order_by(col(Clock.due_at), col(Clock.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if due:
        session.exec(update(Clock).where(col(Clock.id).in_([row[0] for row in due])).values(state=ClockState.EXPIRED))
    return [Expired(case_id, rule, due_at) for _, case_id, rule, due_at in due]
