"""Two workers sweep one PostgreSQL at the same time: each clock is reported once, and nobody waits for the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from server.clocks import service
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
        mine = service.sweep(first, LATER, 15)
        theirs = service.sweep(second, LATER, 15)
        first.commit()
        second.commit()
        rest = service.sweep(first, LATER, 100)
        first.commit()
    reported = [(one.case_id, one.rule) for one in (*mine, *theirs, *rest)]
    assert (len(mine), len(theirs), len(rest)) == (15, 15, 10)
    assert len(set(reported)) == len(reported) == 40
    assert [one.due_at for one in mine] == sorted(one.due_at for one in mine)


def test_what_a_killed_worker_held_is_reported_by_the_next(engine: Engine) -> None:
    with Session(engine) as killed:
        held = service.sweep(killed, LATER, 15)
        killed.rollback()
    with Session(engine) as next_worker:
        assert service.sweep(next_worker, LATER, 15) == held
