"""The sweep: every alarm whose moment has passed, oldest first, each exactly once over all workers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heappush

from sqlmodel import Session

from server.clocks import repository
from server.clocks.alarms import Rung
from server.clocks.book import Book, book_of
from server.clocks.ladder import DUE, Step
from server.clocks.repository import Place
from server.clocks.tables import Clock
from server.contract.v1 import ClockState

#: given case ids, returns those nobody is at work on, held for this transaction
Free = Callable[[Collection[str]], Collection[str]]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A limit that ran out, is about to, or is still not met; `at` is when it should have been noticed."""

    case_id: str
    rule: str
    #: what people call the limit
    limit: str
    #: what they call the rung: 预警, 催办通知书
    name: str
    step: Step
    #: percent of the limit, or above 100 the rung after its end
    mark: int
    at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """What one look at the clocks brought."""

    alarms: tuple[Alarm, ...]
    #: clocks left for later because somebody is at work on their matter
    busy: int
    #: where the next look of this round goes on; None: nothing is left
    after: Place | None


def sweep(
    session: Session, now: datetime, limit: int, *, after: Place | None = None, free: Free | None = None
) -> Batch:
    """Take at most `limit` clocks whose alarm lies before `now` and move each to its next alarm; no commit.

    Several alarms of one clock that passed unnoticed come in their order among those of the others, except that a
    warning which a later rung of the same clock has overtaken is dropped: it says nothing any more.
    """
    book = book_of(session)
    rows = repository.alarming(session, now, limit, after)
    at_hand = set(free({row.case_id for row in rows})) if free and rows else {row.case_id for row in rows}
    taken = [row for row in rows if row.case_id in at_hand]
    last = _place(rows[-1]) if len(rows) == limit else None
    alarms = _in_order(book, taken, now, last[0] if last else now)
    session.flush()
    return Batch(tuple(alarms), len(rows) - len(taken), last)


def _in_order(book: Book, rows: list[Clock], now: datetime, horizon: datetime) -> list[Alarm]:
    """Alarms after `horizon` are left: clocks that this look did not reach may alarm before them."""
    queue = [(*_place(row), row) for row in rows]
    heapify(queue)
    alarms = []
    while queue:
        at, number, clock = heappop(queue)
        rung, overtaken = _due_now(book, clock, now)
        clock.mark = overtaken
        clock.alarm_at = rung.at if rung else None
        if rung is None or rung.at >= now:
            # only warnings that say nothing any more, or the regime file has changed since this alarm was set
            continue
        if rung.at > at:
            if rung.at <= horizon:
                heappush(queue, (rung.at, number, clock))
            continue
        clock.mark = rung.mark
        if rung.mark == DUE:
            clock.state = ClockState.EXPIRED
        rule = book.rule(clock)
        limit = rule.name if rule else clock.rule
        alarms.append(Alarm(clock.case_id, clock.rule, limit, rung.name, rung.step, rung.mark, rung.at, clock.due_at))
        following = book.next_rung(clock)
        clock.alarm_at = following.at if following else None
        if following is not None and following.at < now and following.at <= horizon:
            heappush(queue, (following.at, number, clock))
    return alarms


def _due_now(book: Book, clock: Clock, now: datetime) -> tuple[Rung | None, int]:
    """Return the first rung that still says something, and the mark of the last one it has overtaken."""
    overtaken, rung = clock.mark, book.next_rung(clock)
    while rung is not None and rung.mark < DUE:
        later = book.rung_above(clock, rung.mark)
        if later is None or later.at >= now:
            break
        overtaken, rung = rung.mark, later
    return rung, overtaken


def _place(clock: Clock) -> Place:
    assert clock.alarm_at is not None and clock.id is not None, "the query asks for an alarm"
    return clock.alarm_at, clock.id
