"""Events start and meet clocks; the sweep reports each expiry once, oldest first."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from server.clocks import service
from server.clocks.advance import Happened
from server.clocks.events import Event
from server.clocks.ladder import Step
from server.clocks.recount import recount
from server.clocks.settings import ClockSettings
from server.clocks.tables import Clock
from server.contract.v1 import ClockKind, ClockState
from server.core.time import ZONE

START = datetime(2026, 8, 3, 10, 0, tzinfo=ZONE)
MINUTE = timedelta(minutes=1)


def rules(session: Session, case: str = "c1") -> set[str]:
    return {clock.rule for clock in session.exec(select(Clock).where(Clock.case_id == case)).all()}


def ended(session: Session, now: datetime, limit: int = 100) -> list[str]:
    """Sweep once; return the rules whose limits ran out."""
    return [alarm.rule for alarm in service.sweep(session, now, limit).alarms if alarm.step is Step.EXPIRED]


def state(session: Session, rule: str, now: datetime) -> ClockState:
    return next(view.state for view in service.views(session, "c1", now) if view.rule == rule)


def test_dispatch_starts_the_minute_clocks_and_acknowledging_meets_one(session: Session) -> None:
    service.on_event(session, "c1", "dispatched", START)
    service.on_event(session, "c1", "acknowledged", START + 4 * MINUTE)
    assert rules(session) == {"F2", "F3"}
    later = START + 20 * MINUTE
    assert state(session, "F2", later) is ClockState.MET
    assert state(session, "F3", later) is ClockState.RUNNING


def test_sixty_days_run_from_acceptance_and_never_from_registration(session: Session) -> None:
    for name in ("visit_started", "registered", "received", "forwarded", "received_forwarded", "dispatched"):
        service.on_event(session, "c1", name, START)
    assert {"R1", "R3", "R4", "F5"} <= rules(session)
    assert "R5" not in rules(session)
    service.on_event(session, "c1", "accepted", START + timedelta(days=2))
    clock = session.exec(select(Clock).where(Clock.rule == "R5")).one()
    assert clock.due_at.astimezone(ZONE).date().isoformat() == "2026-10-08"


def test_promise_and_law_run_side_by_side_and_only_the_law_is_quoted(session: Session) -> None:
    for name in ("registered", "accepted"):
        service.on_event(session, "c1", name, START)
    views = {view.rule: view for view in service.views(session, "c1", START)}
    assert (views["F5"].kind, views["F5"].limit, views["F5"].legal_basis) == (ClockKind.COMMITMENT, "30日", "")
    assert (views["R5"].kind, views["R5"].limit) == (ClockKind.STATUTORY, "60日")
    assert views["R5"].legal_basis == "《信访工作条例》第三十四条"
    assert [view.rule for view in service.views(session, "c1", START)] == ["F5", "R5"]


def test_the_same_event_again_changes_nothing(session: Session) -> None:
    for _ in range(3):
        service.on_event(session, "c1", "dispatched", START)
        service.on_event(session, "c1", "acknowledged", START + MINUTE)
    clocks = session.exec(select(Clock)).all()
    assert sorted(clock.rule for clock in clocks) == ["F2", "F3"]


def test_a_repeated_event_never_moves_a_running_clock(session: Session) -> None:
    service.on_event(session, "c1", "dispatched", START)
    before = service.views(session, "c1", START)
    service.on_event(session, "c1", "dispatched", START + 3 * MINUTE)
    assert service.views(session, "c1", START) == before


def test_events_of_one_case_leave_another_alone(session: Session) -> None:
    service.on_event(session, "c1", "dispatched", START)
    service.on_event(session, "c2", "acknowledged", START + MINUTE)
    assert state(session, "F2", START + MINUTE) is ClockState.RUNNING
    assert rules(session, "c2") == set()


def test_what_happened_before_the_clock_started_does_not_meet_it(session: Session) -> None:
    service.on_event(session, "c1", "dispatched", START)
    service.on_event(session, "c1", "acknowledged", START - MINUTE)
    assert state(session, "F2", START) is ClockState.RUNNING


def test_an_unknown_event_is_an_error(session: Session) -> None:
    with pytest.raises(ValueError, match="teleported"):
        service.on_event(session, "c1", "teleported", START)


def test_the_stored_due_time_comes_back_as_it_was_computed(engine: Engine) -> None:
    with Session(engine) as session:
        service.on_event(session, "c1", "received", START)
        computed = session.exec(select(Clock.due_at)).one()
        session.commit()
    with Session(engine) as session:
        stored = session.exec(select(Clock)).one()
        assert stored.due_at == computed
        assert stored.due_at == datetime(2026, 8, 18, 23, 59, 59, 999999, ZONE)
        assert "第二百零一条" in stored.derivation


def test_the_sweep_reports_each_expiry_once_and_the_oldest_first(engine: Engine) -> None:
    with Session(engine) as session:
        for number in range(5):
            service.on_event(session, f"c{number}", "dispatched", START + (4 - number) * MINUTE)
        session.commit()
    now = START + timedelta(hours=3, minutes=2)
    seen: list[service.Alarm] = []
    after = None
    while True:
        with Session(engine) as session:
            batch = service.sweep(session, now, 3, after=after)
            session.commit()
        seen += batch.alarms
        after = batch.after
        if after is None:
            break
    assert [alarm.at for alarm in seen] == sorted(alarm.at for alarm in seen)
    over = [alarm for alarm in seen if alarm.step is Step.EXPIRED]
    assert len(over) == len({(one.case_id, one.rule) for one in over}) == 10
    assert over[0].case_id == "c4"
    with Session(engine) as session:
        assert service.sweep(session, now, 100).alarms == ()


def test_nothing_is_reported_at_the_last_instant(session: Session) -> None:
    service.on_event(session, "c1", "dispatched", START)
    assert ended(session, START + 5 * MINUTE) == []
    assert ended(session, START + 5 * MINUTE + timedelta(microseconds=1)) == ["F2"]


def test_a_clock_met_too_late_is_still_reported_once_and_stays_late(session: Session) -> None:
    service.on_event(session, "c1", "dispatched", START)
    service.on_event(session, "c1", "acknowledged", START + 9 * MINUTE)
    service.on_event(session, "c1", "on_scene", START + 10 * MINUTE)
    now = START + 11 * MINUTE
    assert state(session, "F2", now) is ClockState.EXPIRED
    assert ended(session, now) == ["F2"]
    assert "F2" not in {alarm.rule for alarm in service.sweep(session, START + timedelta(days=9), 10).alarms}


def test_a_sweep_that_was_rolled_back_reports_again(engine: Engine) -> None:
    with Session(engine) as session:
        service.on_event(session, "c1", "dispatched", START)
        session.commit()
    with Session(engine) as session:
        assert ended(session, START + timedelta(hours=3)) == ["F2", "F3"]
    with Session(engine) as session:
        assert ended(session, START + timedelta(hours=3)) == ["F2", "F3"]


def test_the_sweep_reads_the_index_of_running_clocks(engine: Engine) -> None:
    plans: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith("SELECT") and "alarm_at <" in statement:
            plans.append(str(cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()))

    with Session(engine) as session:
        service.sweep(session, START, 10)
        service.sweep(session, START, 10, after=(START, 7))
    assert len(plans) == 2
    for plan in plans:
        assert "ix_clock_alarm" in plan
        assert "SCAN" not in plan
        assert "TEMP B-TREE" not in plan


@pytest.mark.expect_log("due times in 2031 are provisional")
def test_without_next_years_holidays_a_visitor_is_still_registered(session: Session) -> None:
    service.open_book.cache_clear()
    late = datetime(2031, 3, 3, 10, tzinfo=ZONE)
    for name in ("received", "dispatched", "received_forwarded"):
        service.on_event(session, "c1", name, late)
    views = {view.rule: view for view in service.views(session, "c1", late)}
    assert all(view.provisional for rule, view in views.items())
    assert views["R1"].due_at == datetime(2031, 3, 18, 23, 59, 59, 999999, ZONE)
    assert views["F2"].due_at == late + 5 * MINUTE


@pytest.mark.expect_log("due times in 2031 are provisional")
def test_a_provisional_due_time_is_counted_again_once_the_calendar_arrives(session: Session, tmp_path: Path) -> None:
    service.open_book.cache_clear()
    came = datetime(2031, 2, 28, 10, tzinfo=ZONE)
    service.on_event(session, "c1", "received", came)
    assert service.arrived(session) == []
    path = tmp_path / "2031.toml"
    path.write_text('year = 2031\nnotice = "演示"\noff = []\nwork = []\n', "utf-8")
    session.info["clocks"] = ClockSettings(calendars=(path,))
    assert service.arrived(session) == ["c1"]
    recount(session, "c1", [Happened(Event.RECEIVED, came)], came)
    (view,) = service.views(session, "c1", START)
    assert not view.provisional
    assert view.due_at.date().isoformat() == "2031-03-17"
    assert service.arrived(session) == []


def test_regimes_are_chosen_by_the_settings_and_tags_choose_the_rule(session: Session) -> None:
    session.info["clocks"] = ClockSettings(regimes=("tianjin12345",), hall_hours="always")
    service.on_event(session, "plain", "dispatched", START)
    service.on_event(session, "gas", "dispatched", START, applies=frozenset({"utilities"}))
    service.on_event(session, "worst", "dispatched", START, applies=frozenset({"utilities", "danger"}))
    assert [rules(session, case) for case in ("plain", "gas", "worst")] == [{"T3"}, {"T2"}, {"T1", "T2"}]


def test_hall_hours_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="order of the day"):
        ClockSettings.model_validate({"hall_hours": [["14:00", "17:30"], ["08:30", "12:00"]]})
