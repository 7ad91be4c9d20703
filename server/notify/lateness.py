"""Whether anything waits longer than its plan allows: then no worker runs, or one does not do its work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from server.core.work import Work
from server.notify import texts
from server.notify.plan import plan_of
from server.notify.sending import CLAIM
from server.notify.tables import Delivery, DeliveryState, Notice

#: a worker that was restarted, a database that was away: longer than this nothing waits to be looked at
SLACK = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Late:
    """One notice or sending that waits too long. Holds nothing of the matter."""

    notice: int
    account: str
    kind: str
    #: what it waits for, in words
    waits: str
    since: datetime


def overdue(work: Work) -> Iterator[str]:
    """Yield one sentence for each kind of delay; no sentence names a person or a matter."""
    whole = _longest(work)
    words = {
        _UNPLANNED: "条通知无人处理 · notices nobody has looked at",
        _TOO_LONG: f"次发送超过重试方案的 {whole} · sendings older than their retry plan",
        _NOT_SENT: "次发送到时未发 · sendings whose time has passed",
        _UNREAD: "条未读通知未转副职 · unread notices not handed on",
    }
    for waits, which in _conditions(work).items():
        count = work.session.exec(_chosen(select(func.count()), waits).where(*which)).one()
        if count:
            yield f"{count} {words[waits]}"
    if late := texts.overdue(work, SLACK):
        yield f"{late} 条信访人短信到时未发 · texts to petitioners whose time has passed"


def each(work: Work, limit: int = 200) -> list[Late]:
    """Return what `overdue` counts, one by one, the longest wait of each kind first."""
    found: list[Late] = []
    for waits, which in _conditions(work).items():
        since = {_UNPLANNED: Notice.created_at, _UNREAD: Notice.unread_due_at}.get(
            waits, Delivery.first_at if waits is _TOO_LONG else Delivery.due_at
        )
        asked = _chosen(select(Notice.id, Notice.account, Notice.kind, since), waits).where(*which)
        found += [
            Late(number, account, kind, waits, at)
            for number, account, kind, at in work.session.exec(asked.order_by(since).limit(limit)).all()
        ]
    return found


_UNPLANNED = "无人处理 · nobody has looked at it"
_TOO_LONG = "超过重试方案 · older than its retry plan"
_NOT_SENT = "到时未发 · its time has passed"
_UNREAD = "未读未转副职 · unread and not handed on"


def _conditions(work: Work) -> dict[str, tuple[ColumnElement[bool], ...]]:
    now = work.now
    waiting = col(Delivery.state) == DeliveryState.WAITING
    return {
        _UNPLANNED: (col(Notice.planned_at).is_(None), col(Notice.created_at) < now - SLACK),
        _TOO_LONG: (waiting, col(Delivery.first_at) < now - _longest(work)),
        _NOT_SENT: (waiting, col(Delivery.due_at) < now - SLACK),
        _UNREAD: (col(Notice.unread_due_at) < now - SLACK,),
    }


def _longest(work: Work) -> timedelta:
    return plan_of(work.session).retries.lasts(CLAIM) + SLACK


def _chosen(statement: Any, waits: str) -> Any:
    """Return the statement over notices, or over what is sent of them."""
    whole = statement.select_from(Notice)
    return whole.join(Delivery, col(Delivery.notice_id) == col(Notice.id)) if waits in (_TOO_LONG, _NOT_SENT) else whole
