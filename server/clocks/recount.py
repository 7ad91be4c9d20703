"""Clocks counted again from their history: a step turned out to be a mistake and was undone, or a calendar has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from server.clocks import repository
from server.clocks.advance import Happened, replay
from server.clocks.book import book_of
from server.clocks.ladder import DUE
from server.contract.v1 import ClockState


def recount(session: Session, case_id: str, history: Iterable[Happened], now: datetime) -> None:
    """Bring the stored clocks of a case to what this history leads to; no commit.

    What alarmed stays alarmed, unless its moment turns out to be still to come; an alarm that would have come in between
    comes with the next sweep.
    """
    stored = {(clock.rule, clock.started_at): clock for clock in repository.of_case(session, case_id)}
    kept = {key: clock.hours for key, clock in stored.items() if clock.hours is not None}
    book = replace(book_of(session), kept=kept)
    for fresh in replay(book, case_id, history):
        clock = stored.pop((fresh.rule, fresh.started_at), None)
        if clock is None:
            session.add(fresh)
            continue
        clock.course, clock.due_at, clock.met_at = fresh.course, fresh.due_at, fresh.met_at
        clock.provisional, clock.derivation = fresh.provisional, fresh.derivation
        reached = max((rung.mark for rung in book.rungs(clock) if rung.at <= now), default=0)
        clock.mark = min(clock.mark, reached)
        late = clock.mark >= DUE and fresh.state is not ClockState.MET
        clock.state = ClockState.EXPIRED if late else fresh.state
        book.schedule(clock)
        session.add(clock)
    for mistaken in stored.values():
        session.delete(mistaken)
    session.flush()
