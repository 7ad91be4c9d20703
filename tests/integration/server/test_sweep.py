"""Two workers sweep one PostgreSQL at the same time: each clock is reported once, and nobody waits for the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from server.clocks import service
from server.clocks.ladder import Step
from server.clocks.tables import Clock
from server.core.database import make_engine
from server.core.time import ZONE

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]

START = datetime(2026, 8, 3, 10, 0, tzinfo=ZONE)
LATER = START + timedelta(days=1)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = make_engine(database)
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables[str(Clock.__tablename__)]])
    with Session(engine) as session:
        for number in range(20):
            service.on_event(session, f"c{number}", "dispatched", START + timedelta(seconds=number))
        session.commit()
    yield engine
    engine.dispose()


def test_a_second_worker_passes_over_what_the_first_one_holds(engine: Engine) -> None:
    with Session(engine) as first, Session(engine) as second:
        mine: list[service.Alarm] = []
        theirs: list[service.Alarm] = []
        working = True
        while working:
            one, other = service.sweep(first, LATER, 15), service.sweep(second, LATER, 15)
            mine += one.alarms
            theirs += other.alarms
            first.commit()
            second.commit()
            working = one.after is not None or bool(one.alarms)
    reported = [(alarm.case_id, alarm.rule, alarm.mark) for alarm in (*mine, *theirs)]
    assert mine and theirs
    assert len(set(reported)) == len(reported)
    assert sum(alarm.step is Step.EXPIRED for alarm in (*mine, *theirs)) == 40


def test_what_a_killed_worker_held_is_reported_by_the_next(engine: Engine) -> None:
    with Session(engine) as killed:
        held = service.sweep(killed, LATER, 100)
        killed.rollback()
    with Session(engine) as next_worker:
        assert service.sweep(next_worker, LATER, 100) == held
        assert held.alarms
