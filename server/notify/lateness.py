"""Whether anything waits longer than its plan allows: then no worker runs, or one does not do its work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session, col, func, select

from server.core.work import Work
from server.notify.plan import plan_of
from server.notify.sending import CLAIM
from server.notify.tables import Delivery, DeliveryState, Notice

#: a worker that was restarted, a database that was away: longer than this nothing waits to be looked at
SLACK = timedelta(minutes=15)


def overdue(work: Work) -> Iterator[str]:
    """Yield one sentence for each kind of delay; no sentence names a person or a matter."""
    session, now = work.session, work.now
    retries = plan_of(session).retries
    whole = retries.lasts(CLAIM) + SLACK
    laid_out = select(func.count()).where(col(Notice.planned_at).is_(None), col(Notice.created_at) < now - SLACK)
    waiting = select(func.count()).where(Delivery.state == DeliveryState.WAITING, col(Delivery.first_at) < now - whole)
    due = select(func.count()).where(Delivery.state == DeliveryState.WAITING, col(Delivery.due_at) < now - SLACK)
    unread = select(func.count()).where(col(Notice.unread_due_at) < now - SLACK)
    yield from _said(session, laid_out, "条通知无人处理 · notices nobody has looked at")
    yield from _said(session, waiting, f"次发送超过重试方案的 {whole} · sendings older than their retry plan")
    yield from _said(session, due, "次发送到时未发 · sendings whose time has passed")
    yield from _said(session, unread, "条未读通知未转副职 · unread notices not handed on")


def _said(session: Session, question: object, words: str) -> Iterator[str]:
    count = session.exec(question).one()  # type: ignore[call-overload]
    if count:
        yield f"{count} {words}"
