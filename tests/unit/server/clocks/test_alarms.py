"""Warnings before the end, steps after it: when they come, in which order, and never twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, delete, select

from server.clocks import service
from server.clocks.book import open_book
from server.clocks.events import Event
from server.clocks.ladder import DUE, Step
from server.clocks.service import Alarm
from server.clocks.settings import ClockSettings
from server.clocks.tables import Clock
from server.core.time import ZONE

START = datetime(2026, 8, 3, 10, 0, tzinfo=ZONE)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def alarms(session: Session, now: datetime, limit: int = 100) -> list[Alarm]:
    """Run one round of the sweep."""
    found: list[Alarm] = []
    batch = service.sweep(session, now, limit)
    found += batch.alarms
    while batch.after is not None:
        batch = service.sweep(session, now, limit, after=batch.after)
        found += batch.alarms
    return found


def said(session: Session, now: datetime, rule: str = "F2") -> list[tuple[int, Step]]:
    return [(one.mark, one.step) for one in alarms(session, now) if one.rule == rule]


def test_five_minutes_warn_at_half_three_quarters_and_so_on_and_climb_after_the_end(session: Session) -> None:
    service.on_event(session, "c1", "dispatched", START)
    assert said(session, START + 150 * SECOND) == []
    assert said(session, START + 151 * SECOND) == [(50, Step.REMIND)]
    assert said(session, START + 226 * SECOND) == [(75, Step.REMIND)]
    assert said(session, START + 256 * SECOND) == [(85, Step.LEADER)]
    assert said(session, START + 298 * SECOND) == [(99, Step.CONVENOR)]
    assert said(session, START + 301 * SECOND) == [(100, Step.EXPIRED)]
    assert said(session, START + 16 * MINUTE) == [(101, Step.CONVENOR)]
    assert said(session, START + 25 * 60 * MINUTE) == [(102, Step.CIRCULAR)]
    assert said(session, START + 30 * DAY) == []


def test_after_a_night_without_a_worker_only_what_still_says_something_is_said(session: Session) -> None:
    service.on_event(session, "c1", "dispatched", START)
    assert said(session, START + 16 * MINUTE) == [(100, Step.EXPIRED), (101, Step.CONVENOR)]


def test_what_is_met_in_time_warns_no_more(session: Session) -> None:
    service.on_event(session, "c1", "dispatched", START)
    service.on_event(session, "c1", "acknowledged", START + 2 * MINUTE)
    assert said(session, START + DAY) == []


def test_what_is_met_late_is_reported_once_and_climbs_no_further(session: Session) -> None:
    service.on_event(session, "c1", "dispatched", START)
    service.on_event(session, "c1", "acknowledged", START + 6 * MINUTE)
    assert said(session, START + DAY) == [(100, Step.EXPIRED)]
    assert said(session, START + 9 * DAY) == []


def test_a_warning_given_before_a_pause_is_not_given_again_after_it(session: Session) -> None:
    service.on_event(session, "c1", "dispatched", START)
    assert said(session, START + 3 * MINUTE) == [(50, Step.REMIND)]
    service.on_event(session, "c1", "objection", START + 3 * MINUTE)
    service.on_event(session, "c1", "objection_refused", START + 63 * MINUTE)
    assert said(session, START + 63 * MINUTE + SECOND) == []
    assert said(session, START + 64 * MINUTE) == [(75, Step.REMIND)]


def test_an_extension_makes_the_warnings_of_the_new_limit_count(session: Session) -> None:
    service.on_event(session, "c1", "accepted", START)
    assert said(session, START + 52 * DAY, "R5") == [(75, Step.REMIND)]
    service.extend(session, "c1", "R5", days=30, at=START + 52 * DAY, approver="局长", reason="复杂")
    assert said(session, START + 53 * DAY, "R5") == []
    assert said(session, START + 70 * DAY, "R5") == [(75, Step.REMIND)]


def test_a_ladder_hands_the_matter_to_the_next_level(session: Session) -> None:
    session.info["clocks"] = ClockSettings(regimes=("ladder-longxi",))
    service.on_event(session, "c1", "reported", START)
    names = []
    for day in range(1, 11):
        names += [one.name for one in alarms(session, datetime(2026, 8, 3, 0, 1, tzinfo=ZONE) + day * DAY)]
    assert names[:4] == ["转第2级 村", "转第3级 乡镇", "转第4级 部门", "转第5级 县"]
    assert names[-1] == "到期"


def test_a_right_of_the_petitioner_warns_nobody(session: Session) -> None:
    service.on_event(session, "c1", "opinion_served", START)
    assert said(session, START + 30 * DAY - MINUTE, "R7") == []


def test_clocks_of_a_busy_matter_wait_and_hold_nobody_up(session: Session) -> None:
    for number in range(5):
        service.on_event(session, f"c{number}", "dispatched", START + number * SECOND)
    seen, after = [], None
    while True:
        batch = service.sweep(session, START + 6 * MINUTE, 2, after=after, free=lambda ids: set(ids) - {"c0"})
        seen += [one.case_id for one in batch.alarms if one.step is Step.EXPIRED]
        after = batch.after
        if after is None:
            break
    assert seen == ["c1", "c2", "c3", "c4"]
    assert [one.case_id for one in alarms(session, START + 6 * MINUTE)] == ["c0"]


quiet = sorted(
    event
    for event in Event
    if not any(event in (rule.from_event, rule.to_event) for _, rule in open_book(ClockSettings()).rules(START))
    and event not in (Event.OBJECTION_REFUSED, Event.HEARING_OPENED, Event.HEARING_CLOSED)
)
slow = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)


@slow
@given(at=st.timedeltas(timedelta(0), timedelta(days=90)), event=st.sampled_from(quiet))
def test_what_no_rule_speaks_of_changes_nothing(session: Session, at: timedelta, event: Event) -> None:
    session.exec(delete(Clock))
    for name in ("registered", "dispatched", "accepted"):
        service.on_event(session, "c1", name, START)
    before = [clock.model_dump() for clock in session.exec(select(Clock)).all()]
    service.on_event(session, "c1", event, START + at)
    assert [clock.model_dump() for clock in session.exec(select(Clock)).all()] == before


@slow
@given(
    starts=st.lists(st.integers(0, 3600), min_size=1, max_size=8),
    looks=st.lists(st.integers(1, 90_000), min_size=1, max_size=6),
    limit=st.integers(1, 5),
)
def test_however_often_the_sweep_looks_each_end_is_told_once_and_every_round_runs_forward(
    session: Session, starts: list[int], looks: list[int], limit: int
) -> None:
    session.exec(delete(Clock))
    for number, second in enumerate(starts):
        service.on_event(session, f"c{number}", "dispatched", START + second * SECOND)
    seen: list[Alarm] = []
    for look in [*sorted(looks), 400_000]:
        found = alarms(session, START + look * SECOND, limit)
        assert [one.at for one in found] == sorted(one.at for one in found)
        assert all(one.at < START + look * SECOND for one in found)
        seen += found
    keys = [(one.case_id, one.rule, one.mark) for one in seen]
    assert len(keys) == len(set(keys))
    ended = [(one.case_id, one.rule) for one in seen if one.mark == DUE]
    assert sorted(ended) == sorted((f"c{n}", rule) for n in range(len(starts)) for rule in ("F2", "F3"))


@pytest.mark.parametrize("rule", ["R1", "R5", "F2", "F5", "R12"])
def test_the_rungs_of_a_limit_come_in_order(session: Session, rule: str) -> None:
    for name in ("received", "accepted", "dispatched", "registered"):
        service.on_event(session, "c1", name, START)
    service.on_event(session, "c1", "assigned", START, limits={"R12": 7})
    clock = session.exec(select(Clock).where(Clock.rule == rule)).one()
    rungs = open_book(ClockSettings()).rungs(clock)
    assert [one.mark for one in rungs] == [50, 75, 85, 99, 100, 101, 102]
    assert [one.at for one in rungs] == sorted(one.at for one in rungs)
