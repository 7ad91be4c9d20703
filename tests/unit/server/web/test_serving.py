"""What surrounds every page: static files, headers, failures turned into pages. On an application without a centre."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from server.contract.v1 import ErrorCode
from server.core import errors
from server.core.errors import HallError
from server.web import failures
from server.web.guard import SignInNeeded, own_page
from server.web.headers import SecurityHeaders
from server.web.statics import FOLDER, URL, AssetUnknown, HashedFiles, asset


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = FastAPI()
    errors.install(app)

    @app.get("/api/v1/gone")
    @app.get("/gone")
    def gone() -> None:
        raise errors.not_found()

    @app.get("/slow-down")
    def slow_down() -> None:
        raise HallError(ErrorCode.TOO_MANY_REQUESTS, "查询过于频繁。", "Too many look-ups.")

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("<b>secret detail</b>")

    @app.get("/mine")
    def mine() -> None:
        raise SignInNeeded("/inbox", expired=True)

    @app.get("/count/{number}")
    def count(number: int) -> int:
        return number

    app.mount(URL, HashedFiles(directory=FOLDER))
    app.add_middleware(SecurityHeaders)
    failures.install(app)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as made:
        yield made


def test_a_file_asked_for_by_its_content_is_kept_for_a_year(client: TestClient) -> None:
    answer = client.get(asset("hall.css"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in client.get(f"{URL}/hall.css").headers["cache-control"]


def test_the_big_style_sheet_travels_packed_and_arrives_whole(client: TestClient) -> None:
    answer = client.get(asset("vendor/tabler.min.css"), headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/css")
    assert int(answer.headers["content-length"]) < 100_000
    assert answer.content == (FOLDER / "vendor/tabler.min.css").read_bytes()


def test_a_phone_that_has_the_file_is_not_sent_it_again(client: TestClient) -> None:
    first = client.get(asset("hall.js"))
    again = client.get(asset("hall.js"), headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/headers.py", "/static/nothing.css"])
def test_nothing_but_the_static_folder_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_template_that_names_a_missing_file_says_how_to_lay_it() -> None:
    with pytest.raises(AssetUnknown, match=r"python -m server\.web\.assets"):
        asset("vendor/nothing.css")


def test_every_answer_forbids_inline_scripts_framing_and_keeping(client: TestClient) -> None:
    for path in ("/gone", "/api/v1/gone", "/mine"):
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"


def test_no_template_holds_an_inline_script_style_or_handler() -> None:
    for path in (FOLDER.parent / "templates").glob("*.html"):
        text = path.read_text()
        assert " style=" not in text, path
        assert " onclick=" not in text, path
        assert "<style" not in text, path
        assert "<script>" not in text, path
        assert "http://" not in text, path


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/gone", 404, "没有找到"),
        ("/nowhere", 404, "没有找到"),
        ("/slow-down", 429, "查询过于频繁"),
        ("/count/x", 422, "请求无法处理"),
    ],
)
def test_a_refusal_is_a_page_that_says_what_to_do(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.text
    assert answer.headers["content-type"].startswith("text/html")


def test_the_json_interface_keeps_its_answers(client: TestClient) -> None:
    answer = client.get("/api/v1/gone")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


@pytest.mark.expect_log("unexpected RuntimeError")
def test_an_unexpected_failure_is_recorded_and_shows_no_detail(client: TestClient) -> None:
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "系统出错了" in answer.text


def test_who_is_not_signed_in_is_sent_to_the_sign_in_page_and_back(client: TestClient) -> None:
    answer = client.get("/mine")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?to=/inbox&expired=1")
    assert client.get("/mine", headers={"hx-request": "true"}).status_code == 401


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example", "/\\evil.example", "/logout", "", "/api/v1"]
)
def test_a_sign_in_never_leads_away_from_our_own_pages(address: str) -> None:
    assert own_page(address) == "/inbox"


@pytest.mark.parametrize("address", ["/inbox", "/inbox?show=waiting", "/cases/0a1b2c"])
def test_a_sign_in_leads_back_to_where_the_person_was(address: str) -> None:
    assert own_page(address) == address
