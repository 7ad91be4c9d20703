"""Put notices into the outbox, in the transaction of what they tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from server.core.database import after_commit
from server.core.work import Work
from server.core.writing import Draft, later
from server.notify import outbox
from server.notify.plan import SETTINGS, Plan, PlanInvalid, load_plan, plan_of
from server.notify.tables import Notice, NoticeKind

__all__ = ["SETTINGS", "Message", "Plan", "PlanInvalid", "enqueue", "enqueue_all", "load_plan", "mark_read", "plan_of"]


@dataclass(frozen=True, slots=True)
class Message:
    """What is told. Title and body hold the number's tail and the category's first level, nothing of a person.

    They are shown on the centre's own pages. Channels the centre does not own say less still, see `payload`.
    """

    case_id: str
    kind: NoticeKind
    title: str
    body: str
    #: of the matter; "" when there is none
    number: str = ""
    #: id of the first notice of this line that somebody did not read
    stands_for: int | None = None
    #: what the notice opens; "" for the file of the matter
    page: str = ""


def enqueue(work: Work, accounts: Iterable[str], message: Message, draft: Draft | None = None) -> None:
    """Store one notice for every account, in one statement: they become visible at the same instant.

    Once they are committed, the open pages of every server process hear at once. With a `draft` the caller writes them,
    together with what they tell.
    """
    enqueue_all(work, [(accounts, message)], draft)


def enqueue_all(work: Work, messages: Iterable[tuple[Iterable[str], Message]], draft: Draft | None = None) -> None:
    """As `enqueue`, for many messages in one statement."""
    plan = plan_of(work.session)
    rows = [
        {
            "account": account,
            "case_id": message.case_id,
            "kind": message.kind,
            "title": message.title,
            "body": message.body,
            "created_at": work.now,
            "urgency": plan.urgency_of(message.kind),
            "number": message.number,
            "stands_for": message.stands_for,
            "page": message.page,
        }
        for accounts, message in messages
        for account in dict.fromkeys(accounts)
    ]
    if not rows:
        return
    gathered = Draft() if draft is None else draft
    gathered.insert(Notice, rows)
    if draft is None:
        later(work.session, gathered)
    after_commit(work.session, work.centre.news)


def mark_read(session: Session, account: str, case_id: str, now: datetime) -> None:
    """Note that the account has opened the matter its notices tell of."""
    outbox.mark_read(session, account, now, case_id=case_id)


def mark_page_read(session: Session, account: str, page: str, now: datetime) -> None:
    """Note that the account has opened the page its notices lead to."""
    outbox.mark_read(session, account, now, page=page)
