"""Lists and counts of a long past: each way to a matter asked for itself finds what the one condition says."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from server.accounts.tables import Account
from server.cases import access, reach, rules
from server.cases.tables import OPEN, PetitionCase
from server.core.database import transaction
from tests.unit.server.web.centre import build


def test_the_index_of_what_is_open_leaves_out_exactly_the_closed_states() -> None:
    said = ", ".join(f"'{state}'" for state in sorted(rules.CLOSED))
    assert f"state NOT IN ({said})" == OPEN


def test_every_reader_is_listed_and_counted_what_they_may_see_however_they_came_to_it(tmp_path: Path) -> None:
    app, kiosk, clock = build(tmp_path)
    with TestClient(app, base_url="http://hall.test") as client:

        def send(method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, object]:
            answer = client.request(method, path, content=body, headers=headers)
            return answer.status_code, answer.json()

        kiosk.send = send
        for number in range(4):
            kiosk.register(summary=f"拖欠工资{number}")
            clock.ahead += timedelta(minutes=7)
    assert _differences(app) == []


def _differences(app: FastAPI) -> list[str]:
    found, seen = [], 0
    with transaction(app.state.centre.engine, app.state.centre.domain) as session:
        for account in session.exec(select(Account)).all():
            who = access.reader(session, account)
            theirs = _visible(session, who)
            seen += len(theirs)
            for newest in (True, False):
                if _paged(session, who, newest=newest) != (theirs if newest else theirs[::-1]):
                    found.append(f"{account.username}: pages")
            if reach.count(session, who) != len(theirs) or reach.ids(session, who) != set(theirs):
                found.append(f"{account.username}: count")
    assert seen, "nobody sees anything"
    return found


def _visible(session: Session, who: access.Reader) -> list[str]:
    order = (col(PetitionCase.registered_at).desc(), col(PetitionCase.id).desc())
    return list(session.exec(select(PetitionCase.id).where(access.visible(who)).order_by(*order)).all())


def _paged(session: Session, who: access.Reader, *, newest: bool) -> list[str]:
    listed: list[str] = []
    after: reach.Place | None = None
    while some := reach.page(session, who, [], 2, after, newest=newest):
        listed += [case.id for case in some]
        after = (some[-1].registered_at, some[-1].id)
    return listed
