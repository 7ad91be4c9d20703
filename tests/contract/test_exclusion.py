"""Who is complained of finds no answer anywhere that differs from that to a matter which does not exist.

Organisation trees and matters are generated; every route that names a matter is asked, whatever routes there are.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from server.accounts.tables import Account, Role
from server.contract.v1 import ComplainedOf
from server.notify.tables import Notice
from server.units.tables import Post, PostRole, Unit, UnitKind
from tests.contract.hall import WAGES, Hall, Staff, open_hall, registered, registration
from tests.contract.quarrel import REASON, ruling
from tests.contract.way import OPINION, VERDICT

NOW = "2026-03-02T02:00:00Z"
SOME_REASON = "需要进一步核实情况。"
#: what is sent to each route that changes something; a route that is missing here fails the test
BODIES: dict[str, dict[str, Any]] = {
    "/acknowledge": {},
    "/dispatch": {"unit": "130406-renshe", "reason": SOME_REASON},
    "/arrive": {"arrived_at": NOW},
    "/conclude": {"summary": SOME_REASON, "settled": False},
    "/accept": {},
    "/refuse": {"ground": "N3", "facts": SOME_REASON},
    "/notes": {"text": SOME_REASON},
    "/extend": {"days": 5, "reason": SOME_REASON},
    "/opinion": OPINION,
    "/objection": {"reason": REASON},
    "/objection/decision": {"uphold": True, "reason": SOME_REASON},
    "/dispute": {"reason": SOME_REASON},
    "/arbitration": ruling("130406-renshe"),
    "/review": {"asked_at": NOW, "reason": SOME_REASON},
    "/review/hearing": {"begins": True},
    "/review/decision": VERDICT,
    "/finalize": {"reason": SOME_REASON},
    "/archive": {},
    "/reopen": {"new_facts": SOME_REASON},
    "/merge": {"into": "", "reason": SOME_REASON},
    "/split": {"summary": WAGES, "reason": SOME_REASON},
    "/assign": {"days": 20, "requirement": SOME_REASON},
    "/report": {"result": SOME_REASON, "report": SOME_REASON},
    "/materials": {"materials": ["劳动合同"]},
    "/materials/missing": {"materials": ["劳动合同"]},
    "/mediation": {"mediator": "镇调解委员会", "other_side": "用人单位", "willing": True},
    "/mediation/result": {"agreed": False, "text": SOME_REASON},
    "/mediation/confirmation": {"court": "区人民法院"},
    "/recusal": {"account": "convenor", "reason": SOME_REASON},
    "/callback": {"text": SOME_REASON},
    "/rectified": {"text": SOME_REASON},
    "/feedback": {"text": SOME_REASON},
    "/papers/{seq}/printed": {},
    "/papers/{seq}/served": {"manner": "in_person", "signed": True, "served_at": NOW},
}
VERSIONLESS = {"/acknowledge", "/dispatch"}
LISTS = ("/inbox", "/papers", "/duty-proposals")
_PREFIX = "/api/v1/petitions/{case_id}"
_numbers = count(1)


@pytest.fixture(scope="module")
def county() -> Iterator[Hall]:
    with tempfile.TemporaryDirectory() as folder, open_hall(Path(folder) / "data") as hall:
        hall.kiosk()
        yield hall


def grow(hall: Hall, parents: list[int]) -> list[str]:
    """Add units to the county, each below the district or one made before; return their codes."""
    made: list[str] = []
    with hall.session() as session:
        secret = session.get_one(Account, "quwei.duty").password_hash
        for parent in parents:
            number = next(_numbers)
            code, name = f"t-{number:05d}", f"演示机构第{number:05d}号站"
            above = (["130406-gov", *made])[parent % (len(made) + 1)]
            session.add(Unit(code=code, name=name, kind=UnitKind.DEPARTMENT, region="130406", parent=above))
            session.flush()
            for role in (PostRole.DUTY_OFFICER, PostRole.LEADER_IN_CHARGE):
                username = f"{code}.{role.value}"
                session.add(
                    Account(
                        username=username,
                        display=username,
                        role=Role.DUTY_OFFICER,
                        unit=code,
                        password_hash=secret,
                        demo=True,
                    )
                )
                session.flush()
                session.add(Post(unit=code, role=role, account=username, holder=username))
            made.append(code)
    return made


def below(hall: Hall, code: str) -> set[str]:
    """The unit and everything below it, found without the code under test."""
    with hall.session() as session:
        parents = dict(session.exec(select(Unit.code, Unit.parent).where(Unit.kind != UnitKind.PETITION)).all())
    found = {code}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def answers(staff: Staff, hall: Hall, case_id: str, number: str) -> dict[str, tuple[int, str]]:
    """Ask every route that names a matter; the matter's own id and number are taken out of what comes back."""
    found = {}
    for path, methods in hall.app.openapi()["paths"].items():
        if not path.startswith(_PREFIX):
            continue
        rest = path.removeprefix(_PREFIX)
        address = path.format(case_id=case_id, position=0, seq=4).removeprefix("/api/v1")
        for method in methods:
            if method == "get":
                answer = staff.get(address)
            else:
                body = dict(BODIES[rest]) | ({} if rest in VERSIONLESS else {"version": 3})
                answer = staff.post(address, body | ({"into": number} if rest == "/merge" else {}))
            found[f"{method} {rest}"] = (answer.status_code, answer.text)
    for page in (f"/cases/{case_id}", f"/cases/{case_id}/clocks", f"/cases/{case_id}/pages/1"):
        answer = staff.http.get(page)
        # the page for what is not found carries the moment it was made
        text = re.sub(r'data-now="[^"]*"', "", answer.text).replace(case_id, "")
        found[page.replace(case_id, "")] = (answer.status_code, text)
    return found


# every example asks some sixty times; what fails is told by the example itself, so nothing is shrunk
@settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    parents=st.lists(st.integers(0, 9), min_size=1, max_size=4),
    pick=st.integers(0, 9),
    own=st.booleans(),
)
def test_no_answer_tells_the_complained_of_that_there_is_a_matter(
    county: Hall, parents: list[int], pick: int, own: bool
) -> None:
    made = grow(county, parents)
    accused = made[pick % len(made)] if own else "130406-renshe"
    with county.session() as session:
        name = session.get_one(Unit, accused).name
    kept_away = [f"{code}.{role.value}" for code in sorted(below(county, accused)) for role in (PostRole.DUTY_OFFICER,)]
    kept_away = [one for one in kept_away if one.startswith("t-")] or ["renshe.duty"]
    staff = [county.sign_in(name) for name in kept_away[-1:]]
    before = [[one.get(path).text for path in LISTS] for one in staff]
    kiosk = next(iter(county.keys))
    with county.session() as session:
        told_before = len(session.exec(select(Notice).where(Notice.account.in_(kept_away))).all())  # type: ignore[attr-defined]
    body = registration(complained_of=(ComplainedOf(name=name),))
    made_case = registered(county.client(kiosk), f"row-{next(_numbers):08d}", body)
    for one, lists in zip(staff, before, strict=True):
        real = answers(one, county, made_case.petition_id, made_case.number)
        invented = answers(one, county, "0" * 32, "130406260302F9999X")
        assert real == invented
        # 403: the role alone, whatever matter is named
        assert {status for status, _ in real.values()} <= {403, 404}
        assert [one.get(path).text for path in LISTS] == lists
    with county.session() as session:
        told = len(session.exec(select(Notice).where(Notice.account.in_(kept_away))).all())  # type: ignore[attr-defined]
    assert told == told_before


def test_a_matter_cannot_be_found_out_by_merging_into_it(county: Hall) -> None:
    mine = registered(county.client(next(iter(county.keys))), "row-own-0001", registration())
    hidden = registered(
        county.client(next(iter(county.keys))),
        "row-own-0002",
        registration(complained_of=(ComplainedOf(name="区人社局"),)),
    )
    duty = county.sign_in("renshe.duty")
    into = [
        duty.decide(mine.petition_id, "merge", into=number, reason=SOME_REASON)
        for number in (hidden.number, "130406260302F9999X")
    ]
    assert into[0].status_code == into[1].status_code == 404
    assert into[0].json() == into[1].json()
