"""Signs of life are written by the worker and read by the web processes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, func, select

from server.monitoring.tables import Heartbeat, LastLook
from server.notify.tables import Delivery, DeliveryState, Notice


class Job(StrEnum):
    SWEEP = "sweep"
    NOTICES = "notices"


def beat(session: Session, job: Job, now: datetime, *, handled: int = 0, late: float | None = None) -> None:
    """Say that a job ran; `late` in seconds, None when it had nothing to do."""
    row = session.get(Heartbeat, job) or Heartbeat(job=job, at=now)
    row.at = now
    row.handled += handled
    if late is not None:
        row.late_seconds = late
    session.add(row)


def beats(session: Session) -> Mapping[str, Heartbeat]:
    return {row.job: row for row in session.exec(select(Heartbeat)).all()}


def looked(session: Session, now: datetime, names: Collection[str]) -> None:
    """Keep what the look at the invariants found: the name of one for each time it does not hold."""
    row = session.get(LastLook, 1) or LastLook(id=1, at=now, found=0)
    row.at, row.found, row.names = now, len(names), ",".join(sorted(set(names)))[:500]
    session.add(row)


def last_look(session: Session) -> LastLook | None:
    return session.get(LastLook, 1)


@dataclass(frozen=True, slots=True)
class Outbox:
    """How far the sending of notices is behind."""

    #: notices nobody has laid out, and sendings whose time has come
    waiting: int
    #: of the oldest one, 0 when nothing waits
    lag_seconds: float
    failed: int


def outbox(session: Session, now: datetime) -> Outbox:
    laid_out = select(func.count(), func.min(Notice.created_at)).where(col(Notice.planned_at).is_(None))
    due = select(func.count(), func.min(Delivery.due_at)).where(
        Delivery.state == DeliveryState.WAITING, col(Delivery.due_at) <= now
    )
    waiting, since = 0, now
    for count, oldest in (session.exec(laid_out).one(), session.exec(due).one()):
        waiting += count
        since = min(since, oldest or now)
    failed = select(func.count()).select_from(Delivery).where(Delivery.state == DeliveryState.FAILED)
    return Outbox(waiting, (now - since).total_seconds(), session.exec(failed).one())
