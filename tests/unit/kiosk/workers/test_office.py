"""What the attendant sees of the terminal: devices with remedy, what waits, what was counted; nothing of visitors."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kiosk.counting import counted
from kiosk.flow.answers import Printed, StaffTold
from kiosk.flow.doors.effects import CheckPin, Inspect, Note
from kiosk.flow.doors.events import PinChecked, Reported
from kiosk.flow.doors.state import Report
from kiosk.flow.effects import Register
from kiosk.flow.events import SubmitAsked
from kiosk.flow.pace import BUDGET, Spent
from kiosk.flow.visit import Help, Mishap, Step, Visit
from kiosk.health.pin import hashed
from kiosk.pacing import Pacing
from kiosk.settings import Attendant, Settings, load
from kiosk.uplink.outbox import Outbox
from kiosk.uplink.requests import register_request
from kiosk.uplink.store import Store
from kiosk.workers.office import OfficeWorker
from kiosk.workers.worker import gave_up
from tests.flows.people import LI, MORNING, Walk


def office(tmp_path: Path, pin: str = "") -> OfficeWorker:
    settings: Settings = load(data_dir=str(tmp_path), attendant={"pin_hash": hashed(pin) if pin else ""})
    return OfficeWorker(settings, lambda: MORNING)


def report(worker: OfficeWorker, effect: Inspect = Inspect()) -> Report:
    answer = worker.carry_out(effect, threading.Event(), lambda _: None)
    assert isinstance(answer, Reported)
    return answer.report


def test_a_terminal_without_a_pin_lets_nobody_in(tmp_path: Path) -> None:
    closed = office(tmp_path).carry_out(CheckPin("246810"), threading.Event(), lambda _: None)
    assert closed == PinChecked(right=False, closed=True)
    opened = office(tmp_path, "246810").carry_out(CheckPin("246810"), threading.Event(), lambda _: None)
    assert opened == PinChecked(right=True)
    assert Attendant().pin_hash == ""


def test_mishaps_of_today_and_slips_are_counted_and_a_new_roll_begins_from_zero(tmp_path: Path) -> None:
    worker = office(tmp_path)
    for note in (Note(mishap="card_removed"), Note(mishap="card_removed"), Note(mishap="paper_out"), Note(slip=True)):
        assert worker.carry_out(note, threading.Event(), lambda _: None) is None
    found = report(worker)
    assert (found.mishaps, found.slips) == ((("card_removed", 2), ("paper_out", 1)), 1)
    after = report(worker, Inspect(roll_changed=True))
    assert (after.slips, after.roll_since) == (0, MORNING)


def test_every_device_is_listed_also_before_anybody_looked_at_it(tmp_path: Path) -> None:
    assert [one.state for one in report(office(tmp_path)).devices] == ["unknown"] * 3
    assert dict(report(office(tmp_path)).versions)["Python"].startswith("3.")


def test_what_waits_is_shown_by_number_and_time_and_can_be_hurried(tmp_path: Path) -> None:
    store = Store(tmp_path)
    [sent] = Walk().to(Step.SUBMIT).do(SubmitAsked(MORNING))
    assert isinstance(sent, Register)
    entry = Outbox(store).keep("visit-1", register_request(sent, "130406", "1"), (), MORNING)
    Outbox(store).put_off(entry.key, 4, MORNING)
    store.close()
    worker = office(tmp_path)
    [line] = report(worker).unsent
    assert (line.state, line.attempts, line.next_at > MORNING) == ("waiting", 5, True)
    assert LI.name not in repr(line) and LI.id_number not in repr(line)
    [hurried] = report(worker, Inspect(send_now=True)).unsent
    assert hurried.next_at == MORNING


def test_a_worker_that_breaks_down_lets_nobody_in() -> None:
    answer = gave_up(CheckPin("246810"))
    assert isinstance(answer, PinChecked) and not answer.right and answer.wait > 0


def test_what_is_counted_is_a_name_once_when_it_comes_up() -> None:
    before = Visit(step=Step.CARD, visit_id="v")
    after = replace(before, mishap=Mishap.CARD_REMOVED)
    assert list(counted(before, after, Printed())) == [Note(mishap="card_removed")]
    assert list(counted(after, after, Printed())) == []
    alone = replace(before, help=Help.UNREACHABLE)
    assert list(counted(before, alone, StaffTold(reached=False))) == [Note(mishap="staff_unreachable")]
    printing = replace(before, busy=frozenset({"print"}))
    assert list(counted(printing, before, Printed())) == [Note(slip=True)]


def test_the_budgets_make_three_minutes_and_a_visit_is_measured_by_its_steps() -> None:
    assert sum(BUDGET.values()) == timedelta(minutes=3).total_seconds()
    seconds = [0.0]
    pacing = Pacing(lambda: seconds[0])
    walk = Walk().to(Step.CARD)
    pacing.follow(walk.visit)
    seconds[0] = 20.0
    spent = pacing.follow(replace(walk.visit, step=Step.EARLIER))
    assert spent == (Spent(Step.CARD, 20.0),)
    assert spent[0].over
    seconds[0] = 25.0
    assert pacing.follow(Visit()) == ()
