"""What an event does to the clocks of a case: meet, stand still, run on, begin anew, start. No database here.

The same function serves the event that happens now and the replay of a whole history, so that both agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from server.clocks.book import Book
from server.clocks.course import Course, Extension
from server.clocks.events import Event
from server.clocks.regime import PauseRule, Regime, Rule
from server.clocks.tables import Clock
from server.contract.v1 import ClockState


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a case, as far as clocks hear of it."""

    event: Event
    at: datetime
    #: `Tag` values of the matter
    applies: frozenset[str] = frozenset()
    #: limits set for this case: rule -> amount in the rule's unit
    limits: Mapping[str, int] = field(default_factory=dict)
    #: days approved with this event: rule -> extension
    extensions: Mapping[str, Extension] = field(default_factory=dict)


def touches(book: Book, happened: Happened) -> bool:
    """Tell whether any rule mentions this event, before anything is read from the database."""
    return bool(happened.extensions) or any(
        happened.event in {rule.from_event, rule.to_event} | rule.also_ends
        or any(happened.event in ({pause.on} | pause.resume | pause.restart) for pause in rule.pause)
        for _, rule in book.rules(happened.at)
    )


def advance(book: Book, case_id: str, clocks: Sequence[Clock], happened: Happened) -> list[Clock]:
    """Change `clocks` as the event asks; return those that start with it."""
    for clock in clocks:
        rule = book.rule(clock)
        if rule is None or clock.met_at is not None or happened.at < clock.started_at:
            continue
        if (extension := happened.extensions.get(clock.rule)) and _is_open(clock, happened.at):
            lengthen(book, rule, clock, extension)
        elif rule.to_event is happened.event or happened.event in rule.also_ends:
            _meet(book, rule, clock, happened.at)
        elif not clock.course.dated_back:
            for pause in rule.pause:
                _stand_still(book, rule, pause, clock, happened)
    begun = []
    for regime, rule in book.rules(happened.at):
        if not starts(rule, happened):
            continue
        lapsed = _lapsed(rule, clocks, happened.at)
        since = lapsed.started_at if lapsed else happened.at
        if not any(
            clock.rule == rule.id and (rule.once or clock.started_at == since or _is_open(clock, happened.at))
            for clock in clocks
        ):
            begun.append(_start(book, regime, rule, case_id, happened, lapsed))
    return begun


def replay(book: Book, case_id: str, history: Iterable[Happened]) -> list[Clock]:
    """Return the clocks that a whole history leads to; nothing of it is in a database."""
    clocks: list[Clock] = []
    for happened in history:
        clocks += advance(book, case_id, clocks, happened)
    return clocks


def starts(rule: Rule, happened: Happened) -> bool:
    """Tell whether this event begins the limit for a matter of this sort."""
    return (
        rule.from_event is happened.event
        and (not rule.per_case or rule.id in happened.limits)
        and (rule.applies is None or rule.applies in happened.applies)
        and not any(tag in happened.applies for tag in rule.unless)
    )


def lengthen(book: Book, rule: Rule, clock: Clock, extension: Extension) -> None:
    """Make the limit longer. What was a late hour of the old one is an early one of the new: its warnings count again."""
    clock.course = clock.course.extend(extension)
    book.compute(clock, rule)
    clock.mark = max((rung.mark for rung in book.rungs(clock) if rung.at <= extension.at), default=0)
    book.schedule(clock)


def _lapsed(rule: Rule, clocks: Sequence[Clock], at: datetime) -> Clock | None:
    """Return the clock whose passing the law takes for the beginning of this limit, if it passed. One whose calendar is
    missing has not: its true end is later."""
    return next(
        (
            clock
            for clock in clocks
            if clock.rule == rule.after_lapse_of and not clock.provisional and clock.due_at < (clock.met_at or at)
        ),
        None,
    )


def _is_open(clock: Clock, at: datetime) -> bool:
    """By the due time alone: whether the sweep has been there yet makes no difference to what follows."""
    return clock.met_at is None and (clock.course.paused is not None or at <= clock.due_at)


def _meet(book: Book, rule: Rule, clock: Clock, at: datetime) -> None:
    if clock.course.paused:
        clock.course = clock.course.resume(at)
        book.compute(clock, rule)
    clock.met_at = at
    if clock.state is ClockState.RUNNING and at <= clock.due_at:
        clock.state = ClockState.MET
    book.schedule(clock)


def _stand_still(book: Book, rule: Rule, pause: PauseRule, clock: Clock, happened: Happened) -> None:
    at, course = happened.at, clock.course
    if happened.event is pause.on:
        # what has ended cannot stand still, and an event delivered twice is one event
        told_before = any(at <= (one.until or one.since) for one in course.pauses)
        if at < clock.due_at and not course.paused and not told_before:
            clock.course = course.pause(pause.on, at, pause.reason)
            book.schedule(clock)
    elif course.paused is None or course.paused.on is not pause.on or at < course.paused.since:
        return
    elif happened.event in pause.restart:
        clock.course = course.restart(happened.event, at, clock.started_at, pause.reason)
        clock.started_at, clock.state, clock.mark = at, ClockState.RUNNING, 0
        clock.hours = book.hours_for(rule, at)
        book.compute(clock, rule)
    elif happened.event in pause.resume:
        clock.course = course.resume(at)
        book.compute(clock, rule)


def _start(book: Book, regime: Regime, rule: Rule, case_id: str, happened: Happened, lapsed: Clock | None) -> Clock:
    since = lapsed.started_at if lapsed else happened.at
    passed = book.rule(lapsed) if lapsed else None
    clock = Clock(
        case_id=case_id,
        rule=rule.id,
        regime=regime.id,
        regime_version=regime.version,
        kind=rule.kind,
        state=ClockState.RUNNING,
        started_at=since,
        due_at=since,
        course=Course(
            amount=happened.limits.get(rule.id) if rule.per_case else None,
            dated_back=f"{passed.name}逾期，{passed.lapse}，自其开始之日起计算（{passed.basis}）" if passed else "",
        ),
        hours=book.hours_for(rule, since),
    )
    book.compute(clock, rule)
    return clock
