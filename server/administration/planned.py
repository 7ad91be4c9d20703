"""Changes of units, regions and posts from a day on: kept until it comes, then made as if somebody had made them then."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from server.audit import service as audit
from server.core.errors import HallError, not_found
from server.core.time import local
from server.core.work import Work
from server.exchange import keeping
from server.exchange.tables import Subject
from server.revisions.service import State, state_of
from server.revisions.tables import PlannedChange

log = logging.getLogger("hall.administration.planned")


def change(work: Work, subject: Subject, key: str, state: State, day: date) -> str:
    """Change a row from this day on: now when it has come, else on the day. Return the batch, "" for a later day.

    A change to come is checked as it would be now. Raise as `keeping.put`.
    """
    if day <= local(work.now).date():
        return keeping.put(work, subject, {key: state})
    with work.session.begin_nested() as trial:
        keeping.put(work, subject, {key: state})
        trial.rollback()
    row = PlannedChange(
        kind=subject.value,
        key=key,
        after="" if state is None else json.dumps(state, ensure_ascii=False, sort_keys=True),
        day=day,
        actor=work.actor,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work, f"{subject.value}.planned", f"{subject.value}:{key}"[:80])
    return ""


def waiting(session: Session, subject: Subject | None = None, key: str = "") -> Sequence[PlannedChange]:
    """Return what is to be changed on a day to come, the soonest first."""
    statement = select(PlannedChange).where(col(PlannedChange.ended_at).is_(None))
    if subject is not None:
        statement = statement.where(PlannedChange.kind == subject.value)
    if key:
        statement = statement.where(PlannedChange.key == key)
    return session.exec(statement.order_by(col(PlannedChange.day), col(PlannedChange.id))).all()


def cancel(work: Work, number: int) -> None:
    row = work.session.get(PlannedChange, number, with_for_update=True)
    if row is None or row.ended_at is not None:
        raise not_found()
    row.ended_at = work.now
    work.session.add(row)
    audit.record(work, f"{row.kind}.plan_cancelled", f"{row.kind}:{row.key}"[:80])


def take_up(work: Work) -> int:
    """Make what is due; return how many. One that cannot be made any more is ended with the reason, and logged."""
    today, done = local(work.now).date(), 0
    due = [row for row in waiting(work.session) if row.day <= today]
    for row in due:
        try:
            # alone: what is refused takes nothing along
            with work.session.begin_nested():
                keeping.put(work, Subject(row.kind), {row.key: state_of(row.after)})
            done += 1
        except HallError as refused:
            row.trouble = refused.problem.message[:300]
            log.error("a planned change of %s could not be made: %s", row.kind, refused.code)
        row.ended_at = work.now
        work.session.add(row)
    return done
