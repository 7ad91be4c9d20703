"""Whoever is shown a matter or a person leaves a record of it: every route that shows one, present and to come."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from sqlmodel import col, func, select

from server.accounts.permissions import Action
from server.accounts.permit import Permit
from server.audit.tables import AuditRecord
from tests.contract.doors import Door, doors
from tests.contract.hall import SECONDS, Hall, Staff, page_image, registered, registration
from tests.contract.handover import completed, handed_over
from tests.contract.intake import received
from tests.contract.test_window import upload

#: shows a signed-in person nothing but what is their own
_OWN = {Action.OWN_ACCOUNT, Action.VISIT, Action.TERMINAL, Action.ADMINISTER, Action.GRANT, Action.READ_AUDIT}
_OWN |= {Action.READ_ACCOUNTS, Action.OVERSEE}
#: figures over many matters: no matter and no person among them
_FIGURES = {"/api/v1/duty-proposals"}
#: an empty form
_FORMS = {"/register", "/search"}
#: what else stands in a path
_PLACES = {"position": "0", "number": "1", "form": "json", "key": "letter-0001"}
#: who reads what
_DESKS = ("renshe.duty", "xinfang.duty", "renshe.leader")


def shows_matters(door: Door) -> bool:
    actions = {call.action for call in door.calls if isinstance(call, Permit)}
    return door.method == "GET" and bool(actions) and not actions <= _OWN and door.path not in _FIGURES | _FORMS


def recorded(hall: Hall, username: str) -> int:
    with hall.session() as session:
        counted = select(func.count()).where(col(AuditRecord.actor) == f"account:{username}")
        return session.exec(counted).one()


def asked(hall: Hall, staff: Staff, path: str) -> Any:
    begin = hall.clock().replace(year=2025).isoformat()
    end = hall.clock().replace(year=2027).isoformat()
    query = {"q": "工资", "begin": begin, "end": end}
    return staff.http.get(path, params=query, follow_redirects=False)


def test_every_route_that_shows_a_matter_records_who_looked(hall: Hall) -> None:
    image = page_image()
    kiosk = hall.kiosk()
    kiosk.put_page(hashlib.sha256(image).hexdigest(), image, "image/png", SECONDS)
    given = registered(kiosk, "visit-0001", registration(pages=(image,)))
    unsure = registered(kiosk, "visit-0002", registration(text="请帮助我，情况复杂，说不清楚。"))
    unit = hall.sign_in("renshe.duty")
    unit.done(given.petition_id, "acknowledge")
    unit.done(given.petition_id, "accept")
    paper = unit.papers(given.petition_id)[-1]["seq"]
    waiting = handed_over(hall)
    hall.sign_in("xinfang.duty").post(f"/reception/handovers/{waiting}/take", {})
    sha256 = upload(hall.sign_in("xinfang.duty"), image).json()["pages"][0]
    received(hall.sign_in("xinfang.duty"), "letter-0001")
    finished = handed_over(hall, "visit-finished-0001")
    for deed, body in (("take", {}), ("register", completed())):
        hall.sign_in("xinfang.duty").post(f"/reception/handovers/{finished}/{deed}", body)
    sent = unit.http.post(
        f"/api/v1/petitions/{given.petition_id}/photos", content=image, headers={"X-Hall-CSRF": unit.csrf}
    )
    leader = hall.sign_in("renshe.leader")
    due = {"due_at": (hall.clock() + timedelta(days=1)).isoformat()}
    order = {"unit": "130406-renshe", "text": "请三日内报告结果。"}
    instructed = leader.done(given.petition_id, "instructions", **order, **due)["id"]
    registered(kiosk, "visit-late-0002", registration(hall.clock()))
    hall.clock.forward(hours=3)
    leader.renew()
    circular = leader.post("/circulars", {"title": "通报", "text": "请立即办理。"}).json()["id"]
    places = {
        "photo": sent.json()["sha256"],
        "instruction_id": instructed,
        "circular_id": circular,
        "case_id": given.petition_id,
        "seq": str(paper),
        "handover_id": waiting,
        "sha256": sha256,
        **_PLACES,
    }
    silent, unseen = [], []
    people = {username: hall.sign_in(username) for username in _DESKS}
    for door in doors(hall.app):
        if not shows_matters(door):
            continue
        path = door.path.replace("{handover_id}/receipt", f"{finished}/receipt")
        for page in ("/desk/{case_id}", "/petitions/{case_id}/corrections"):
            path = path.replace(page, page.format(case_id=unsure.petition_id))
        for name, value in places.items():
            path = path.replace("{" + name + "}", value)
        answers = []
        for username, staff in people.items():
            before = recorded(hall, username)
            answer = asked(hall, staff, path)
            answers.append(answer.status_code)
            if answer.status_code == 200 and recorded(hall, username) == before:
                silent.append(f"{door} as {username}")
        if 200 not in answers:
            unseen.append(f"{door} {answers}")
    assert silent == []
    assert unseen == [], "a route that nobody could see here proves nothing: give it what it needs above"


def test_a_refused_look_tells_the_looker_nothing_and_is_no_reading(hall: Hall) -> None:
    given = registered(hall.kiosk(), "visit-0001", registration())
    stranger = hall.sign_in("jiaoti.duty")
    answer = stranger.get(f"/petitions/{given.petition_id}")
    assert answer.status_code == 404
    with hall.session() as session:
        reads = session.exec(
            select(AuditRecord).where(
                col(AuditRecord.actor) == "account:jiaoti.duty", col(AuditRecord.action) == "petition.read"
            )
        ).all()
    assert reads == []


def test_who_guesses_signatures_is_answered_ever_more_slowly(hall: Hall) -> None:
    hall.kiosk()
    answers = [hall.http.post("/api/v1/visitors/lookup", json={}).status_code for _ in range(200)]
    assert set(answers) == {401, 429}
    assert hall.sign_in("renshe.duty").inbox() == []
