"""Unread is a clock: notices whose reader let it run out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from server.notify.tables import Notice


def due(session: Session, now: datetime, limit: int) -> Sequence[Notice]:
    """Return notices left unread for too long, longest first, held against other workers; who handles one says so."""
    wanted = select(Notice).where(col(Notice.unread_due_at) <= now).order_by(col(Notice.unread_due_at), col(Notice.id))
    return session.exec(wanted.limit(limit).with_for_update(skip_locked=True)).all()


def handled(notice: Notice) -> None:
    """It is not returned again."""
    notice.unread_due_at = None


def line(session: Session, notice: Notice) -> frozenset[str]:
    """Return everybody who was told in place of the first reader, and that reader: nobody is asked twice."""
    first = notice.stands_for or notice.id
    told = select(Notice.account).where(or_(col(Notice.id) == first, col(Notice.stands_for) == first))
    return frozenset(session.exec(told).all())
