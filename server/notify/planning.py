"""From the outbox to what has to be sent: who has which phone and channel, from when, and until when it must be read."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from server.core.work import Work
from server.notify import rules
from server.notify.circle import OPEN, Circle, Circles
from server.notify.plan import Channel, Plan, plan_of
from server.notify.tables import ChannelKind, Delivery, Notice, NoticeKind, PushSubscription, Urgency
from server.units.organisation import Organisation, organisation
from server.units.tables import Post, PostRole

#: notices of one transaction
BATCH = 200


@dataclass(frozen=True, slots=True)
class _People:
    """Phones of the accounts of one batch, and the posts of everybody."""

    phones: Mapping[str, Sequence[str]]
    organisation: Organisation

    @classmethod
    def of(cls, session: Session, accounts: set[str]) -> _People:
        phones: dict[str, list[str]] = defaultdict(list)
        wanted = select(PushSubscription.account, PushSubscription.id).where(
            col(PushSubscription.account).in_(accounts)
        )
        for account, phone in session.exec(wanted).all():
            phones[account].append(phone)
        return cls(phones, organisation(session))

    def posts(self, account: str) -> Sequence[Post]:
        return self.organisation.posts_of_account.get(account, ())

    def group(self, channel: Channel) -> set[str]:
        """Return everybody who reads a channel of a unit."""
        return {post.account for post in self.organisation.posts if _of_group(channel, post)}


def _of_group(channel: Channel, post: Post) -> bool:
    return channel.unit in ("", post.unit) and channel.post in (None, post.role)


def lay_out(work: Work, circles: Circles, is_workday: rules.IsWorkday, limit: int = BATCH) -> int:
    """Take notices nobody has looked at yet, oldest first; return how many. Each is taken once over all workers."""
    session, plan = work.session, plan_of(work.session)
    waiting = select(Notice).where(col(Notice.planned_at).is_(None)).order_by(col(Notice.id)).limit(limit)
    notices = session.exec(waiting.with_for_update(skip_locked=True)).all()
    if not notices:
        return 0
    people = _People.of(session, {notice.account for notice in notices})
    known = circles(session, {notice.case_id for notice in notices if notice.case_id})
    shared = _shared_already(session, notices, plan)
    for notice in notices:
        notice.planned_at = work.now
        circle = known.get(notice.case_id, OPEN)
        if not circle.admits(notice.account):
            continue
        begins = notice.created_at
        if notice.urgency != Urgency.URGENT:
            begins = rules.audible_from(begins, plan.quiet_hours, is_workday)
        posts = frozenset(PostRole(post.role) for post in people.posts(notice.account))
        patience = plan.patience(NoticeKind(notice.kind), posts)
        if patience is not None and notice.read_at is None and (notice.case_id or notice.page):
            notice.unread_due_at = begins + patience
        first = max(begins, work.now)
        for kind, target, once in _ways(notice, people, plan, circle):
            if once is not None and once in shared:
                continue
            if once is not None:
                shared.add(once)
            session.add(
                Delivery(
                    notice_id=notice.id or 0, channel=kind, target=target, shared=once, first_at=first, due_at=first
                )
            )
    session.flush()
    return len(notices)


def _ways(notice: Notice, people: _People, plan: Plan, circle: Circle) -> Iterator[tuple[ChannelKind, str, str | None]]:
    """Yield (channel, target, what a group is told once)."""
    for phone in people.phones.get(notice.account, ()):
        yield ChannelKind.WEB_PUSH, phone, None
    for channel in plan.channel:
        if notice.urgency not in channel.urgency:
            continue
        if channel.account:
            if channel.account == notice.account:
                yield ChannelKind.APPRISE, channel.name, None
        elif any(_of_group(channel, post) for post in people.posts(notice.account)) and all(
            # a group in which one may not know is not told at all
            circle.admits(account)
            for account in people.group(channel)
        ):
            yield ChannelKind.APPRISE, channel.name, _once(channel, notice)


def _once(channel: Channel, notice: Notice) -> str:
    # a bulletin is each reader's own; everything else is one event of one matter
    about = notice.case_id or notice.page or f"{notice.account}:{notice.id}"
    key = "\0".join((channel.name, about, notice.kind, notice.title, notice.created_at.isoformat()))
    return hashlib.sha256(key.encode()).hexdigest()


def _shared_already(session: Session, notices: Sequence[Notice], plan: Plan) -> set[str]:
    keys = {_once(channel, notice) for channel in plan.channel if not channel.account for notice in notices}
    if not keys:
        return set()
    found = session.exec(select(Delivery.shared).where(col(Delivery.shared).in_(keys))).all()
    return {key for key in found if key is not None}
