"""Sends what is due, several at a time, outside of any transaction; each attempt is counted before it is made.

A worker that dies in between leaves its claim to run out: the attempt is made again, and the tag makes it one to the
reader. What fails is tried again with growing pauses and in the end kept with its reason.
"""

from __future__ import annotations

import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select, update

from server.accounts.tables import Account
from server.core.centre import Centre
from server.core.database import transaction
from server.notify import apprising
from server.notify.circle import OPEN, Circles
from server.notify.outcome import Gone, Outcome, Refused, Sent, TryAgain
from server.notify.payload import Payload, payload
from server.notify.plan import Channel, Plan, plan_of
from server.notify.subscriptions import opened
from server.notify.tables import ChannelKind, Delivery, DeliveryState, Notice, PushSubscription
from server.notify.vapid import PushKeyTrouble, load
from server.notify.webpush import Subscription, WebPush

log = logging.getLogger("hall.server.notify")

#: on their way at once; nothing is claimed before it can go
AT_ONCE = 16
#: longer than any attempt takes
CLAIM = timedelta(seconds=90)

_READ = "已阅读，不再发送 · read meanwhile"
_NOT_ALLOWED = "收件人应当回避或已停用 · the reader must not learn of it, or the account is closed"
_NO_PHONE = "手机已取消订阅 · the phone has unsubscribed"
_NO_CHANNEL = "通知方案中没有这个渠道 · the plan of notices has no such channel"
_NO_ANSWER = "发送程序多次中断 · the sender broke off again and again"


@dataclass(frozen=True, slots=True)
class _Job:
    delivery: int
    attempts: int
    what: Payload
    #: whereto
    way: Subscription | Channel


@dataclass(frozen=True, slots=True)
class Round:
    sent: int = 0
    again: int = 0
    failed: int = 0
    dropped: int = 0


class Sender:
    """Made once per worker; `round` is called from one thread."""

    def __init__(self, centre: Centre, circles: Circles, chance: Callable[[], float] = random.random) -> None:
        self._centre = centre
        self._circles = circles
        self._chance = chance
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="notice")
        self._running: dict[Future[Outcome], _Job] = {}

    def round(self, patience: float | None = None) -> Round:
        """Send everything that is due now; wait for what is on its way for so many seconds, None: until it ended.

        What is on its way still is recorded by a later round: a phone whose service does not answer holds up nobody else.
        """
        done = Counter[DeliveryState]()
        until = None if patience is None else time.monotonic() + patience
        while True:
            done.update(self._ended())
            free = AT_ONCE - len(self._running)
            rows, jobs = self._claim(free) if free else (0, [])
            done[DeliveryState.DROPPED] += rows - len(jobs)
            self._running |= {self._pool.submit(self._send, job): job for job in jobs}
            if rows:
                continue
            left = None if until is None else until - time.monotonic()
            if not self._running or (left is not None and left <= 0):
                break
            wait(self._running, timeout=left, return_when=FIRST_COMPLETED)
        state = DeliveryState
        return Round(done[state.SENT], done[state.WAITING], done[state.FAILED], done[state.DROPPED])

    def close(self) -> None:
        """Wait for what is on its way and record it; nothing new is sent."""
        self._pool.shutdown()
        self._ended()

    def _ended(self) -> list[DeliveryState]:
        over = [(future, self._running.pop(future)) for future in list(self._running) if future.done()]
        return [self._record(job, future.result()) for future, job in over]

    def _claim(self, most: int) -> tuple[int, list[_Job]]:
        """Take what is due, so many at most; return how many rows were looked at and what of them is to be sent."""
        jobs = []
        with self._transaction() as (session, now):
            plan = plan_of(session)
            due = (
                select(Delivery)
                .where(Delivery.state == DeliveryState.WAITING, col(Delivery.due_at) <= now)
                .order_by(col(Delivery.due_at), col(Delivery.id))
                .limit(most)
                .with_for_update(skip_locked=True)
            )
            rows = session.exec(due).all()
            notices = {
                notice.id: notice
                for notice in session.exec(select(Notice).where(col(Notice.id).in_([r.notice_id for r in rows]))).all()
            }
            circles = self._circles(session, {notice.case_id for notice in notices.values() if notice.case_id})
            for row in rows:
                notice = notices[row.notice_id]
                job = None
                if not circles.get(notice.case_id, OPEN).admits(notice.account) or not _open(session, notice.account):
                    _end(row, DeliveryState.DROPPED, _NOT_ALLOWED, now)
                elif notice.read_at is not None and row.shared is None:
                    _end(row, DeliveryState.DROPPED, _READ, now)
                elif row.attempts >= plan.retry.attempts:
                    _end(row, DeliveryState.FAILED, row.reason or _NO_ANSWER, now)
                else:
                    job = self._job(session, plan, row, notice, now)
                if job is not None:
                    row.attempts += 1
                    row.due_at = now + CLAIM
                    jobs.append(job)
        return len(rows), jobs

    def _job(self, session: Session, plan: Plan, row: Delivery, notice: Notice, now: datetime) -> _Job | None:
        way: Subscription | Channel | None
        match ChannelKind(row.channel):
            case ChannelKind.WEB_PUSH:
                phone = session.get(PushSubscription, row.target)
                # a phone may have changed hands: it serves whom it belongs to today
                way = opened(self._centre.vault, phone) if phone and phone.account == notice.account else None
                if way is None:
                    _end(row, DeliveryState.DROPPED, _NO_PHONE, now)
            case ChannelKind.APPRISE:
                way = plan.channel_named(row.target)
                if way is None:
                    _end(row, DeliveryState.FAILED, _NO_CHANNEL, now)
        if way is None:
            return None
        return _Job(row.id or 0, row.attempts + 1, payload(notice, self._centre.settings.public_url), way)

    def _send(self, job: _Job) -> Outcome:
        settings = self._centre.settings
        if isinstance(job.way, Channel):
            return apprising.send(job.way.url.get_secret_value(), job.what)
        try:
            key = load(settings.push_key_path)
        except PushKeyTrouble as error:
            return TryAgain(str(error)[:300])
        push = WebPush(key, settings.push_contact, settings.push_loopback)
        return push.send(job.way, job.what, self._centre.clock())

    def _record(self, job: _Job, outcome: Outcome) -> DeliveryState:
        with self._transaction() as (session, now):
            row = session.get_one(Delivery, job.delivery, with_for_update=True)
            match outcome:
                case Sent():
                    _end(row, DeliveryState.SENT, "", now)
                    if row.channel == ChannelKind.WEB_PUSH:
                        session.exec(update(PushSubscription).where(_phone(row)).values(sent_at=now))
                case Refused(reason):
                    _end(row, DeliveryState.FAILED, reason, now)
                case Gone():
                    _end(row, DeliveryState.DROPPED, _NO_PHONE, now)
                    session.exec(delete(PushSubscription).where(_phone(row)))
                case TryAgain(reason, after):
                    pause = plan_of(session).retries.pause(job.attempts, self._chance())
                    if pause is None:
                        _end(row, DeliveryState.FAILED, reason, now)
                    else:
                        row.reason = reason[:300]
                        row.due_at = now + max(pause, timedelta(seconds=after or 0))
                case _:
                    assert_never(outcome)
            state = DeliveryState(row.state)
            if state is DeliveryState.FAILED:
                log.warning("a notice was given up after %d attempts; see: hall admin notices failed", job.attempts)
            return state

    @contextmanager
    def _transaction(self) -> Iterator[tuple[Session, datetime]]:
        with transaction(self._centre.engine, self._centre.domain) as session:
            yield session, self._centre.clock()


def _open(session: Session, account: str) -> bool:
    found = session.get(Account, account)
    return found is not None and found.disabled_at is None


def _phone(row: Delivery) -> ColumnElement[bool]:
    return col(PushSubscription.id) == row.target


def _end(row: Delivery, state: DeliveryState, reason: str, now: datetime) -> None:
    row.state, row.reason, row.ended_at = state, reason[:300], now
