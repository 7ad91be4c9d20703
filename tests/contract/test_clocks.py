"""The clocks of a matter explain themselves to those who may see the matter, and climb to those in charge."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from server.clocks import service as clocks
from server.clocks.settings import ClockSettings
from server.clocks.tables import Clock
from server.contract.v1 import ClockState
from server.core.time import ZONE
from server.notify.tables import Notice, NoticeKind
from server.units.tables import Post, PostRole
from server.worker import run, settle, sweep_round
from tests.contract.hall import Hall, open_hall, registered, registration
from tests.contract.way import sound

UNCLEAR = "请帮助我，情况复杂，说不清楚。"


def warned(hall: Hall) -> list[tuple[str, str]]:
    with hall.session() as session:
        rows = session.exec(select(Notice).where(Notice.kind == NoticeKind.CLOCK_WARNING)).all()
    return sorted((row.title, row.account) for row in rows)


def test_a_clock_says_event_rule_article_calendar_and_due(hall: Hall) -> None:
    answer = registered(hall.kiosk(), "row-0000-0001", registration())
    shown = hall.sign_in("renshe.duty").get(f"/petitions/{answer.petition_id}/clocks")
    assert shown.status_code == 200, shown.text
    found = {one["rule"]: one for one in shown.json()["clocks"]}
    law = found["R3"]
    assert law["legal_basis"] == "《信访工作条例》第二十三条第三款"
    assert law["from_event"] == {"event": "received_forwarded", "text": "责任单位收到转送、交办"}
    assert law["calendar_sources"] == {"2026": "chinesecalendar"}
    assert law["derivation"][-1].startswith("到2026-03-17")
    assert [one["name"] for one in law["alarms"]][:5] == ["预警", "警告", "严重警告", "即将超期", "到期"]
    assert found["F2"]["calendar"] == "工作日接待时间"
    assert found["F2"]["spent"] == {"elapsed": 0.0, "charged": 0.0, "paused": 0.0, "closed": 0.0}


def test_a_page_shows_event_rule_article_calendar_pauses_and_due(hall: Hall) -> None:
    answer = registered(hall.kiosk(), "row-0000-0001", registration())
    duty = hall.sign_in("renshe.duty")
    reason = "本事项属于城市管理执法范围，按照三定规定不属于本单位职权。"
    duty.done(answer.petition_id, "objection", reason=reason)
    office = hall.sign_in("xinfang.duty")
    page = office.http.get(f"/cases/{answer.petition_id}/clocks")
    assert page.status_code == 200
    for said in (
        "责任单位收到转送、交办",
        "《信访工作条例》第二十三条第三款",
        "工作日接待时间",
        "退件，等待重新转送",
        "2026-03-17",
    ):
        assert said in page.text
    assert f"/cases/{answer.petition_id}/clocks" in office.http.get(f"/cases/{answer.petition_id}").text
    stranger = hall.sign_in("shuili.duty").http.get(f"/cases/{answer.petition_id}/clocks")
    assert stranger.status_code == 404
    shown = {one["rule"]: one for one in office.get(f"/petitions/{answer.petition_id}").json()["clocks"]}
    assert shown["F2"]["paused"]
    assert shown["F2"]["pauses"][0]["reason"] == "退件，等待重新转送"
    assert not shown["R3"]["paused"]


def test_a_stranger_is_told_what_is_told_of_no_matter_at_all(hall: Hall) -> None:
    answer = registered(hall.kiosk(), "row-0000-0001", registration())
    stranger = hall.sign_in("shuili.duty")
    real = stranger.get(f"/petitions/{answer.petition_id}/clocks")
    invented = stranger.get(f"/petitions/{'0' * 32}/clocks")
    assert (real.status_code, real.json()) == (invented.status_code, invented.json())
    assert real.status_code == 404


def test_a_warning_reaches_the_unit_then_the_leader_then_the_convenor(hall: Hall) -> None:
    registered(hall.kiosk(), "row-0000-0001", registration())
    hall.clock.forward(seconds=151)
    assert sweep_round(hall.centre).warned == 1
    assert warned(hall) == [("时限预警", "renshe.duty")]
    hall.clock.forward(seconds=105)
    sweep_round(hall.centre)
    assert warned(hall)[:2] == [("时限严重警告", "renshe.duty"), ("时限严重警告", "renshe.leader")]
    hall.clock.forward(seconds=42)
    sweep_round(hall.centre)
    assert {account for title, account in warned(hall) if title == "时限即将超期"} == {
        "renshe.duty",
        "renshe.leader",
        "convenor",
    }


def test_a_matter_without_a_unit_climbs_from_the_screening_desk(hall: Hall) -> None:
    answer = registered(hall.kiosk(), "row-0000-0001", registration(text=UNCLEAR))
    with hall.session() as session:
        assert {view.rule for view in clocks.views(session, answer.petition_id, hall.clock())} >= {"F6", "R1"}
    hall.clock.forward(minutes=29, seconds=50)
    assert sweep_round(hall.centre).warned == 1
    told = {account for title, account in warned(hall) if title == "时限即将超期"}
    assert "convenor" in told
    assert len(told) > 1
    file = hall.sign_in("convenor").get(f"/petitions/{answer.petition_id}/clocks")
    assert file.status_code == 200


def test_a_desk_without_anybody_is_no_place_where_a_limit_ends_unheard(hall: Hall) -> None:
    with hall.session() as session:
        for post in session.exec(select(Post).where(Post.unit == "130406-xinfang", Post.role == PostRole.DUTY_OFFICER)):
            session.delete(post)
    unclear = registered(hall.kiosk(), "row-0000-0001", registration(text="请帮助我，情况复杂，说不清楚。"))
    # the worker was down: the warnings before the end say nothing any more
    hall.clock.forward(minutes=35)
    assert sweep_round(hall.centre).expired == 1
    with hall.session() as session:
        heard = select(Notice.account).where(Notice.case_id == unclear.petition_id)
        assert set(session.exec(heard).all()) == {"xinfang.leader", "convenor"}


def test_the_round_says_how_late_it_was(hall: Hall) -> None:
    registered(hall.kiosk(), "row-0000-0001", registration())
    hall.clock.forward(minutes=6)
    figures = sweep_round(hall.centre).figures()
    assert figures["expired"] == 1
    assert figures["lateness_max_seconds"] == figures["lateness_p99_seconds"] == 60.0


def test_the_worker_works_until_it_is_told_to_stop(hall: Hall) -> None:
    registered(hall.kiosk(), "row-0000-0001", registration())
    hall.clock.forward(minutes=6)
    stop = threading.Event()
    worker = threading.Thread(target=run, args=(hall.centre, stop))
    worker.start()
    try:
        for _ in range(1000):
            if expired(hall):
                break
            stop.wait(0.01)
    finally:
        stop.set()
        worker.join(20)
    assert not worker.is_alive()
    assert expired(hall) == 3


def found(hall: Hall, rule: str) -> Clock:
    with hall.session() as session:
        return session.exec(select(Clock).where(Clock.rule == rule)).one()


@pytest.mark.expect_log("due times in 2031 are provisional")
def test_what_waited_for_a_calendar_is_counted_anew_with_all_that_follows_from_it(tmp_path: Path) -> None:
    """A licence whose papers came while the holidays of the year were not known yet: nobody said what they lack, which the
    true calendar takes for acceptance on that day (行政许可法 Art. 32(1)(4)); the registration came late, from a terminal
    that was cut off."""
    file = tmp_path / "2031.toml"
    file.write_text('year = 2031\nnotice = "演示"\noff = []\nwork = []\n', "utf-8")
    clocks.open_book.cache_clear()
    regimes = ("regulations2022", "licensing")
    with open_hall(tmp_path / "data", regimes=regimes) as hall:
        hall.clock.now = datetime(2031, 3, 3, 2, 0, tzinfo=UTC)
        answer = registered(hall.kiosk(), "row-0000-0001", registration(hall.clock() - timedelta(days=3)))
        duty = hall.sign_in("renshe.duty")
        duty.acknowledge(answer.petition_id)
        duty.done(answer.petition_id, "materials", materials=["申请书"])
        came = hall.clock()
        hall.clock.forward(days=10)
        sweep_round(hall.centre)
        duty.renew()
        assert duty.done(answer.petition_id, "accept", procedure="licensing")["state"] == "accepted"
        accepted = hall.clock()
        assert found(hall, "X1").provisional
        assert found(hall, "X2").started_at == accepted
        assert sound(hall)
        # the calendar has come, and the worker was not there yet
        known = ClockSettings(regimes=regimes, calendars=(file,))
        hall.app.state.centre = replace(hall.centre, domain={**hall.centre.domain, clocks.SETTINGS: known})
        assert sound(hall)
        assert (settle(hall.centre), settle(hall.centre)) == (1, 0)
        assert found(hall, "X1").due_at.astimezone(ZONE).date().isoformat() == "2031-03-10"
        assert found(hall, "X2").started_at == came
        assert sound(hall)
        sweep_round(hall.centre)
        assert sound(hall)
    clocks.open_book.cache_clear()


@pytest.mark.expect_log("due times in 2031 are provisional")
def test_what_seemed_late_without_a_calendar_is_in_time_with_it(tmp_path: Path) -> None:
    file = tmp_path / "2031.toml"
    file.write_text('year = 2031\nnotice = "演示"\noff = []\nwork = []\n', "utf-8")
    clocks.open_book.cache_clear()
    with open_hall(tmp_path / "data") as hall:
        # fifteen days from Friday, 28 February, end on Saturday, 15 March: with a calendar on Monday
        hall.clock.now = datetime(2031, 2, 28, 2, 0, tzinfo=UTC)
        answers = [registered(hall.kiosk(), f"row-0000-000{n}", registration(hall.clock())) for n in range(2)]
        duty = hall.sign_in("renshe.duty")
        for answer in answers:
            duty.acknowledge(answer.petition_id)
        hall.clock.forward(days=16)
        sweep_round(hall.centre)
        hall.clock.forward(hours=23)
        duty.renew()
        duty.done(answers[0].petition_id, "accept")
        duty.serve(answers[0].petition_id, hall.clock())
        sweep_round(hall.centre)
        assert sound(hall)
        domain = {**hall.centre.domain, clocks.SETTINGS: ClockSettings(calendars=(file,))}
        hall.app.state.centre = replace(hall.centre, domain=domain)
        assert sound(hall)
        assert settle(hall.centre) == 2
        with hall.session() as session:
            states = {one.case_id: one.state for one in session.exec(select(Clock).where(Clock.rule == "R3")).all()}
        assert states == {answers[0].petition_id: ClockState.MET, answers[1].petition_id: ClockState.RUNNING}
        assert sound(hall)
        before = expired(hall)
        hall.clock.forward(days=1)
        sweep_round(hall.centre)
        # the one that was not met is told again, at its true end
        assert expired(hall) > before
        assert sound(hall)
    clocks.open_book.cache_clear()


def expired(hall: Hall) -> int:
    with hall.session() as session:
        return len(session.exec(select(Notice).where(Notice.kind == NoticeKind.CLOCK_EXPIRED)).all())
