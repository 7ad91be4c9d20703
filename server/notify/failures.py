"""Sendings that were given up, with the reason in words, and the way to try them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from server.audit import service as audit
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.work import Work
from server.notify.tables import Delivery, DeliveryState, Notice

MOST = 500


@dataclass(frozen=True, slots=True)
class Failed:
    """Holds no address and nothing of the matter."""

    id: int
    account: str
    kind: str
    channel: str
    #: name of the configured channel, "" for a phone
    target: str
    attempts: int
    created_at: datetime
    failed_at: datetime | None
    reason: str


def failed(session: Session, limit: int = MOST) -> Sequence[Failed]:
    """Return what was given up, newest first."""
    wanted = (
        select(Delivery, Notice)
        .join(Notice, col(Notice.id) == col(Delivery.notice_id))
        .where(Delivery.state == DeliveryState.FAILED)
        .order_by(col(Delivery.id).desc())
        .limit(limit)
    )
    return [
        Failed(
            row.id or 0,
            notice.account,
            notice.kind,
            row.channel,
            row.target if row.channel == "apprise" else "",
            row.attempts,
            notice.created_at,
            row.ended_at,
            row.reason,
        )
        for row, notice in session.exec(wanted).all()
    ]


def retry(work: Work, number: int | None = None) -> int:
    """Try one again, or all with None; return how many. Raise NOT_FOUND for one that was not given up."""
    which = [col(Delivery.state) == DeliveryState.FAILED]
    if number is not None:
        which.append(col(Delivery.id) == number)
    rows = _locked(work.session, *which)
    if number is not None and not rows:
        raise _none()
    for row in rows:
        row.state, row.attempts, row.first_at, row.due_at = DeliveryState.WAITING, 0, work.now, work.now
        row.ended_at, row.reason = None, ""
    audit.record(work, "notices.retried", f"delivery:{number or 'all'}")
    return len(rows)


def drop(work: Work, number: int, reason: str) -> None:
    """Give one up for good, with the reason of the administrator. Raise NOT_FOUND for one that was not given up."""
    rows = _locked(work.session, col(Delivery.state) == DeliveryState.FAILED, col(Delivery.id) == number)
    if not rows:
        raise _none()
    for row in rows:
        row.state, row.ended_at, row.reason = DeliveryState.DROPPED, work.now, reason
    audit.record(work, "notices.dropped", f"delivery:{number}")


def _locked(session: Session, *which: ColumnElement[bool]) -> Sequence[Delivery]:
    """Return these to be changed one by one: their rows are sealed."""
    wanted = select(Delivery).where(*which).order_by(col(Delivery.id)).with_for_update()
    return session.exec(wanted.execution_options(populate_existing=True)).all()


def _none() -> HallError:
    return HallError(
        ErrorCode.NOT_FOUND,
        "失败列表中没有这一条。",
        "There is no such failure.",
        "请刷新列表 · Load the list again.",
    )
