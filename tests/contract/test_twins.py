"""What pages show and do, by JSON: pages of the inbox, prints of papers, and the steps that are open."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from server.accounts.permit import OpenDoor, Permit
from server.cases import proof
from tests.contract import twins
from tests.contract.doors import Door, doors
from tests.contract.hall import Hall, Staff, registered, registration


def _accepted(hall: Hall) -> tuple[Staff, str, int]:
    """Return the duty officer, a matter of the unit and its first paper."""
    given = registered(hall.kiosk(), "visit-0001", registration())
    duty = hall.sign_in("renshe.duty")
    duty.done(given.petition_id, "acknowledge")
    duty.done(given.petition_id, "accept")
    return duty, given.petition_id, duty.papers(given.petition_id)[0]["seq"]


def test_the_inbox_comes_in_pages_in_the_order_and_with_the_counts_of_the_page(hall: Hall) -> None:
    kiosk = hall.kiosk()
    made = [registered(kiosk, f"visit-000{n}", registration()).petition_id for n in range(5)]
    duty = hall.sign_in("renshe.duty")
    duty.done(made[0], "acknowledge")
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        leaf = duty.get(f"/inbox/matters?limit=2&after={after}").json()
        found += leaf["items"]
        after = leaf["after"]
        if not after:
            break
    assert sorted(one["petition_id"] for one in found) == sorted(made)
    assert leaf["counts"] == {"all": 5, "waiting": 4, "running": 1, "overdue": 0}
    waiting = duty.get("/inbox/matters?show=waiting").json()["items"]
    assert made[0] not in {one["petition_id"] for one in waiting}
    assert len(waiting) == 4
    assert duty.get("/inbox/matters?show=other").status_code == 422
    assert hall.sign_in("jiaoti.duty").get("/inbox/matters").json()["items"] == []


def test_prints_are_counted_the_first_is_the_original(hall: Hall) -> None:
    duty, case_id, seq = _accepted(hall)
    assert duty.get(f"/petitions/{case_id}/papers/{seq}.pdf").content.startswith(b"%PDF")
    refused = duty.decide(case_id, f"papers/{seq}/print", copy_number=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")
    for number in range(4):
        assert duty.papers(case_id)[0]["next_copy"] == number
        answer = duty.decide(case_id, f"papers/{seq}/print", copy_number=number)
        assert answer.headers["content-type"] == "application/pdf"
        assert duty.decide(case_id, f"papers/{seq}/print", copy_number=number).json()["code"] == "wrong_state"
    assert duty.decide(case_id, f"papers/{seq}/printed").json()["code"] == "wrong_state"
    with hall.work() as work:
        assert proof.verify(work) == []


def test_of_two_prints_at_once_each_has_its_own_number(hall: Hall) -> None:
    duty, case_id, seq = _accepted(hall)
    desks = [hall.sign_in("renshe.duty") for _ in range(4)]
    version = duty.get(f"/petitions/{case_id}").json()["version"]

    def prints(desk: Staff) -> int:
        body = {"version": version, "copy_number": 0}
        return int(desk.post(f"/petitions/{case_id}/papers/{seq}/print", body).status_code)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(prints, desks)) == [200, 409, 409, 409]


def test_another_unit_prints_and_reads_nothing(hall: Hall) -> None:
    _duty, case_id, seq = _accepted(hall)
    stranger = hall.sign_in("jiaoti.duty")
    for path in (f"papers/{seq}.pdf", "steps"):
        real, invented = (stranger.get(f"/petitions/{one}/{path}") for one in (case_id, "f" * 32))
        assert (real.status_code, real.content) == (invented.status_code, invented.content)
        assert real.status_code == 404
    assert stranger.post(f"/petitions/{case_id}/papers/{seq}/print", {"version": 9}).status_code == 404


def test_the_open_steps_are_those_of_the_page(hall: Hall) -> None:
    duty, case_id, _seq = _accepted(hall)
    found = duty.get(f"/petitions/{case_id}/steps").json()
    assert {"opinion", "note", "refuse"} - set(found["steps"]) == {"refuse"}
    assert found["keeps_papers"]
    assert any(one["code"] == "130406-jiaoti" for one in found["receivers"])
    assert hall.sign_in("quwei.leader").get(f"/petitions/{case_id}/steps").status_code in (200, 404)


def test_every_route_of_the_pages_has_its_twin_for_other_programs(hall: Hall) -> None:
    """And the twin is for nobody else than the page: what one shuts out the other does not let in."""
    routes = {str(door): door for door in doors(hall.app)}
    pages = [one for one in routes if not one.split(" ")[1].startswith((twins.API, *twins.NO_PAGES))]
    unknown = [one for one in pages if one not in twins.TWINS]
    assert unknown == [], (
        "pages without a twin: add the JSON route that shows or does the same under /api/v1, and a line for it in"
        " tests/contract/twins.py (FORM only for an empty form or a page that leads on)"
    )
    assert [one for one in twins.TWINS if one not in pages] == [], "no such page any more: take its line out"
    missing, differing = [], []
    for page in pages:
        for twin in () if twins.TWINS[page] == twins.FORM else twins.TWINS[page].split(", "):
            method, path = twin.split(" ")
            found = routes.get(f"{method} {twins.API}{path}")
            if found is None:
                missing.append(f"{page} -> {twin}")
            elif page not in twins.OTHERWISE and _who(found) != _who(routes[page]):
                differing.append(f"{page} {_who(routes[page])} -> {twin} {_who(found)}")
    assert missing == [], "named in tests/contract/twins.py and not there"
    assert differing == [], "a page and its twin are open to the same people"


def _who(door: Door) -> set[str]:
    return {call.action.value for call in door.calls if isinstance(call, Permit | OpenDoor)}
