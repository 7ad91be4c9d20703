"""Every route says who it is for, and is closed to everybody else; values that were masked do not come back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlmodel import select

from server.accounts.asking import changing_account, current_account, current_kiosk, staged_account
from server.accounts.permissions import TABLE, Action
from server.accounts.permit import OpenDoor, Permit
from server.accounts.tables import Account, Role
from server.cases import access
from server.cases.tables import PetitionCase
from server.web.guard import signed_in
from server.web.pages.account import begun
from tests.contract.doors import Door, doors
from tests.contract.hall import LI, WANG, Hall, open_hall, refused, registered, registration, send

PEOPLE = {action for action, who in TABLE.items() if who & set(Role)} - {Action.VISIT}


def declared(door: Door) -> list[Action]:
    return [call.action for call in door.calls if isinstance(call, Permit | OpenDoor)]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with open_hall(tmp_path_factory.mktemp("hall") / "data") as hall:
        yield hall


def test_every_route_declares_exactly_one_permission(shared: Hall) -> None:
    found = doors(shared.app)
    assert len(found) > 40
    assert [str(door) for door in found if len(declared(door)) != 1] == []


def test_every_route_for_people_asks_who_it_is_and_every_one_for_terminals_the_signature(shared: Hall) -> None:
    asked = {current_account, changing_account, signed_in}
    for door in doors(shared.app):
        (action,) = declared(door)
        if action in PEOPLE:
            # who has only begun to sign in may finish that and nothing else
            half = {staged_account, begun} if action is Action.OWN_ACCOUNT else set()
            assert (asked | half) & set(door.calls), door
        assert (action is Action.TERMINAL) == (current_kiosk in door.calls), door


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.SECURITY, Role.ASSESSOR])
def test_who_has_not_the_action_is_refused_on_every_route_whatever_post_they_hold(shared: Hall, role: Role) -> None:
    """The account keeps a desk as well: a post opens nothing that the role does not."""
    person = shared.sign_in("renshe.duty")
    with shared.session() as session:
        account = session.get_one(Account, "renshe.duty")
        before, account.role = account.role, role
        session.add(account)
    try:
        for door in doors(shared.app):
            (action,) = declared(door)
            if action not in PEOPLE or role in TABLE[action]:
                continue
            path = re.sub(r"\{\w+\}", "1", door.path)
            answer = person.http.request(
                door.method, path, json={}, headers={"X-Hall-CSRF": person.csrf}, follow_redirects=False
            )
            assert answer.status_code == 403, (str(door), answer.text)
    finally:
        with shared.session() as session:
            account = session.get_one(Account, "renshe.duty")
            account.role = before
            session.add(account)


@pytest.mark.parametrize("role", [Role.CHIEF, Role.ASSESSOR])
def test_who_follows_the_region_sees_its_matters_masked_and_no_sealed_one(hall: Hall, role: Role) -> None:
    kiosk = hall.kiosk()
    plain = registered(kiosk, "row-0000-0001", registration())
    sealed = registered(
        kiosk, "row-0000-0002", registration(petitioner=WANG, text="举报某局局长受贿贪污公款，收受红包。")
    )
    assert sealed.decision.outcome == "restricted"
    with hall.session() as session:
        account = session.get_one(Account, "shuili.duty")
        account.role, account.unit = role, "130406-gov"
        session.add(account)
        who = access.reader(session, account)
        listed = session.exec(select(PetitionCase.id).where(access.visible(who))).all()
    assert listed == [plain.petition_id]
    file = hall.sign_in("shuili.duty").get(f"/petitions/{plain.petition_id}").json()
    assert (file["petitioner"]["open"], file["petitioner"]["phone"]) == (False, "138****5678")
    assert LI.name not in str(file)


@pytest.mark.parametrize("field", ["name", "id_number", "phone"])
def test_a_masked_value_is_never_stored_as_the_true_one(hall: Hall, field: str) -> None:
    masked = {"name": "柳**", "id_number": "130406********0016", "phone": "13800005678"}
    kiosk = hall.kiosk()
    body = registration(petitioner=LI.model_copy(update={field: masked[field]}))
    if field == "phone":
        office = hall.sign_in("xinfang.duty")
        sent = body.model_dump(mode="json")
        received = {
            "form": "X",
            "received_at": hall.clock().isoformat(),
            "petitioner": {**sent["petitioner"]},
            "on_behalf_of": {"name": "万*"},
            "matter": sent["matter"],
        }
        answer = office.http.post(
            "/api/v1/petitions/received",
            json=received,
            headers={"X-Hall-CSRF": office.csrf, "Idempotency-Key": "row-0000-0001"},
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "masked_value"), answer.text
        assert answer.json()["fields"] == ["on_behalf_of.name"]
    else:
        assert refused(send(kiosk, "row-0000-0001", body)) == "masked_value"
    with hall.session() as session:
        assert session.exec(select(PetitionCase)).first() is None


def test_lists_leave_a_read_record_too(hall: Hall) -> None:
    from server.audit.searching import Wanted, search

    duty = hall.sign_in("renshe.duty")
    duty.inbox()
    duty.get("/papers")
    with hall.session() as session:
        acts = {row.action for row in search(session, Wanted(actor="account:renshe.duty"), 100)}
    assert acts >= {"inbox.read", "papers.read"}
