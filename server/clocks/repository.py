"""Queries over clocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from server.clocks.tables import Clock
from server.core.writing import ALONE

_MOVED = "clocks.moved"
#: place in the queue of alarms: when, and which clock
Place = tuple[datetime, int]


def of_case(session: Session, case_id: str) -> Sequence[Clock]:
    """Every clock of a case, the next to run out first."""
    session.info.pop(_MOVED, None)
    wanted = select(Clock).where(Clock.case_id == case_id).order_by(col(Clock.due_at), col(Clock.id))
    return session.exec(wanted.execution_options(**{ALONE: True})).all()


def remember(session: Session, case_id: str, clocks: Sequence[Clock]) -> None:
    """Keep how a step of this transaction left the clocks of a case, for who shows them next."""
    session.info[_MOVED] = (case_id, tuple(clocks))


def as_left(session: Session, case_id: str) -> Sequence[Clock]:
    """As `of_case`, to be read only; without asking again for what this transaction has just moved."""
    known, clocks = session.info.get(_MOVED, ("", ()))
    return clocks if known == case_id else of_case(session, case_id)


def of_cases(session: Session, case_ids: Sequence[str]) -> Sequence[Clock]:
    """As `of_case`, for many cases."""
    session.info.pop(_MOVED, None)
    statement = select(Clock).where(col(Clock.case_id).in_(case_ids))
    return session.exec(statement.order_by(col(Clock.due_at), col(Clock.id))).all()


def provisional(session: Session) -> Iterator[Clock]:
    """Yield the clocks whose due time waits for a holiday calendar, whatever became of them; to be read only."""
    session.info.pop(_MOVED, None)
    wanted = select(Clock).where(col(Clock.provisional)).order_by(col(Clock.id))
    yield from session.exec(wanted.execution_options(yield_per=1000))


def alarming(session: Session, now: datetime, limit: int, after: Place | None) -> Sequence[Clock]:
    """Return and hold at most `limit` clocks whose alarm lies before `now`, oldest first, from `after` on.

    Rows that another worker holds are left to it (SKIP LOCKED; SQLite has one writer anyway).
    """
    session.info.pop(_MOVED, None)
    statement = select(Clock).where(col(Clock.alarm_at) < now)
    if after is not None:
        at, number = after
        later = or_(col(Clock.alarm_at) > at, and_(col(Clock.alarm_at) == at, col(Clock.id) > number))
        # said twice, because only the plain comparison is a bound of the index
        statement = statement.where(col(Clock.alarm_at) >= at, later)
    return session.exec(
        statement.order_by(col(Clock.alarm_at), col(Clock.id)).limit(limit).with_for_update(skip_locked=True)
    ).all()
