"""Every page of the centre for every role that may open it: read from the routes, so that a new page is walked by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

    from installer.bench.examples import Examples

#: for programs, not for people
_NO_PAGE = re.compile(
    r"/(?:api|open311|static|metrics|health\w*|ready\w*|openapi|docs|sw\.js)(?:/|$|\.)|\.(?:svg|pdf|json|csv|xlsx)$"
)
_PLACE = re.compile(r"{(\w+)(?::\w+)?}")


@dataclass(frozen=True, slots=True)
class Stop:
    """`role`: "public" for anybody; `username` "" then."""

    name: str
    role: str
    username: str
    path: str


def routes(app: FastAPI) -> list[str]:
    """Return the paths of every page that is asked for with GET, as they are declared."""
    return [path for path in _asked(app) if not _NO_PAGE.search(path)]


def answers(app: FastAPI) -> list[str]:
    """Return the paths of everything the JSON interface answers to GET, but streams."""
    return [path for path in _asked(app) if path.startswith("/api/v1/") and not path.endswith("/stream")]


def _asked(app: FastAPI) -> list[str]:
    found = {getattr(route, "path", "") for route in app.routes if "GET" in (getattr(route, "methods", None) or ())}
    return sorted(found)


def stops(made: Examples) -> list[Stop]:
    """Return the named places of the examples, and every page that answers a role with a page of its own."""
    from starlette.testclient import TestClient

    named = [Stop(name, made.role_of(username), username, path) for name, username, path in made.places]
    known = {(one.username, one.path) for one in named}
    # the same for everybody: walked once
    public: set[str] = set()
    with TestClient(made.app, base_url="http://hall.test", follow_redirects=False) as client:
        for role, username in (("public", ""), *made.staff.items()):
            sign_in(client, username, made.password)
            for declared in routes(made.app):
                if declared in public:
                    continue
                path = next((one for one in filled(declared, made) if _is_page(client, one)), None)
                if path is not None and not username:
                    public.add(declared)
                if path is not None and (username, path) not in known:
                    named.append(Stop(f"{role}{_said(declared)}", role, username, path))
    return named


def unseen(made: Examples, walked: list[Stop]) -> list[str]:
    """Return the declared pages that no stop leads to: say in the examples what their places may be."""
    paths = [one.path.partition("?")[0] for one in walked]
    return [
        declared
        for declared in routes(made.app)
        if not any(re.fullmatch(_PLACE.sub("[^/]+", declared), path) for path in paths)
    ]


def filled(declared: str, made: Examples) -> Iterator[str]:
    """Yield the addresses of a page with what the examples hold, likeliest first; "1" for what they say nothing of."""
    names = _PLACE.findall(declared)
    for values in product(*(made.values.get(name, ("1",)) for name in names)):
        address = declared
        for name, value in zip(names, values, strict=True):
            address = re.sub(rf"{{{name}(?::\w+)?}}", value, address)
        yield address + made.queries.get(declared, "")


def _said(declared: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", declared.replace("{case_id}", "matter").lower()).rstrip("-") or "-start"


def _is_page(client: TestClient, path: str) -> bool:
    answer = client.get(path)
    return answer.status_code == 200 and "<html" in answer.text


def sign_in(client: TestClient, username: str, password: str) -> None:
    client.cookies.clear()
    if username:
        answer = client.post("/login", data={"username": username, "password": password})
        assert answer.status_code == 303, f"{username} cannot sign in: {answer.status_code}"
