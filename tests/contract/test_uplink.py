"""The terminal's own uplink against the real centre: from the confirmed form to the receipt, online and offline."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from sqlmodel import col, select

from kiosk.flow.answers import EarlierFound, RatingSent, Registered, StaffTold, Suggested
from kiosk.flow.effects import CallStaff, LookUp, Rate, Register, Suggest
from kiosk.flow.form import change
from kiosk.flow.visit import Company, Page, Receipt, Step
from kiosk.flow.visit import Part as Device
from kiosk.reading.result import Source
from kiosk.uplink.client import CentreClient, Unreachable
from kiosk.uplink.leases import HallTexts
from kiosk.uplink.outbox import Outbox, State
from kiosk.uplink.registrar import Registrar
from kiosk.uplink.store import Store
from kiosk.workers.uplink import QuestionWorker
from server.cases import sealing
from server.cases.people import Part, shown
from server.cases.tables import CasePage, CaseRating, PetitionCase
from server.contract.v1 import Decision, RegisterRequest
from server.notify.tables import Notice, NoticeKind, Urgency
from tests.contract.hall import HALL_REGION, WAGES, Hall
from tests.flows.people import LI
from tests.unit.kiosk.uplink.test_registrar import handed_in


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "kiosk")
    yield store
    store.close()


def registrar(hall: Hall, store: Store, client: CentreClient | None) -> Registrar:
    return Registrar(
        store,
        client,
        hall_region=HALL_REGION,
        notice_version="1",
        hall=HallTexts("样本大厅"),
        now=hall.clock,
    )


def wages(hall: Hall, visit_id: str = "11111111-1111-4111-8111-111111111111") -> Register:
    """One page, wages unpaid."""
    effect = handed_in()
    buffer = io.BytesIO()
    Image.new("RGB", (900, 1200), (250, 250, 250)).save(buffer, "PNG")
    data = buffer.getvalue()
    page = Page("one", data, "image/png", hashlib.sha256(data).hexdigest(), effect.pages[0].text)
    return replace(
        effect,
        visit_id=visit_id,
        started_at=hall.clock() - timedelta(minutes=2),
        registered_at=hall.clock(),
        form=change(effect.form, "summary-0", WAGES),
        pages=(page,),
    )


def receipt(event: object) -> Receipt:
    assert isinstance(event, Registered)
    return event.receipt


def test_a_confirmed_visit_becomes_a_matter_with_unit_and_both_kinds_of_limits(hall: Hall, store: Store) -> None:
    told = receipt(registrar(hall, store, hall.kiosk()).register(wages(hall)))
    assert not told.provisional
    assert told.number
    assert told.query_code
    assert told.unit_name
    assert {c.statutory for c in told.clocks} == {True, False}
    assert told.pages == 1
    assert Outbox(store).count(State.WAITING) == 0


def test_the_same_person_finds_the_matter_again(hall: Hall, store: Store) -> None:
    client = hall.kiosk()
    questions = QuestionWorker(client)
    ask = LookUp(LI.id_type, LI.id_number)
    assert questions.carry_out(ask, Event(), lambda _: None) == EarlierFound(())
    told = receipt(registrar(hall, store, client).register(wages(hall)))
    found = questions.carry_out(ask, Event(), lambda _: None)
    assert isinstance(found, EarlierFound)
    assert found.matters is not None
    assert [m.number for m in found.matters] == [told.number]
    preview = questions.carry_out(Suggest(WAGES, "", ()), Event(), lambda _: None)
    assert isinstance(preview, Suggested)
    assert preview.suggestion is not None
    assert preview.suggestion.unit_name == told.unit_name


def test_a_matter_taken_offline_keeps_its_number_and_its_true_moment(hall: Hall, store: Store) -> None:
    client = hall.kiosk()
    registrar(hall, store, client).refill(4)
    offline = registrar(hall, store, None)
    effect = wages(hall)
    told = receipt(offline.register(effect))
    assert told.provisional
    assert told.number
    assert told.hall_name
    hall.clock.forward(hours=3)
    online = registrar(hall, store, client)
    assert online.deliver_due()
    assert not online.deliver_due()
    found = client.lookup(LI.id_type, LI.id_number)
    assert not isinstance(found, Unreachable)
    [matter] = found.matters  # type: ignore[union-attr]
    assert (matter.number, matter.registered_at) == (told.number, effect.registered_at)


def test_the_same_registration_sent_twice_is_one_matter(hall: Hall, store: Store) -> None:
    client = hall.kiosk()
    made = registrar(hall, store, client)
    effect = wages(hall)
    first, second = receipt(made.register(effect)), receipt(made.register(effect))
    assert (first.number, first.query_code) == (second.number, second.query_code)


def test_a_terminal_with_a_stolen_address_but_no_key_is_turned_away(hall: Hall) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from kiosk.uplink.key import KioskKey
    from server.contract.v1 import SuggestRequest

    stranger = CentreClient(hall.http, KioskKey("k-unknown", Ed25519PrivateKey.generate()), hall.clock)
    assert not isinstance(stranger.suggest(SuggestRequest(text=WAGES)), Decision)


def test_what_the_terminal_sends_is_the_contract(hall: Hall, store: Store) -> None:
    entry = Outbox(store).keep("k", _request(hall), (), hall.clock())
    assert RegisterRequest.model_validate_json(entry.body).matter.summary == WAGES


def _request(hall: Hall) -> RegisterRequest:
    from kiosk.uplink.requests import register_request

    return register_request(wages(hall), HALL_REGION, "1")


def test_the_service_is_rated_once_from_the_terminal(hall: Hall, store: Store) -> None:
    client = hall.kiosk()
    told = receipt(registrar(hall, store, client).register(wages(hall)))
    said = Rate(told.number, told.query_code, 4)
    assert QuestionWorker(client).carry_out(said, Event(), lambda _: None) == RatingSent(kept=True)
    with hall.session() as session:
        assert [(row.subject, row.level) for row in session.exec(select(CaseRating))] == [("hall", 4)]
    assert QuestionWorker(client).carry_out(said, Event(), lambda _: None) == RatingSent(kept=False)
    assert QuestionWorker(None).carry_out(said, Event(), lambda _: None) == RatingSent(kept=False)


def test_a_call_for_staff_reaches_the_desk_and_names_nobody(hall: Hall) -> None:
    call = CallStaff(Step.PAGES, frozenset({Device.CAMERA}))
    assert QuestionWorker(hall.kiosk()).carry_out(call, Event(), lambda _: None) == StaffTold(reached=True)
    with hall.session() as session:
        [notice] = session.exec(select(Notice).where(Notice.kind == NoticeKind.CALL)).all()
    assert (notice.urgency, notice.case_id) == (Urgency.URGENT, "")
    assert "一号终端" in notice.body and "材料" in notice.body and "拍摄设备" in notice.body
    assert QuestionWorker(None).carry_out(call, Event(), lambda _: None) == StaffTold(reached=False)


def test_a_signature_is_a_page_of_the_matter(hall: Hall, store: Store) -> None:
    signed = replace(wages(hall), signature=(((0.1, 0.2), (1.4, 0.8)), ((0.5, 0.5),)))
    told = receipt(registrar(hall, store, hall.kiosk()).register(signed))
    assert told.pages == 1, "the slip counts the papers"
    with hall.session() as session:
        case = session.exec(select(PetitionCase).where(PetitionCase.number == told.number)).one()
        pages = session.exec(select(CasePage).where(CasePage.case_id == case.id).order_by(col(CasePage.position))).all()
        assert [page.kind for page in pages] == ["other", "signature"]


def test_who_came_along_and_for_whom_is_seen_in_the_matter(hall: Hall, store: Store) -> None:
    companion = replace(LI, name="王样本", id_number="130406190001010024", sex="2")
    absent = replace(LI, name="周样本", id_number="", sex="0", birth=None, verified=False, source=Source.MANUAL)
    told = receipt(
        registrar(hall, store, hall.kiosk()).register(replace(wages(hall), company=Company(6, (companion,), absent)))
    )
    with hall.work() as work:
        case = work.session.exec(select(PetitionCase).where(PetitionCase.number == told.number)).one()
        people = [(one.part, one.name) for one in shown(work, case, is_open=True)]
        assert sealing.matter(work.vault, case).persons_present == 6
    assert sorted(people) == [(Part.PRINCIPAL, absent.name), (Part.REPRESENTATIVE, companion.name)]
