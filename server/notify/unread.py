"""Unread is a clock: notices whose reader let it run out, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from server.audit import service as audit
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.work import Work
from server.notify.tables import Deputy, Notice
from server.units.organisation import organisation


def due(session: Session, now: datetime, limit: int) -> Sequence[Notice]:
    """Take notices left unread for too long, longest first; each is taken once over all workers."""
    wanted = select(Notice).where(col(Notice.unread_due_at) <= now).order_by(col(Notice.unread_due_at), col(Notice.id))
    found = session.exec(wanted.limit(limit).with_for_update(skip_locked=True)).all()
    for notice in found:
        notice.unread_due_at = None
    return found


def line(session: Session, notice: Notice) -> frozenset[str]:
    """Return everybody who was told in place of the first reader, and that reader: nobody is asked twice."""
    first = notice.stands_for or notice.id
    told = select(Notice.account).where(or_(col(Notice.id) == first, col(Notice.stands_for) == first))
    return frozenset(session.exec(told).all())


def deputies(session: Session, account: str) -> tuple[str, ...]:
    """Return who was named to stand in for this person, in order."""
    named = select(Deputy.deputy).where(Deputy.account == account).order_by(col(Deputy.rank), col(Deputy.deputy))
    return tuple(session.exec(named).all())


def name(work: Work, account: str, deputy: str, rank: int) -> None:
    """Name somebody to stand in; raise INVALID_REQUEST unless they are two people who hold posts."""
    holders = organisation(work.session).posts_of_account
    if account == deputy or account not in holders or deputy not in holders:
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            "本人和副职应为两位担任职务的人员。",
            "A person and the deputy are two people who hold posts.",
            "请核对用户名 · Check the user names.",
        )
    work.session.merge(Deputy(account=account, deputy=deputy, rank=rank))
    audit.record(work, "deputy.named", f"account:{account}")


def dismiss(work: Work, account: str, deputy: str) -> None:
    row = work.session.get(Deputy, (account, deputy))
    if row is not None:
        work.session.delete(row)
        audit.record(work, "deputy.dismissed", f"account:{account}")
