"""Rows of the outbox: what is new, what a page missed, what was delivered and read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, or_, select, update

from server.core.writing import ALONE, Draft, later
from server.notify.place import Place
from server.notify.tables import Notice

#: ids before the last one that are looked at when a process starts: one of them may not be committed yet
RECENT = 200
#: where counting ends: nobody turns so many pages
MOST_UNREAD = 10_000


def recent_ids(session: Session) -> Sequence[int]:
    """Return the last ids, ascending."""
    last = session.exec(select(func.max(Notice.id))).one() or 0
    found = session.exec(select(Notice.id).where(col(Notice.id) > last - RECENT).order_by(col(Notice.id))).all()
    return [number for number in found if number is not None]


def since(session: Session, top: int, gaps: Collection[int], limit: int) -> Sequence[Notice]:
    """Return every notice with an id above `top` or in `gaps`, oldest first."""
    new = col(Notice.id) > top
    wanted = or_(new, col(Notice.id).in_(gaps)) if gaps else new
    return session.exec(select(Notice).where(wanted).order_by(col(Notice.id)).limit(limit)).all()


def missed(session: Session, account: str, place: Place | None) -> Sequence[Notice]:
    """Return what a page that comes (back) has not had: after its place, or, without one, what no page was handed."""
    mine = select(Notice).where(Notice.account == account).order_by(col(Notice.id))
    if place is None:
        return session.exec(mine.where(col(Notice.delivered_at).is_(None))).all()
    found = session.exec(mine.where(col(Notice.id) > place.low)).all()
    return [notice for notice in found if not place.has(notice.id or 0)]


def of_account(session: Session, account: str, *, limit: int, before: int | None = None) -> Sequence[Notice]:
    """Return the newest notices of an account, those with an id below `before`."""
    wanted = select(Notice).where(Notice.account == account)
    if before is not None:
        wanted = wanted.where(col(Notice.id) < before)
    return session.exec(wanted.order_by(col(Notice.id).desc()).limit(limit)).all()


def unread(session: Session, account: str) -> int:
    """Count what this account has not read; `MOST_UNREAD` is that many or more."""
    some = select(Notice.id).where(Notice.account == account, col(Notice.read_at).is_(None)).limit(MOST_UNREAD)
    return session.exec(select(func.count()).select_from(some.subquery())).one()


def of_case(session: Session, case_id: str) -> Sequence[Notice]:
    """Return every notice of a matter, oldest first."""
    return session.exec(select(Notice).where(Notice.case_id == case_id).order_by(col(Notice.id))).all()


def of_pages(session: Session, pages: Collection[str]) -> Sequence[Notice]:
    """Return every notice that leads to one of these pages, oldest first."""
    return session.exec(select(Notice).where(col(Notice.page).in_(pages)).order_by(col(Notice.id))).all()


def mark_delivered(session: Session, ids: Iterable[int], now: datetime) -> None:
    session.exec(
        update(Notice)
        .where(col(Notice.id).in_(sorted(ids)), col(Notice.delivered_at).is_(None))
        .values(delivered_at=now)
    )


def mark_seen(session: Session, account: str, ids: Collection[int], now: datetime) -> None:
    """Note that the account was shown these."""
    for notice in _locked(session, col(Notice.id).in_(sorted(ids)), col(Notice.account) == account):
        notice.seen_at = notice.seen_at or now


def mark_read(
    session: Session, account: str, now: datetime, *, case_id: str = "", page: str = "", notice_id: int = 0
) -> int:
    """Note that the account has opened a matter its notices tell of, the page they lead to, or one notice; return how
    many were unread."""
    if case_id:
        # what opens a page of its own is read there, unless that is a part of the file
        of_file = or_(col(Notice.page) == "", col(Notice.page).startswith(f"/cases/{case_id}/", autoescape=True))
        which = and_(col(Notice.case_id) == case_id, of_file)
    else:
        which = col(Notice.page) == page if page else col(Notice.id) == notice_id
    found = _locked(session, col(Notice.account) == account, which, col(Notice.read_at).is_(None))
    draft = Draft()
    for notice in found:
        notice.read_at, notice.seen_at, notice.unread_due_at = now, notice.seen_at or now, None
        draft.change(session, notice)
    if found:
        later(session, draft)
    return len(found)


def withdraw(session: Session, case_id: str, accounts: Collection[str], now: datetime) -> None:
    """Empty what these people were told of a matter from which they are kept away now; that they were told stays known.

    What is still to be sent is dropped by the sender, which asks who may know before each attempt.
    """
    for notice in _locked(session, col(Notice.case_id) == case_id, col(Notice.account).in_(sorted(accounts))):
        notice.title, notice.body, notice.number = "通知已撤回 · Withdrawn", "", ""
        notice.unread_due_at, notice.delivered_at = None, notice.delivered_at or now


def _locked(session: Session, *which: ColumnElement[bool]) -> Sequence[Notice]:
    """Return these notices to be changed: their rows are sealed, so that two who change one do so in turn."""
    wanted = select(Notice).where(*which).order_by(col(Notice.id)).with_for_update()
    return session.exec(wanted.execution_options(populate_existing=True, **{ALONE: True})).all()
