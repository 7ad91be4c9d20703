"""A value, a refusal, or a centre out of reach; never an exception."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.uplink.client import CentreClient, Unreachable
from kiosk.uplink.key import BadKeyFile, KioskKey
from server.contract.v1 import LookupResponse
from tests.unit.kiosk.uplink.centre import Centre, key_file

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def answering(response: httpx2.Response) -> CentreClient:
    http = httpx2.Client(base_url="http://centre.test", transport=httpx2.MockTransport(lambda _: response))
    return CentreClient(http, KioskKey("k", Ed25519PrivateKey.generate()), lambda: NOW)


def test_every_request_is_signed_so_that_the_centre_can_verify_it() -> None:
    centre = Centre()
    assert centre.client().lookup("111", "130406190001010016") == LookupResponse(matters=())


def test_a_centre_that_refuses_connections_is_unreachable() -> None:
    assert Centre(down=True).client().lease(3) == Unreachable("ConnectError")


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_broken_centre_is_unreachable(status: int) -> None:
    assert answering(httpx2.Response(status, text="oops")).lookup("111", "12345") == Unreachable(f"HTTP {status}")


@pytest.mark.expect_log("not understood")
@pytest.mark.parametrize("status", [200, 404])
def test_a_login_page_in_between_is_not_the_centre(status: int) -> None:
    answer = answering(httpx2.Response(status, text="<html>请登录</html>")).lookup("111", "12345")
    assert answer == Unreachable(f"HTTP {status}")


def test_the_key_file_of_enrolment_is_understood(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    loaded = KioskKey.load(key_file(tmp_path, key))
    assert loaded.kiosk_id == "k-1"
    assert loaded.private.private_bytes_raw() == key.private_bytes_raw()


@pytest.mark.parametrize("content", [None, "", "{}", '{"kiosk_id": "k", "private_key": "!"}', "[1]"])
def test_a_key_file_that_is_none_says_so(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "key.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(BadKeyFile, match=r"key\.json"):
        KioskKey.load(path)
