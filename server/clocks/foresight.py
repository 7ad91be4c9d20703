"""What a step would do to the limits of a matter, said before it is taken: asked by pages, changes nothing.

No due time is computed here: it would ask for calendars of years that may never be needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlmodel import Session

from server.clocks import repository
from server.clocks.advance import Happened, starts
from server.clocks.book import Book, book_of
from server.clocks.events import Event
from server.clocks.regime import Rule
from server.clocks.tables import Clock

K = TypeVar("K")


class Effect(StrEnum):
    STARTS = "starts"
    MEETS = "meets"
    #: stands still, and runs on
    HOLDS = "holds"
    RESUMES = "resumes"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One limit. `reason`: why it stands still, "" for the other effects."""

    effect: Effect
    name: str
    #: in words: 60日
    limit: str
    basis: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step as clocks hear of it. `limits` holds rules whose limit the step itself would set."""

    events: Sequence[str]
    limits: frozenset[str] = frozenset()


def foresee(
    session: Session, case_id: str, steps: Mapping[K, Step], at: datetime, applies: frozenset[str]
) -> dict[K, tuple[Foreseen, ...]]:
    """Return what each step would do to the clocks of this matter if it were taken now."""
    book, clocks = book_of(session), [one for one in repository.of_case(session, case_id) if one.met_at is None]
    return {key: tuple(_effects(book, clocks, step, at, applies)) for key, step in steps.items()}


def _effects(
    book: Book, clocks: Sequence[Clock], step: Step, at: datetime, applies: frozenset[str]
) -> Iterable[Foreseen]:
    events = [Event(name) for name in step.events]
    running = {clock.rule for clock in clocks}
    for clock in clocks:
        rule = book.rule(clock)
        if rule is not None:
            yield from _on_running(rule, clock, events)
    for event in events:
        happened = Happened(event, at, applies, dict.fromkeys(step.limits, 1))
        for _, rule in book.rules(at):
            # what the same step begins and ends is nothing anybody waits for
            if starts(rule, happened) and rule.to_event not in events and rule.id not in running:
                yield Foreseen(Effect.STARTS, rule.name, rule.limit, rule.basis)


def _on_running(rule: Rule, clock: Clock, events: Sequence[Event]) -> Iterable[Foreseen]:
    limit = rule.limit_of(clock.course)
    if rule.to_event in events:
        yield Foreseen(Effect.MEETS, rule.name, limit, rule.basis)
        return
    for pause in rule.pause:
        if pause.on in events and clock.course.paused is None and not clock.course.dated_back:
            yield Foreseen(Effect.HOLDS, rule.name, limit, rule.basis, pause.reason)
        elif clock.course.paused and (pause.resume | pause.restart) & set(events):
            yield Foreseen(Effect.RESUMES, rule.name, limit, rule.basis)
