"""Whatever fits, nearly fits or does not fit the description of the interface is answered, never with a 500.

Requests are made up by schemathesis from the description itself, good ones and broken ones, and sent as everybody who could
send them: nobody, people of several roles, an enrolled terminal.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from kiosk.uplink.client import CentreClient
from server.accounts.tables import Role
from server.cli.interface import FROZEN
from server.contract.growth import breaks
from tests.contract.hall import Hall, Staff, open_hall, registered, registration

#: requests to each route; HALL_PROBES=200 before a release
EXAMPLES = int(os.environ.get("HALL_PROBES", "6"))
DESCRIPTION: dict[str, Any] = json.loads(FROZEN.read_text(encoding="utf-8"))
SCHEMA = schemathesis.openapi.from_dict(
    DESCRIPTION, config=SchemathesisConfig.from_dict({"generation": {"mode": "all", "allow-x00": True}})
)
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
#: the stream never ends; it has tests of its own
OPEN_ENDED = {"GET /api/v1/stream"}


@pytest.fixture(scope="module")
def open_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hall, list[Staff], CentreClient]]:
    """One centre with a matter in it, and everybody who may come."""
    with ExitStack() as stack:
        hall = stack.enter_context(open_hall(tmp_path_factory.mktemp("probed") / "data"))
        kiosk = hall.kiosk()
        registered(kiosk, "visit-0001", registration())
        people = [hall.sign_in(name) for name in ("xinfang.duty", "quwei.leader")]
        people += [hall.person("it.admin", Role.ADMINISTRATOR), hall.person("it.audit", Role.AUDITOR)]
        people += [hall.person("it.security", Role.SECURITY)]
        yield hall, people, kiosk


def operations() -> list[Any]:
    return [pytest.param(one, id=one.label) for one in OPERATIONS if one.label not in OPEN_ENDED]


@pytest.mark.parametrize("operation", operations())
def test_a_made_up_request_is_answered_with_a_code(
    open_house: tuple[Hall, list[Staff], CentreClient], operation: Any
) -> None:
    hall, people, _kiosk = open_house

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)), data=st.data())
    def probe(case: Any, data: st.DataObject) -> None:
        said = case.as_transport_kwargs(base_url="http://testserver")
        sender = data.draw(st.sampled_from(["nobody", "terminal", *(one.username for one in people)]))
        answer = sent(hall, people, sender, said)
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400 and answer.headers.get("content-type", "").startswith("application/json"):
            problem = answer.json()
            assert isinstance(problem, list) or problem["code"]

    probe()


def sent(hall: Hall, people: list[Staff], sender: str, said: dict[str, Any]) -> Any:
    body = said.get("data")
    if said.get("json") is not None:
        body = json.dumps(said["json"]).encode()
    headers = {name: value for name, value in (said.get("headers") or {}).items() if value.isprintable()}
    url, query = said["url"], said.get("params")
    content = body if isinstance(body, str | bytes) else None
    form = body if isinstance(body, dict) else None
    common = {"params": query, "content": content, "data": form, "follow_redirects": False}
    if sender == "terminal":
        return hall.request_signed(said["method"], url, query, content, headers)
    if sender == "nobody":
        return hall.http.request(said["method"], url, headers=headers, **common)
    one = next(person for person in people if person.username == sender)
    return one.http.request(said["method"], url, headers={**headers, "X-Hall-CSRF": one.csrf}, **common)


def test_the_interface_is_the_frozen_one(open_house: tuple[Hall, list[Staff], CentreClient]) -> None:
    """`hall admin openapi --write` after a route was added."""
    now = json.loads(json.dumps(open_house[0].app.openapi()))
    assert breaks(DESCRIPTION, now) == []
    assert sorted(now["paths"]) == sorted(DESCRIPTION["paths"])
    assert now == DESCRIPTION
