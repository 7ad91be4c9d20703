"""Kept first, sent once: whatever breaks in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.flow.answers import Failed, Registered
from kiosk.flow.effects import Register
from kiosk.flow.visit import Mishap, Step
from kiosk.uplink.client import CentreClient
from kiosk.uplink.leases import HallTexts, Leases
from kiosk.uplink.outbox import Outbox, State
from kiosk.uplink.registrar import Registrar
from kiosk.uplink.store import Store
from server.contract.v1 import ErrorCode, RegisterRequest
from tests.flows.people import LI, MORNING, Walk
from tests.unit.kiosk.uplink.centre import Centre, Killed

PERSONAL = (LI.name, LI.id_number, "拖欠工资", "image of one", LI.registered_address, "code0000")


def handed_in() -> Register:
    """What the plain visit hands in: one page, one summary."""
    walk = Walk().to(Step.RECEIPT)
    [effect] = walk.asked(Register)
    assert isinstance(effect, Register)
    return effect


@contextmanager
def terminal(folder: Path, centre: Centre | None) -> Iterator[tuple[Registrar, Store]]:
    """A terminal that was just switched on."""
    store = Store(folder)
    client: CentreClient | None = centre.client() if centre else None
    now = (lambda: centre.now) if centre else (lambda: MORNING)
    try:
        yield (
            Registrar(
                store,
                client,
                hall_region="130406106",
                notice_version="1",
                hall=HallTexts("未联网大厅"),
                now=now,
            ),
            store,
        )
    finally:
        store.close()


def on_disk(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.iterdir())


def test_a_registration_that_reaches_the_centre_leaves_nothing_here(tmp_path: Path) -> None:
    centre = Centre()
    with terminal(tmp_path, centre) as (registrar, store):
        event = registrar.register(handed_in())
        assert isinstance(event, Registered)
        assert not event.receipt.provisional
        assert (event.receipt.unit_name, event.receipt.holder_name) == ("样本人社局", "李**")
        assert store.rows("SELECT * FROM entry") == store.rows("SELECT * FROM page") == []
    assert list(centre.registered) == ["visit-1"]


def test_server_down_keeps_it_with_a_leased_number_and_sends_it_once_later(tmp_path: Path) -> None:
    centre = Centre()
    effect = handed_in()
    with terminal(tmp_path, centre) as (registrar, store):
        registrar.refill(4)
        centre.down = True
        event = registrar.register(effect)
        assert isinstance(event, Registered)
        assert (event.receipt.provisional, event.receipt.number, event.receipt.query_code) == (
            True,
            "L0000",
            "code0000",
        )
        assert event.receipt.hall_name == "样本信访大厅"
        assert Outbox(store).count(State.WAITING) == 1
        assert not registrar.deliver_due(), "its pause is not over"
        centre.now += timedelta(minutes=1)
        assert not registrar.deliver_due(), "still down"
        centre.down = False
        centre.now += timedelta(minutes=10)
        assert registrar.deliver_due()
        assert not registrar.deliver_due()
    request = RegisterRequest.model_validate_json(centre.registered["visit-1"])
    assert (request.number, request.registered_at) == ("L0000", effect.registered_at)
    assert len(centre.registered) == 1


def test_an_answer_lost_on_the_way_back_registers_once(tmp_path: Path) -> None:
    centre = Centre(answer_lost=True)
    with terminal(tmp_path, centre) as (registrar, _):
        event = registrar.register(handed_in())
        assert isinstance(event, Registered)
        assert event.receipt.provisional
        centre.answer_lost = False
        centre.now += timedelta(minutes=1)
        assert registrar.deliver_due()
    assert list(centre.registered) == ["visit-1"]


@pytest.mark.parametrize("moment", ["before pages", "after pages", "before petitions", "after petitions"])
def test_a_terminal_killed_at_any_moment_delivers_exactly_once_after_it_is_switched_on(
    tmp_path: Path, moment: str
) -> None:
    centre = Centre(killed_at=moment)
    with terminal(tmp_path, centre) as (registrar, _), pytest.raises(Killed):
        registrar.register(handed_in())
    centre.killed_at = ""
    centre.now += timedelta(minutes=1)
    with terminal(tmp_path, centre) as (registrar, store):
        assert registrar.deliver_due()
        assert store.rows("SELECT * FROM entry") == []
    assert list(centre.registered) == ["visit-1"]
    assert len(centre.pages) == 1


def test_nothing_personal_is_readable_in_the_files(tmp_path: Path) -> None:
    centre = Centre()
    with terminal(tmp_path, centre) as (registrar, _):
        registrar.refill(2)
        centre.down = True
        registrar.register(handed_in())
    found = on_disk(tmp_path)
    assert [p for p in PERSONAL if p.encode() in found] == []
    assert (tmp_path / "outbox.key").stat().st_mode & 0o777 == 0o600


def test_a_refused_form_goes_back_to_the_visitor_and_keeps_its_number_when_corrected(tmp_path: Path) -> None:
    centre = Centre()
    with terminal(tmp_path, centre) as (registrar, store):
        registrar.refill(1)
        centre.refuses = ErrorCode.INVALID_REQUEST
        assert registrar.register(handed_in()) == Failed("submit", Mishap.REJECTED, "不能受理 · cannot be taken")
        assert Outbox(store).count(State.REFUSED) == 1, "a visitor who leaves now is not forgotten"
        assert not registrar.deliver_due(), "the same again cannot help"
        centre.refuses = None
        event = registrar.register(handed_in())
        assert isinstance(event, Registered)
        assert event.receipt.number == "L0000"
        assert store.rows("SELECT * FROM entry") == store.rows("SELECT * FROM lease") == []


@pytest.mark.expect_log("does not take requests")
@pytest.mark.parametrize("code", [ErrorCode.UNAUTHENTICATED, ErrorCode.TOO_MANY_REQUESTS])
def test_a_refused_terminal_is_not_the_visitors_fault(tmp_path: Path, code: ErrorCode) -> None:
    centre = Centre(refuses=code)
    with terminal(tmp_path, centre) as (registrar, _):
        event = registrar.register(handed_in())
    assert isinstance(event, Registered)
    assert event.receipt.provisional


@pytest.mark.expect_log("the centre refused registration")
def test_a_refusal_after_the_visitor_left_is_kept_for_a_person(tmp_path: Path) -> None:
    centre = Centre(down=True)
    with terminal(tmp_path, centre) as (registrar, store):
        registrar.register(handed_in())
        centre.down, centre.refuses = False, ErrorCode.INVALID_REQUEST
        centre.now += timedelta(minutes=1)
        assert registrar.deliver_due()
        assert (Outbox(store).count(State.REFUSED), Outbox(store).count(State.WAITING)) == (1, 0)
        assert not registrar.deliver_due()


@pytest.mark.expect_log("counts from now")
def test_a_registration_kept_while_the_clock_was_ahead_arrives_once_it_is_set_right(tmp_path: Path) -> None:
    centre = Centre(down=True)
    with terminal(tmp_path, centre) as (registrar, store):
        ahead = centre.now + timedelta(days=400)
        registrar.register(replace(handed_in(), registered_at=ahead, started_at=ahead))
        centre.down = False
        for _ in range(3):
            centre.now += timedelta(minutes=6)
            registrar.deliver_due()
        assert Outbox(store).count(State.REFUSED) == Outbox(store).count(State.WAITING) == 0
    [body] = centre.registered.values()
    assert RegisterRequest.model_validate_json(body).registered_at <= centre.now


@pytest.mark.expect_log("asks for another")
def test_a_number_the_centre_does_not_know_is_replaced(tmp_path: Path) -> None:
    centre = Centre(unknown_numbers=True)
    with terminal(tmp_path, centre) as (registrar, store):
        registrar.refill(1)
        event = registrar.register(handed_in())
        assert store.rows("SELECT * FROM lease") == []
    assert isinstance(event, Registered)
    assert event.receipt.number == "C0001"


def test_a_terminal_that_was_never_enrolled_still_takes_a_matter(tmp_path: Path) -> None:
    with terminal(tmp_path, None) as (registrar, _):
        event = registrar.register(handed_in())
    assert isinstance(event, Registered)
    assert (event.receipt.provisional, event.receipt.number, event.receipt.hall_name) == (True, "", "未联网大厅")


@pytest.mark.expect_log("cannot be kept")
@pytest.mark.parametrize(
    ("down", "expected"), [(True, lambda e: e == Failed("submit", Mishap.NOT_KEPT)), (False, lambda e: True)]
)
def test_a_broken_disk_is_said_unless_the_centre_takes_it(
    tmp_path: Path, down: bool, expected: Callable[[object], bool]
) -> None:
    centre = Centre(down=down)
    with terminal(tmp_path, centre) as (registrar, store):
        store.rows("PRAGMA query_only=ON")
        event = registrar.register(handed_in())
    assert expected(event)
    assert isinstance(event, Failed) is down


@pytest.mark.expect_log("set aside")
def test_a_row_from_another_terminal_does_not_block_the_others(tmp_path: Path) -> None:
    centre = Centre(down=True)
    with terminal(tmp_path, centre) as (registrar, store):
        registrar.register(handed_in())
        registrar.register(replace(handed_in(), visit_id="visit-2"))
        with store.transaction() as db:
            db.execute("UPDATE entry SET sealed = x'00' WHERE key = 'visit-1'")
        centre.down = False
        centre.now += timedelta(minutes=1)
        assert registrar.deliver_due()
    assert list(centre.registered) == ["visit-2"]


def test_two_registrations_never_share_a_number(tmp_path: Path) -> None:
    centre = Centre()
    with terminal(tmp_path, centre) as (registrar, _):
        registrar.refill(1)
        centre.down = True
        numbers = []
        for visit in ("a", "b"):
            event = registrar.register(replace(handed_in(), visit_id=visit))
            assert isinstance(event, Registered)
            numbers.append(event.receipt.number)
    assert numbers == ["L0000", ""]


def test_numbers_are_leased_again_when_half_are_gone_or_all_expired(tmp_path: Path) -> None:
    centre = Centre()
    with terminal(tmp_path, centre) as (registrar, store):
        registrar.refill(4)
        registrar.refill(4)
        assert centre.leased == 4
        centre.now += timedelta(days=31)
        assert Leases(store).free(centre.now) == 0
        registrar.refill(4)
        assert Leases(store).free(centre.now) == 4
        assert len(store.rows("SELECT * FROM lease")) == 4


def test_pauses_double_up_to_five_minutes(tmp_path: Path) -> None:
    centre = Centre(down=True)
    pauses = []
    with terminal(tmp_path, centre) as (registrar, store):
        registrar.register(handed_in())
        for _ in range(9):
            [(due,)] = store.rows("SELECT next_attempt FROM entry")
            pauses.append(round(due - centre.now.timestamp()))
            centre.now += timedelta(seconds=pauses[-1])
            assert not registrar.deliver_due()
    assert pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300]
