"""Two workers in processes of their own on PostgreSQL, one of them killed at work: every limit is told once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, func, select

from server.audit import service as audit
from server.cases import journal, proof
from server.cases.rules import EventType
from server.cases.tables import CaseEvent, PetitionCase
from server.clocks.tables import Clock
from server.contract.v1 import ClockState
from server.notify.tables import Notice, NoticeKind
from tests.contract.hall import Hall, open_hall, registered, registration

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]

MATTERS = 50
#: F2, F3, F5, R3 and R4 run out on each
LIMITS = 5 * MATTERS


@contextmanager
def worker(data: Path, database: str) -> Iterator[subprocess.Popen[bytes]]:
    """`hall worker`; by its own clock every limit of the test ended long ago."""
    command = [sys.executable, "-m", "installer.command", "worker", "--data", str(data), "--database", database]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def told(hall: Hall) -> int:
    with hall.session() as session:
        count = select(func.count()).select_from(CaseEvent).where(CaseEvent.type == EventType.CLOCK_EXPIRED)
        return session.exec(count).one()


def waiting(hall: Hall) -> int:
    with hall.session() as session:
        late = select(func.count()).select_from(Clock).where(col(Clock.alarm_at) < hall.clock())
        return session.exec(late).one()


def until(condition: object, seconds: float = 60) -> None:
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if condition():  # type: ignore[operator]
            return
        pause.wait(0.02)
    pytest.fail("the workers did not get there in time")


def test_every_limit_is_told_once_when_one_of_two_workers_is_killed(database: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_hall(data, database) as hall:
        kiosk = hall.kiosk()
        for number in range(MATTERS):
            registered(kiosk, f"row-0000-{number:04d}", registration(hall.clock.forward(seconds=7)))
        hall.clock.forward(days=60)
        with worker(data, database) as killed, worker(data, database):
            until(lambda: told(hall) > 0)
            killed.kill()
            at_the_kill = told(hall)
            until(lambda: told(hall) == LIMITS and waiting(hall) == 0)
        assert at_the_kill < LIMITS
        with hall.work() as work:
            rows = work.session.exec(select(CaseEvent.case_id).where(CaseEvent.type == EventType.CLOCK_EXPIRED)).all()
            assert Counter(rows) == {case.id: 5 for case in work.session.exec(select(PetitionCase)).all()}
            for case_id in set(rows):
                steps = journal.history(work.session, work.vault, case_id)
                over = [step.payload for step in steps if step.type is EventType.CLOCK_EXPIRED]
                assert len({one["rule"] for one in over}) == 5
                # within a matter one worker at a time, so that its limits are told in the order in which they ended
                assert [one["due_at"] for one in over] == sorted(one["due_at"] for one in over)
            notices = work.session.exec(select(Notice).where(Notice.kind == NoticeKind.CLOCK_EXPIRED)).all()
            assert len(notices) == LIMITS * 3
            assert set(Counter((one.case_id, one.account, one.body) for one in notices).values()) == {1}
            states = work.session.exec(select(Clock.state).where(col(Clock.met_at).is_(None))).all()
            assert set(states) == {ClockState.EXPIRED}
            assert proof.verify(work) == []
            assert audit.verify(work.session, work.vault) == []


def test_limits_are_told_while_housekeeping_is_held_up(database: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_hall(data, database) as hall:
        kiosk = hall.kiosk()
        registered(kiosk, "row-0000-0001", registration())
        with hall.work() as held:
            # the figures of the days wait for this as they would for a million matters
            held.session.execute(text("LOCK TABLE figure_day, figure_mark IN ACCESS EXCLUSIVE MODE"))
            with worker(data, database):
                until(lambda: told(hall) == 5)
                # the first round comes before all else
                registered(kiosk, "row-0000-0002", registration(hall.clock.forward(seconds=7)))
                until(lambda: told(hall) == 10)
