"""Put notices into the outbox, find those of an account, note what was delivered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, insert, or_, select, update

from server.core.database import after_commit
from server.core.work import Work
from server.notify.tables import Notice, NoticeKind


@dataclass(frozen=True, slots=True)
class Message:
    """What is told. Title and body hold the number's tail and the category's first level, nothing of a person."""

    case_id: str
    kind: NoticeKind
    title: str
    body: str


def enqueue(work: Work, accounts: Iterable[str], message: Message) -> None:
    """Store one notice for every account, in one statement: they become visible at the same instant.

    Once they are committed, the open pages of this process hear at once.
    """
    enqueue_all(work, [(accounts, message)])


def enqueue_all(work: Work, messages: Iterable[tuple[Iterable[str], Message]]) -> None:
    """As `enqueue`, for many messages in one statement."""
    rows = [
        {
            "account": account,
            "case_id": message.case_id,
            "kind": message.kind,
            "title": message.title,
            "body": message.body,
            "created_at": work.now,
        }
        for accounts, message in messages
        for account in dict.fromkeys(accounts)
    ]
    if rows:
        work.session.exec(insert(Notice), params=rows)
        after_commit(work.session, work.centre.news)


def of_account(session: Session, account: str, *, limit: int = 50) -> Sequence[Notice]:
    """Return the newest notices of an account."""
    return session.exec(
        select(Notice).where(Notice.account == account).order_by(col(Notice.id).desc()).limit(limit)
    ).all()


def pending(session: Session, account: str, after: int | None) -> Sequence[Notice]:
    """Return what a page that (re)connects has not had: undelivered ones, and those after its last event."""
    missed: list[ColumnElement[bool]] = [col(Notice.delivered_at).is_(None)]
    if after is not None:
        missed.append(col(Notice.id) > after)
    return session.exec(select(Notice).where(Notice.account == account, or_(*missed)).order_by(col(Notice.id))).all()


def last_id(session: Session) -> int:
    return session.exec(select(func.max(Notice.id))).one() or 0


def since(session: Session, low: int) -> Sequence[Notice]:
    """Return every notice with an id above `low`, oldest first."""
    return session.exec(select(Notice).where(col(Notice.id) > low).order_by(col(Notice.id))).all()


def mark_delivered(session: Session, ids: Iterable[int], now: datetime) -> None:
    session.exec(
        update(Notice).where(col(Notice.id).in_(list(ids)), col(Notice.delivered_at).is_(None)).values(delivered_at=now)
    )


def mark_read(session: Session, account: str, case_id: str, now: datetime) -> None:
    """Note that the account has opened the matter its notices tell of."""
    session.exec(
        update(Notice)
        .where(col(Notice.account) == account, col(Notice.case_id) == case_id, col(Notice.read_at).is_(None))
        .values(read_at=now)
    )
