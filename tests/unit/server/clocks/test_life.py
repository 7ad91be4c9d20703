"""The life of clocks on a case: handing back and over, hearings, extensions, limits of their own, replay."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, delete, select

from server.clocks import service
from server.clocks.advance import Happened
from server.clocks.book import open_book
from server.clocks.events import Event
from server.clocks.settings import ClockSettings
from server.clocks.tables import Clock
from server.contract.v1 import ClockState, ErrorCode
from server.core.errors import HallError
from server.core.time import ZONE

START = datetime(2026, 8, 3, 10, 0, tzinfo=ZONE)
LATER = START + timedelta(days=400)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def clock(session: Session, rule: str) -> Clock:
    return session.exec(select(Clock).where(Clock.rule == rule).order_by(Clock.started_at.desc())).all()[0]  # type: ignore[attr-defined]


def happen(session: Session, event: str, at: datetime, **more: object) -> None:
    service.on_event(session, "c1", event, at, **more)  # type: ignore[arg-type]


def extend(
    session: Session, days: int, at: datetime = START + DAY, approver: str = "局长", reason: str = "复杂"
) -> None:
    service.extend(session, "c1", "R5", days=days, at=at, approver=approver, reason=reason)


def refusal(session: Session, days: int = 10, **more: object) -> tuple[ErrorCode, tuple[str, ...]]:
    before = clock(session, "R5").model_dump() if session.exec(select(Clock)).all() else {}
    with pytest.raises(HallError) as caught:
        extend(session, days, **more)  # type: ignore[arg-type]
    assert not before or clock(session, "R5").model_dump() == before
    return caught.value.code, caught.value.problem.fields


def test_a_matter_handed_back_stands_still_and_the_next_unit_has_its_full_five_minutes(session: Session) -> None:
    happen(session, "dispatched", START)
    happen(session, "objection", START + 2 * MINUTE)
    assert clock(session, "F2").alarm_at is None
    assert service.sweep(session, START + timedelta(hours=1), 10).alarms == ()
    view = next(view for view in service.views(session, "c1", START + timedelta(hours=1)) if view.rule == "F2")
    assert view.state is ClockState.RUNNING
    assert view.due_at == START + timedelta(hours=1) + 3 * MINUTE
    happen(session, "dispatched", START + 90 * MINUTE)
    restarted = clock(session, "F2")
    assert restarted.started_at == START + 90 * MINUTE
    assert restarted.due_at == START + 95 * MINUTE
    assert [one.former for one in restarted.course.restarts] == [START]
    assert "退件，等待重新转送" in restarted.derivation
    assert len(session.exec(select(Clock).where(Clock.rule == "F2")).all()) == 1


def test_an_objection_that_is_refused_lets_the_rest_of_the_minutes_run(session: Session) -> None:
    happen(session, "dispatched", START)
    happen(session, "objection", START + 2 * MINUTE)
    happen(session, "objection_refused", START + 30 * MINUTE)
    assert clock(session, "F2").due_at == START + 33 * MINUTE
    assert clock(session, "F3").due_at == START + 58 * MINUTE


def test_an_acknowledged_matter_that_is_handed_over_starts_a_new_clock(session: Session) -> None:
    happen(session, "dispatched", START)
    happen(session, "acknowledged", START + MINUTE)
    happen(session, "objection", START + 10 * MINUTE)
    happen(session, "dispatched", START + 20 * MINUTE)
    states = [one.state for one in session.exec(select(Clock).where(Clock.rule == "F2")).all()]
    assert sorted(states) == [ClockState.MET, ClockState.RUNNING]


def test_what_has_ended_cannot_stand_still(session: Session) -> None:
    happen(session, "dispatched", START)
    happen(session, "objection", START + 6 * MINUTE)
    assert clock(session, "F2").course.paused is None
    assert clock(session, "F3").course.paused is not None


def test_the_days_of_a_hearing_do_not_count(session: Session) -> None:
    happen(session, "recheck_received", START)
    happen(session, "hearing_opened", START + 5 * DAY)
    happen(session, "hearing_closed", START + 17 * DAY)
    assert clock(session, "R10").due_at.astimezone(ZONE).date() == (START + 42 * DAY).date()


def test_a_limit_set_for_the_case_is_data_of_the_case(session: Session) -> None:
    happen(session, "assigned", START)
    assert session.exec(select(Clock)).all() == []
    happen(session, "assigned", START, limits={"R12": 20})
    (view,) = service.views(session, "c1", START)
    assert (view.rule, view.limit) == ("R12", "20日")
    assert view.due_at.date() == (START + 21 * DAY).date()


def test_an_extension_adds_days_and_says_so(session: Session) -> None:
    happen(session, "accepted", START)
    before = clock(session, "R5").due_at
    found = service.extend(session, "c1", "R5", days=20, at=START + DAY, approver="局长", reason="复杂")
    assert (found.total_days, found.notice) == (20, True)
    assert found.due_at > before
    (view,) = service.views(session, "c1", START)
    assert view.limit == "60日+20日"
    extend(session, 10)
    assert refusal(session, 1) == (ErrorCode.INVALID_REQUEST, ("days",))


def test_an_extension_wants_approver_reason_and_a_limit_that_still_runs(session: Session) -> None:
    assert refusal(session) == (ErrorCode.WRONG_STATE, ())
    happen(session, "accepted", START)
    assert refusal(session, 31) == (ErrorCode.INVALID_REQUEST, ("days",))
    assert refusal(session, 0) == (ErrorCode.INVALID_REQUEST, ("days",))
    assert refusal(session, approver=" ") == (ErrorCode.INVALID_REQUEST, ("approver",))
    assert refusal(session, reason="") == (ErrorCode.INVALID_REQUEST, ("reason",))
    assert refusal(session, at=START + 90 * DAY) == (ErrorCode.WRONG_STATE, ())


def test_a_rule_without_extension_cannot_be_extended(session: Session) -> None:
    happen(session, "registered", START)
    with pytest.raises(HallError) as caught:
        service.extend(session, "c1", "F5", days=5, at=START, approver="局长", reason="复杂")
    assert caught.value.problem.fields == ("rule",)


def test_the_sixth_working_day_is_too_late_to_object(session: Session) -> None:
    monday = datetime(2026, 9, 14, 9, tzinfo=ZONE)
    happen(session, "received_forwarded", monday)
    assert service.in_time(session, "c1", "R4", datetime(2026, 9, 20, 23, 59, tzinfo=ZONE))
    assert not service.in_time(session, "c1", "R4", datetime(2026, 9, 21, 0, 1, tzinfo=ZONE))


EVENTS = [
    Event.REGISTERED, Event.DISPATCHED, Event.RECEIVED_FORWARDED, Event.ACKNOWLEDGED, Event.OBJECTION,
    Event.OBJECTION_REFUSED, Event.ON_SCENE, Event.INTERVIEW_CLOSED, Event.ACCEPTED, Event.OPINION_ISSUED,
    Event.RECHECK_RECEIVED, Event.HEARING_OPENED, Event.HEARING_CLOSED, Event.RECHECK_ISSUED, Event.SCREENING,
]  # fmt: skip
histories = st.lists(
    st.tuples(st.sampled_from(EVENTS), st.timedeltas(timedelta(0), timedelta(days=6))), min_size=1, max_size=14
)


def history_of(steps: list[tuple[Event, timedelta]]) -> list[Happened]:
    at, history = START, []
    for event, pause in steps:
        at += pause
        history.append(Happened(event, at))
    return history


fresh = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)


@fresh
@given(steps=histories)
def test_what_a_history_leads_to_is_what_is_stored(session: Session, steps: list[tuple[Event, timedelta]]) -> None:
    session.exec(delete(Clock))
    history = history_of(steps)
    for one in history:
        service.on_event(session, "c1", one.event, one.at)
    session.commit()
    session.expire_all()
    assert service.verify(session, "c1", history, LATER) == []
    book = open_book(ClockSettings())
    for stored in session.exec(select(Clock)).all():
        rule = book.rule(stored)
        assert rule is not None
        assert book.due(rule, stored, stored.course).due_at == stored.due_at


@fresh
@given(steps=histories, twice=st.integers(0, 13))
def test_hearing_of_an_event_twice_changes_nothing(
    session: Session, steps: list[tuple[Event, timedelta]], twice: int
) -> None:
    session.exec(delete(Clock))
    for number, one in enumerate(history_of(steps)):
        service.on_event(session, "c1", one.event, one.at)
        before = [clock.model_dump() for clock in session.exec(select(Clock).order_by("id")).all()]
        if number == twice:
            service.on_event(session, "c1", one.event, one.at)
            assert [clock.model_dump() for clock in session.exec(select(Clock).order_by("id")).all()] == before


def test_a_stored_clock_that_was_tampered_with_is_found(session: Session) -> None:
    happen(session, "dispatched", START)
    clock(session, "F2").due_at = START + DAY
    session.flush()
    (sentence,) = service.verify(session, "c1", [Happened(Event.DISPATCHED, START)], LATER)
    assert "F2" in sentence
    assert len(service.verify(session, "c1", [], LATER)) == 2


_LICENCE = frozenset({"licensing"})


@pytest.mark.parametrize(
    ("told", "accepted", "in_time", "due"),
    [
        (None, datetime(2026, 9, 25, 9, tzinfo=ZONE), False, "2026-10-20"),
        # told too late is not told in time
        (datetime(2026, 9, 23, 0, 1, tzinfo=ZONE), datetime(2026, 9, 29, 9, tzinfo=ZONE), False, "2026-10-20"),
        (datetime(2026, 9, 22, 23, 59, tzinfo=ZONE), datetime(2026, 9, 29, 9, tzinfo=ZONE), True, "2026-11-02"),
        (None, datetime(2026, 9, 22, 9, tzinfo=ZONE), True, "2026-10-27"),
    ],
)
def test_a_licence_counts_from_its_papers_when_nobody_said_in_time_what_they_lack(
    session: Session, told: datetime | None, accepted: datetime, in_time: bool, due: str
) -> None:
    """行政许可法 Art. 32(1)(4): 逾期不告知的，自收到申请材料之日起即为受理; five working days from 16 September end on the 22nd."""
    session.info[service.SETTINGS] = ClockSettings(regimes=("licensing",))
    came = datetime(2026, 9, 16, 10, tzinfo=ZONE)
    happened = [("materials_received", came, frozenset[str]())]
    happened += [("one_time_notice", told, frozenset[str]())] if told else []
    happened += [("accepted_or_forwarded", accepted, _LICENCE), ("accepted_by_law", accepted, _LICENCE)]
    for event, at, applies in happened:
        happen(session, event, at, applies=applies)
    found = clock(session, "X2")
    assert found.started_at == (accepted if in_time else came)
    assert f"{found.due_at:%Y-%m-%d}" == due
    assert ("视为受理" in found.derivation) == (not in_time)
    history = [Happened(Event(event), at, applies) for event, at, applies in happened]
    assert service.verify(session, "c1", history, accepted) == []
    # accepted by law stays accepted: asking afterwards stops nothing
    happen(session, "one_time_notice", accepted + DAY, applies=_LICENCE)
    assert (clock(session, "X2").course.paused is None) == (not in_time)
