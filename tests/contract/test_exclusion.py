"""Who is complained of finds no answer anywhere that differs from that to a matter which does not exist.

Organisation trees and matters are generated; every route that names a matter is asked, whatever routes there are.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from server.accounts.tables import Account, Role
from server.cases.tables import PetitionCase
from server.contract.v1 import ComplainedOf
from server.notify.tables import Notice
from server.units.tables import Post, PostRole, Unit, UnitKind
from server.worker import sweep_round
from tests.contract.doors import doors
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
    "/extension": {"days": 5, "reason": SOME_REASON},
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
    "/unmerge": {"reason": SOME_REASON},
    "/split": {"summary": WAGES, "reason": SOME_REASON},
    "/assign": {"days": 20, "requirement": SOME_REASON},
    "/report": {"result": SOME_REASON, "report": SOME_REASON},
    "/materials": {"materials": ["劳动合同"]},
    "/materials/missing": {"materials": ["劳动合同"]},
    "/mediation": {"mediator": "镇调解委员会", "other_side": "用人单位", "willing": True},
    "/mediation/result": {"agreed": False, "text": SOME_REASON},
    "/mediation/confirmation": {"court": "区人民法院"},
    "/handler": {"account": ""},
    "/photos": {},
    "/recusal": {"account": "convenor", "reason": SOME_REASON},
    "/callback": {"text": SOME_REASON},
    "/rectified": {"text": SOME_REASON},
    "/feedback": {"text": SOME_REASON},
    "/instructions": {"unit": "130406-renshe", "text": SOME_REASON, "due_at": "2026-03-09T02:00:00Z"},
    "/reminder": {"text": SOME_REASON},
    "/supervision": {"form": "phone", "text": SOME_REASON},
    "/watch": {},
    "/unwatch": {},
    "/papers/{seq}/printed": {},
    "/papers/{seq}/print": {},
    "/papers/{seq}/served": {"manner": "in_person", "signed": True, "served_at": NOW},
}
VERSIONLESS = {"/photos", "/acknowledge", "/dispatch", "/watch", "/unwatch"}
#: what a route with something else than a matter in its path is asked for; each answer is compared before and after
SAMPLES = {
    "/api/v1/instructions/{instruction_id}": ("/api/v1/instructions/" + "0" * 32,),
    "/api/v1/circulars/{circular_id}": ("/api/v1/circulars/" + "0" * 32,),
    "/instructions/{instruction_id}": ("/instructions/" + "0" * 32,),
    "/circulars/{circular_id}": ("/circulars/" + "0" * 32,),
    "/api/v1/exchange/petitions.{form}": ("/api/v1/exchange/petitions.json", "/api/v1/exchange/petitions.csv"),
    "/api/v1/admin/rows/{subject}": ("/api/v1/admin/rows/units", "/api/v1/admin/rows/roster"),
    "/api/v1/admin/deputies/{username}": ("/api/v1/admin/deputies/renshe.duty",),
    "/api/v1/kiosks/{kiosk_id}/settings": ("/api/v1/kiosks/k-1/settings",),
    "/api/v1/reference/{subject}.{form}": ("/api/v1/reference/units.csv",),
    "/open311/v2/discovery.{form}": ("/open311/v2/discovery.json",),
    "/open311/v2/services.{form}": ("/open311/v2/services.json",),
    "/api/v1/kiosks/handovers/{handover_id}": (f"/api/v1/kiosks/handovers/{'0' * 32}",),
    **{
        f"{place}/{{handover_id}}{rest}": (f"{place}/{'0' * 32}{rest}",)
        for place in ("/reception/handovers", "/api/v1/reception/handovers")
        for rest in ("", "/receipt")
    },
    "/reception/handovers/{handover_id}/pages/{number}": (f"/reception/handovers/{'0' * 32}/pages/1",),
    "/register/scans/{sha256}": (f"/register/scans/{'0' * 64}",),
    "/register/receipts/{key}": ("/register/receipts/letter-0001",),
    "/api/v1/reception/scans/{sha256}": (f"/api/v1/reception/scans/{'0' * 64}",),
    "/api/v1/reception/receipts/{key}": ("/api/v1/reception/receipts/letter-0001",),
    "/api/v1/reception/handovers/{handover_id}/pages/{position}": (f"/api/v1/reception/handovers/{'0' * 32}/pages/0",),
}
#: routes with the number of a matter: asked with a real and an invented one
NUMBERED = {"/open311/v2/requests/{number}.{form}": "/open311/v2/requests/{number}.json"}
#: routes that are not compared, and why; a new route is put here, or is compared
APART = {
    "/metrics": "figures of the machine, for the machine beside it",
    "/api/v1/stream": "reads the same notices as /api/v1/notices, which is compared",
    "/account/factor.svg": "a fresh secret of one's own each time",
}
#: nothing of a matter goes in by a POST that names none: sign-in, administration, what a desk or a terminal registers
_PREFIX = "/api/v1/petitions/{case_id}"
#: duty officer, deputy and chief of a unit: all of them are kept away
ROLES = (PostRole.DUTY_OFFICER, PostRole.LEADER_IN_CHARGE, PostRole.HEAD)
LEADS = (PostRole.LEADER_IN_CHARGE, PostRole.HEAD)
#: how a unit is complained of: by its name, its former one, that of a unit dissolved into it, or by who leads it
WAYS: dict[str, Callable[[str], ComplainedOf]] = {
    "name": lambda number: ComplainedOf(name=f"演示机构第{number}号站"),
    "former": lambda number: ComplainedOf(name=f"旧名机构第{number}号站"),
    "dissolved": lambda number: ComplainedOf(name=f"撤销机构第{number}号站"),
    "leader": lambda number: ComplainedOf(
        name=f"某{PostRole.LEADER_IN_CHARGE.value}{number}", kind="person", post="副局长"
    ),
    "chief": lambda number: ComplainedOf(name=f"某{PostRole.HEAD.value}{number}", kind="person"),
}
_numbers = count(1)


@pytest.fixture(scope="module")
def county() -> Iterator[Hall]:
    # every address is asked again and again from one place: what is refused for that tells of no matter
    often = {"public_per_minute": 100_000, "session_per_minute": 100_000}
    with tempfile.TemporaryDirectory() as folder, open_hall(Path(folder) / "data", **often) as hall:
        hall.kiosk()
        yield hall


def grow(hall: Hall, parents: list[int]) -> list[str]:
    """Add units to the county, each below the district or one made before, each with a former name and a unit dissolved
    into it; return their codes."""
    made: list[str] = []
    with hall.session() as session:
        secret = session.get_one(Account, "quwei.duty").password_hash
        for parent in parents:
            number = next(_numbers)
            code, name = f"t-{number:05d}", f"演示机构第{number:05d}号站"
            above = (["130406-gov", *made])[parent % (len(made) + 1)]
            unit = Unit(code=code, name=name, kind=UnitKind.DEPARTMENT, region="130406", parent=above)
            unit.aliases = f"旧名机构第{number:05d}号站"
            session.add(unit)
            gone = Unit(
                code=f"g-{number:05d}", name=f"撤销机构第{number:05d}号站", kind=UnitKind.DEPARTMENT, region="130406"
            )
            gone.dissolved_on, gone.successor, gone.parent = "2026-01-01", code, "130406-gov"
            session.add(gone)
            session.flush()
            for role in ROLES:
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
                holder = f"某{role.value}{number:05d}"
                session.add(Post(unit=code, role=role, account=username, holder=holder))
                # a second post where the matters of these tests go: without exclusion it would show them
                second = PostRole.LEADER_IN_CHARGE if role in LEADS else PostRole.DUTY_OFFICER
                session.add(Post(unit="130406-renshe", role=second, account=username, holder=holder))
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
    for door in doors(hall.app):
        address = (
            door.path.format(case_id=case_id, position=0, number=1, seq=4, photo="0" * 64, supervision_id="0" * 32)
            if "{case_id}" in door.path
            else ""
        )
        if door.path in NUMBERED:
            address = NUMBERED[door.path].format(number=number)
        if not address:
            continue
        if door.method == "GET":
            answer = staff.http.get(address)
        elif door.path.startswith(_PREFIX):
            rest = door.path.removeprefix(_PREFIX)
            body = dict(BODIES[rest]) | ({} if rest in VERSIONLESS else {"version": 3})
            answer = staff.post(address.removeprefix("/api/v1"), body | ({"into": number} if rest == "/merge" else {}))
        else:
            answer = staff.http.post(address, data={"csrf": staff.csrf}, follow_redirects=False)
        found[str(door)] = (answer.status_code, plain(answer.text).replace(case_id, "").replace(number, ""))
    return found


def lists(staff: Staff, hall: Hall) -> dict[str, tuple[int, str]]:
    """Ask every route that names no matter: lists, counts, notices, exports, pages."""
    found = {}
    for door in doors(hall.app):
        if door.method != "GET" or door.path in APART or "{case_id}" in door.path or door.path in NUMBERED:
            continue
        assert "{" not in door.path or door.path in SAMPLES, (
            f"{door}: say in SAMPLES how it is asked, or why not in APART"
        )
        for address in SAMPLES.get(door.path, (door.path,)):
            answer = staff.http.get(address, follow_redirects=False)
            found[address] = (answer.status_code, plain(answer.text))
    return found


def plain(text: str) -> str:
    """What comes back without what differs from one second or request to the next."""
    return re.sub(r'data-now="[^"]*"|nonce-[A-Za-z0-9+/=_-]+|nonce="[^"]*"', "", text)


def officers(hall: Hall, unit: str) -> list[str]:
    """Everybody of the units that answer to this one."""
    return [f"{code}.{role.value}" for code in sorted(below(hall, unit)) if code.startswith("t-") for role in ROLES]


# every example asks some two hundred times; what fails is told by the example itself, so nothing is shrunk
@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    parents=st.lists(st.integers(0, 9), min_size=1, max_size=4),
    pick=st.integers(0, 9),
    who=st.integers(0, 99),
    way=st.sampled_from(sorted(WAYS)),
)
def test_no_answer_tells_the_complained_of_that_there_is_a_matter(
    county: Hall, parents: list[int], pick: int, who: int, way: str
) -> None:
    made = grow(county, parents)
    accused = made[pick % len(made)]
    kept_away = officers(county, accused)
    staff = county.sign_in(kept_away[who % len(kept_away)])
    before = lists(staff, county)
    named = WAYS[way](accused.removeprefix("t-"))
    kiosk = county.client(next(iter(county.keys)))
    made_case = registered(kiosk, f"row-{next(_numbers):08d}", registration(complained_of=(named,)))
    real = answers(staff, county, made_case.petition_id, made_case.number)
    invented = answers(staff, county, "0" * 32, "130406260302F9999X")
    assert real == invented
    # 403: the role alone, whatever matter is named; 422: the form alone
    assert {status for status, _ in real.values()} <= {303, 403, 404, 422}
    assert lists(staff, county) == before
    # whoever is not kept away does find it: it is there
    with county.session() as session:
        holder = session.get_one(PetitionCase, made_case.petition_id).holder
        desk = session.exec(select(Post.account).where(Post.unit == holder, Post.role == PostRole.DUTY_OFFICER)).all()
    assert holder not in below(county, accused)
    open_to = next(one for one in desk if one not in kept_away)
    assert county.sign_in(open_to).get(f"/petitions/{made_case.petition_id}").status_code == 200
    # limits run out, everybody in charge is told: not these
    county.clock.forward(minutes=40)
    sweep_round(county.centre)
    with county.session() as session:
        told = set(session.exec(select(Notice.account).where(Notice.case_id == made_case.petition_id)).all())
    assert told
    assert not told & set(kept_away)


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
