"""Hall hours and rules change from a day on; a clock keeps what held when it began, and is proved with that."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlmodel import Session, select

from server.clocks import service
from server.clocks.advance import Happened
from server.clocks.book import Book
from server.clocks.calendar import WorkCalendar
from server.clocks.course import Extension
from server.clocks.events import Event
from server.clocks.regime import FOLDER, RegimeFault, RegimeInvalid, load_regimes
from server.clocks.settings import ClockSettings
from server.clocks.tables import Clock
from server.contract.v1 import ClockKind, ClockState
from server.core.time import ZONE

WINTER = [["08:30", "12:00"], ["14:00", "17:30"]]
SUMMER = [["08:00", "12:00"], ["15:00", "18:00"]]
#: ten minutes before the hall closes for lunch, on a Monday
START = datetime(2026, 8, 3, 11, 50, tzinfo=ZONE)
LATER = START + timedelta(days=400)


def hours(session: Session, found: object) -> None:
    session.info["clocks"] = ClockSettings.model_validate({"hall_hours": found})


def clock(session: Session, rule: str) -> Clock:
    return session.exec(select(Clock).where(Clock.rule == rule)).one()


def dispatched(session: Session, case_id: str, at: datetime) -> Clock:
    service.on_event(session, case_id, "dispatched", at)
    return session.exec(select(Clock).where(Clock.rule == "F3", Clock.case_id == case_id)).one()


def test_other_hours_move_no_clock_that_began_and_count_for_the_next(session: Session) -> None:
    hours(session, WINTER)
    old = dispatched(session, "c1", START)
    assert old.due_at == START.replace(hour=14, minute=20)
    hours(session, SUMMER)
    assert service.verify(session, "c1", [Happened(Event.DISPATCHED, START)], LATER) == []
    assert service.views(session, "c1", START)[-1].due_at == START.replace(hour=14, minute=20)
    assert dispatched(session, "c2", START).due_at == START.replace(hour=15, minute=20)
    assert service.verify(session, "c2", [Happened(Event.DISPATCHED, START)], LATER) == []


def test_a_pause_over_a_change_of_hours_is_counted_with_the_hours_of_the_start(session: Session) -> None:
    hours(session, WINTER)
    dispatched(session, "c1", START)
    service.on_event(session, "c1", "objection", START + timedelta(minutes=5))
    hours(session, SUMMER)
    later = START.replace(hour=14, minute=0)
    service.on_event(session, "c1", "objection_refused", later)
    assert clock(session, "F3").due_at == later + timedelta(minutes=25)
    history = [
        Happened(Event.DISPATCHED, START),
        Happened(Event.OBJECTION, START + timedelta(minutes=5)),
        Happened(Event.OBJECTION_REFUSED, later),
    ]
    assert service.verify(session, "c1", history, LATER) == []


def test_seasons_change_the_hours_on_their_day(session: Session) -> None:
    hours(session, [{"valid_from": "2026-01-01", "hours": WINTER}, {"valid_from": "2026-08-04", "hours": SUMMER}])
    evening = START.replace(hour=17, minute=20)
    found = dispatched(session, "c1", evening)
    assert found.due_at == datetime(2026, 8, 4, 8, 20, tzinfo=ZONE)
    assert "届满之日为 08:00—12:00、15:00—18:00" in found.derivation


@pytest.mark.parametrize(
    "seasons",
    [
        [{"valid_from": "2026-08-04", "hours": SUMMER}, {"valid_from": "2026-01-01", "hours": WINTER}],
        [{"valid_from": "2026-08-04", "hours": SUMMER[::-1]}],
        [{"valid_from": "2026-08-04", "hours": []}],
    ],
)
def test_seasons_out_of_order_are_refused(seasons: list[dict[str, object]]) -> None:
    with pytest.raises(ValidationError):
        ClockSettings.model_validate({"hall_hours": seasons})


def two_versions(folder: Path, second: str = "valid_from = 2026-09-01", version: str = "2026-2") -> tuple[Path, ...]:
    text = (FOLDER / "fengfeng.toml").read_text("utf-8")
    shutil.copy(FOLDER / "fengfeng.toml", folder / "one.toml")
    later = text.replace('version = "2026-1"', f'version = "{version}"').replace("valid_from = 2024-01-01", second)
    (folder / "two.toml").write_text(later.replace('amount = 30\nunit = "min"', 'amount = 20\nunit = "min"'), "utf-8")
    return folder / "one.toml", folder / "two.toml"


def test_a_new_version_of_a_regime_counts_from_its_day_on_and_the_old_one_stays_explained(tmp_path: Path) -> None:
    two_versions(tmp_path)
    book = Book(ClockSettings(), load_regimes(("one", "two"), tmp_path), WorkCalendar())
    before, after = (datetime(2026, month, 3, 10, 0, tzinfo=ZONE) for month in (8, 9))
    amounts = [{rule.id: rule.amount for _, rule in book.rules(at)}["F3"] for at in (before, after)]
    assert amounts == [30, 20]
    assert len([rule for _, rule in book.rules(after) if rule.id == "F3"]) == 1
    old = Clock(
        case_id="c",
        rule="F3",
        regime="fengfeng",
        regime_version="2026-1",
        kind=ClockKind.COMMITMENT,
        state=ClockState.RUNNING,
        started_at=before,
        due_at=before,
    )
    found = book.rule(old)
    assert found is not None
    assert found.amount == 30


@pytest.mark.parametrize(
    ("second", "version"), [("valid_from = 2024-01-01", "9"), ("valid_from = 2026-09-01", "2026-1")]
)
def test_two_versions_from_one_day_or_with_one_name_are_refused(tmp_path: Path, second: str, version: str) -> None:
    two_versions(tmp_path, second, version)
    with pytest.raises(RegimeInvalid) as refused:
        load_regimes(("one", "two"), tmp_path)
    assert refused.value.code is RegimeFault.TWICE


def test_a_regime_that_is_over_starts_nothing_more(tmp_path: Path) -> None:
    text = (FOLDER / "fengfeng.toml").read_text("utf-8")
    (tmp_path / "one.toml").write_text(
        text.replace("valid_from = 2024-01-01", "valid_from = 2024-01-01\nvalid_until = 2026-08-31"), "utf-8"
    )
    book = Book(ClockSettings(), load_regimes(("one",), tmp_path), WorkCalendar())
    assert book.rules(datetime(2026, 8, 31, 23, 0, tzinfo=ZONE))
    assert not book.rules(datetime(2026, 9, 1, 1, 0, tzinfo=ZONE))
    assert book.regimes[0].valid_until == date(2026, 8, 31)


def test_a_clock_whose_version_is_not_on_file_says_what_to_put_back(session: Session) -> None:
    dispatched(session, "c1", START).regime_version = "2020-1"
    session.flush()
    (sentence,) = [
        one for one in service.verify(session, "c1", [Happened(Event.DISPATCHED, START)], LATER) if "F3" in one
    ]
    assert "2020-1" in sentence
    assert "valid_until" in sentence


def test_a_clock_that_would_never_alarm_is_found(session: Session) -> None:
    dispatched(session, "c1", START).alarm_at = None
    session.flush()
    (sentence,) = service.verify(session, "c1", [Happened(Event.DISPATCHED, START)], LATER)
    assert "will not alarm" in sentence


def test_an_extension_is_part_of_the_history(session: Session) -> None:
    service.on_event(session, "c1", "accepted", START)
    at = START + timedelta(days=1)
    service.extend(session, "c1", "R5", days=20, at=at, approver="局长", reason="复杂")
    accepted = Happened(Event.ACCEPTED, START)
    approved = Extension(days=20, at=at, approver="局长")
    assert (
        service.verify(session, "c1", [accepted, Happened(Event.EXTENDED, at, extensions={"R5": approved})], LATER)
        == []
    )
    assert len(service.verify(session, "c1", [accepted], LATER)) == 1


def test_a_limit_that_ended_begins_anew_whether_the_sweep_was_there_or_not(session: Session) -> None:
    later = START + timedelta(days=90)
    service.on_event(session, "c1", "dispatched", START)
    service.on_event(session, "c1", "dispatched", later)
    swept = [Happened(Event.DISPATCHED, START), Happened(Event.DISPATCHED, later)]
    assert len(session.exec(select(Clock).where(Clock.rule == "F3")).all()) == 2
    assert service.verify(session, "c1", swept, LATER) == []
