"""Clocks start, stand still, are extended and met by events; nothing else moves them.

`session.info["clocks"]` may hold a `ClockSettings`; the defaults hold otherwise. No function here commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from server.clocks import repository
from server.clocks.advance import Happened, advance, replay, touches
from server.clocks.book import SETTINGS, Book, book_of, open_book
from server.clocks.course import PLAIN
from server.clocks.events import Event, Tag
from server.clocks.extension import Extended, extend
from server.clocks.regime import Rule, in_force
from server.clocks.rules import state_at
from server.clocks.sorts import sorts_of
from server.clocks.sweeping import Alarm, Batch, sweep
from server.clocks.tables import Clock
from server.contract.v1 import ClockKind, ClockPause, ClockState, ClockView
from server.core.time import local
from server.core.writing import Draft, row_of

__all__ = [
    "SETTINGS",
    "Alarm",
    "Batch",
    "Book",
    "Extended",
    "Happened",
    "arrived",
    "begin",
    "beside",
    "book_of",
    "due_now",
    "extend",
    "in_time",
    "on_event",
    "on_events",
    "open_book",
    "shown",
    "shown_state",
    "sorts",
    "sweep",
    "verify",
    "views",
    "views_of",
]

_NO_LIMITS: Mapping[str, int] = {}


def on_event(
    session: Session,
    case_id: str,
    event: str,
    at: datetime,
    *,
    applies: frozenset[str] = frozenset(),
    limits: Mapping[str, int] = _NO_LIMITS,
) -> None:
    """Meet the clocks that end with `event`, stop or restart those it concerns, then start those that begin with it.

    `applies` holds `Tag` values of the matter, `limits` the amounts of rules whose limit is set for each case. The same
    event again changes nothing, and an event that repeats while a clock runs does not restart it. Raises ValueError for
    an unknown event or a naive `at`.
    """
    on_events(session, case_id, (event,), at, applies=applies, limits=limits)


def on_events(
    session: Session,
    case_id: str,
    events: Iterable[str],
    at: datetime,
    *,
    applies: frozenset[str] = frozenset(),
    limits: Mapping[str, int] = _NO_LIMITS,
    draft: Draft | None = None,
) -> None:
    """As `on_event`, for all that one step of the matter means to its clocks, in this order.

    With a `draft` the caller writes what changes, together with what else the step changes.
    """
    if at.tzinfo is None:
        raise ValueError("an event happens at a moment with a time zone")
    book = book_of(session)
    history = [Happened(Event(event), at, applies, limits) for event in events]
    history = [happened for happened in history if touches(book, happened)]
    if not history:
        return
    known = repository.of_case(session, case_id)
    clocks = list(known)
    for happened in history:
        clocks += advance(book, case_id, clocks, happened)
    gathered = Draft() if draft is None else draft
    for clock in known:
        gathered.change(session, clock)
    gathered.insert(Clock, [row_of(clock) for clock in clocks[len(known) :]])
    if draft is None:
        gathered.write(session)
    repository.remember(session, case_id, clocks)


def views(session: Session, case_id: str, now: datetime) -> tuple[ClockView, ...]:
    """What people are shown of a case's clocks, the next to run out first."""
    return shown(session, repository.as_left(session, case_id), now)


def views_of(session: Session, case_ids: Sequence[str], now: datetime) -> dict[str, tuple[ClockView, ...]]:
    """As `views`, for many cases at once; every id is in the answer."""
    found: dict[str, list[Clock]] = {case_id: [] for case_id in case_ids}
    for clock in repository.of_cases(session, case_ids):
        found[clock.case_id].append(clock)
    return {case_id: shown(session, clocks, now) for case_id, clocks in found.items()}


def shown(session: Session, clocks: Iterable[Clock], now: datetime) -> tuple[ClockView, ...]:
    """As `views`, for clocks at hand, stored or not."""
    book = book_of(session)
    return tuple(sorted((_view(book, clock, now) for clock in clocks), key=lambda view: view.due_at))


def sorts(session: Session, category: str, text: str, day: date) -> tuple[Tag, ...]:
    """Return what sort of matter the regimes of that day take this for."""
    known = (one for regime in in_force(book_of(session).regimes, day) for one in regime.sort)
    return sorts_of(known, category, text, day)


def begin(session: Session, case_id: str, history: Iterable[Happened]) -> list[Clock]:
    """Return the clocks that the first events of a new case lead to; who asks stores them with its other rows."""
    return replay(book_of(session), case_id, history)


def in_time(session: Session, case_id: str, rule: str, at: datetime) -> bool:
    """Tell whether this limit of the case runs at `at`: an objection on the sixth working day is not in time."""
    return any(
        clock.rule == rule and clock.met_at is None and clock.started_at <= at <= due_now(book_of(session), clock, at)
        for clock in repository.of_case(session, case_id)
    )


def arrived(session: Session) -> list[str]:
    """Return the matters with a due time that waited for a calendar which has come since, also those that are over: what a
    true end changes may go on (`after_lapse_of`)."""
    book = book_of(session)
    found = {}
    for clock in repository.provisional(session):
        rule = book.rule(clock)
        if rule is not None and not book.due(rule, clock, clock.course).provisional:
            found[clock.case_id] = True
    return list(found)


def verify(session: Session, case_id: str, history: Iterable[Happened], now: datetime) -> list[str]:
    """Replay a history; return how the clocks it leads to differ from those stored, one sentence each.

    Each is counted by the version of its regime and the hall hours it started with; a due time whose calendar was
    missing without it, and whatever follows from it too, until the matter is settled.
    """
    book, stored, rebuilt = _again(session, case_id, history)
    found = []
    for key, clock in stored.items():
        found += [f"{case_id}: {clock.rule} {fault}" for fault in _faults(book, clock, rebuilt.get(key), now)]
    found += [f"{case_id}: 缺少 {rule} · a clock is missing" for rule, at in rebuilt if (rule, at) not in stored]
    return found


def beside(session: Session, case_id: str, history: Iterable[Happened]) -> list[tuple[Clock | None, Clock | None]]:
    """Return every clock that is stored beside the one the history leads to; None where there is none."""
    _, stored, rebuilt = _again(session, case_id, history)
    return [
        (stored.get(key), rebuilt.get(key)) for key in sorted({*stored, *rebuilt}, key=lambda key: (key[1], key[0]))
    ]


_Clocks = Mapping[tuple[str, datetime], Clock]


def _again(session: Session, case_id: str, history: Iterable[Happened]) -> tuple[Book, _Clocks, _Clocks]:
    stored = {_key(clock): clock for clock in repository.of_case(session, case_id)}
    kept = {key: clock.hours for key, clock in stored.items() if clock.hours is not None}
    waiting = frozenset(key for key, clock in stored.items() if clock.provisional)
    book = replace(book_of(session), kept=kept, waiting=waiting)
    return book, stored, {_key(clock): clock for clock in replay(book, case_id, history)}


def _faults(book: Book, clock: Clock, rebuilt: Clock | None, now: datetime) -> Iterable[str]:
    if not book.known(clock):
        yield (
            f"所依据的 {clock.regime} {clock.regime_version} 版已不在 regimes 设置中，请放回该版文件（可写 valid_until）"
            f" · its version of the regime is not on file: put it back, with valid_until if it is over"
        )
    elif rebuilt is None:
        yield "没有对应的事件 · a clock without its event"
    elif not clock.provisional and _computed(rebuilt) != _computed(clock):
        yield "与历史推算不符 · differs from what the history leads to"
    elif clock.provisional and clock.due_at > rebuilt.due_at:
        # without its calendar nothing is rolled forward: it can be too early and never too late
        yield "暂定的期限晚于推算 · a provisional due time later than the history leads to"
    elif (clock.state is ClockState.MET) != (rebuilt.state is ClockState.MET):
        yield "状态与历史推算不符 · its state differs from what the history leads to"
    elif clock.state is ClockState.EXPIRED and clock.course == PLAIN and (clock.met_at or now) <= clock.due_at:
        yield "未到期被记为超期 · noted as over before its end"
    if clock.course == PLAIN and any(rung.mark <= clock.mark and rung.at > now for rung in book.rungs(clock)):
        yield "未到时间的提醒被记为已发出 · an alarm is noted before its time"
    owed = book.next_rung(clock)
    if owed is not None and (clock.alarm_at is None or clock.alarm_at > owed.at):
        yield "不会按时提醒 · will not alarm in time"


def _computed(clock: Clock) -> tuple[object, ...]:
    return clock.kind, clock.due_at, clock.met_at, clock.course


def _key(clock: Clock) -> tuple[str, datetime]:
    return clock.rule, clock.started_at


def due_now(book: Book, clock: Clock, now: datetime) -> datetime:
    """When the limit ends; while it stands still, when it would end if it ran on from `now`."""
    rule = book.rule(clock)
    if rule is None or clock.course.paused is None:
        return clock.due_at
    return book.due(rule, clock, clock.course.resume(now)).due_at


def shown_state(clock: Clock, due_at: datetime, now: datetime) -> ClockState:
    """What people are told: a clock that stands still runs on one day, and is neither met nor late."""
    return ClockState.RUNNING if clock.course.paused else state_at(now, due_at, clock.met_at)


def _view(book: Book, clock: Clock, now: datetime) -> ClockView:
    rule, due_at = book.rule(clock), due_now(book, clock, now)
    return ClockView(
        rule=clock.rule,
        name=rule.name if rule else clock.rule,
        name_en=rule.name_en if rule else "",
        kind=clock.kind,
        state=shown_state(clock, due_at, now),
        started_at=local(clock.started_at),
        due_at=local(due_at),
        met_at=local(clock.met_at) if clock.met_at else None,
        limit=_limit(rule, clock),
        # only a limit of law is quoted as law
        legal_basis=rule.basis if rule and clock.kind is ClockKind.STATUTORY else "",
        provisional=clock.provisional,
        told=rule.told if rule else True,
        paused=clock.course.paused is not None,
        pauses=tuple(
            ClockPause(since=local(one.since), until=local(one.until) if one.until else None, reason=one.reason)
            for one in clock.course.pauses
        ),
    )


def _limit(rule: Rule | None, clock: Clock) -> str:
    return rule.limit_of(clock.course) if rule else ""
