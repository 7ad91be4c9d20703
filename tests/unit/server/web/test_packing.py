"""Pages are packed for who takes them so, and their length says nothing."""

from __future__ import annotations

import gzip

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from server.web.packing import LEAST, Packing, pack

PAGE = "<p>信访</p>" * LEAST


def page(_request: Request) -> Response:
    return HTMLResponse(PAGE)


def short(_request: Request) -> Response:
    return HTMLResponse("<p>短</p>")


def data(_request: Request) -> Response:
    return JSONResponse({"text": PAGE})


APP = Packing(Starlette(routes=[Route("/page", page), Route("/short", short), Route("/data", data)]))


def test_a_page_is_packed_only_for_who_takes_it_so() -> None:
    client = TestClient(APP)
    answer = client.get("/page", headers={"accept-encoding": "gzip, br"})
    assert (answer.text, answer.headers["content-encoding"], answer.headers["vary"]) == (
        PAGE,
        "gzip",
        "Accept-Encoding",
    )
    assert int(answer.headers["content-length"]) < len(PAGE.encode()) / 20
    plain = client.get("/page", headers={"accept-encoding": "identity"})
    assert (plain.text, "content-encoding" in plain.headers) == (PAGE, False)
    for path in ("/short", "/data"):
        assert "content-encoding" not in client.get(path, headers={"accept-encoding": "gzip"}).headers, path


def test_the_same_page_never_has_a_length_to_compare() -> None:
    made = [pack(PAGE.encode()) for _ in range(60)]
    assert len({len(one) for one in made}) > 20
    assert {gzip.decompress(one) for one in made} == {PAGE.encode()}
