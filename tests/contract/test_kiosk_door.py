"""Only an enrolled terminal that signs each request once gets in."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.accounts import kiosks
from server.contract.v1 import LeaseResponse, LookupRequest
from server.contract.v1 import signing as s
from tests.contract.hall import LI, Hall, page_image, refused, registration, send

PATH = "/api/v1/kiosk/leases"
BODY = b'{"count": 1}'


def headers(hall: Hall, kiosk_id: str, *, path: str = PATH, body: bytes = BODY, skew: int = 0) -> dict[str, str]:
    at, nonce = str(int(hall.clock().timestamp()) + skew), secrets.token_hex(16)
    key = Ed25519PrivateKey.from_private_bytes(hall.keys[kiosk_id])
    signature = key.sign(s.signing_string("POST", path, at, nonce, body))
    return {
        "Content-Type": "application/json",
        s.HEADER_KIOSK: kiosk_id,
        s.HEADER_TIME: at,
        s.HEADER_NONCE: nonce,
        s.HEADER_SIGNATURE: base64.b64encode(signature).decode(),
    }


@pytest.fixture
def kiosk_id(hall: Hall) -> str:
    hall.kiosk()
    return next(iter(hall.keys))


def code(hall: Hall, sent: dict[str, str], body: bytes = BODY, path: str = PATH) -> str:
    answer = hall.http.post(path, content=body, headers=sent)
    return str(answer.json().get("code", "in")) if answer.status_code < 500 else "failed"


def test_a_signed_request_gets_in_once(hall: Hall, kiosk_id: str) -> None:
    sent = headers(hall, kiosk_id)
    assert code(hall, sent) == "in"
    assert code(hall, sent) == "unauthenticated"


@pytest.mark.parametrize("missing", [s.HEADER_KIOSK, s.HEADER_TIME, s.HEADER_NONCE, s.HEADER_SIGNATURE])
def test_a_request_without_one_of_its_headers_stays_outside(hall: Hall, kiosk_id: str, missing: str) -> None:
    sent = headers(hall, kiosk_id)
    del sent[missing]
    assert code(hall, sent) == "unauthenticated"


@pytest.mark.parametrize("header", [s.HEADER_TIME, s.HEADER_NONCE, s.HEADER_SIGNATURE, s.HEADER_KIOSK])
@pytest.mark.parametrize("value", ["", "x", "９" * 10, "-1", "9" * 400, "AAAA"])
def test_a_garbled_header_stays_outside(hall: Hall, kiosk_id: str, header: str, value: str) -> None:
    sent = {name.encode(): text.encode() for name, text in {**headers(hall, kiosk_id), header: value}.items()}
    answer = hall.http.post(PATH, content=BODY, headers=sent)
    assert answer.json()["code"] == "unauthenticated"


def test_another_body_path_or_time_than_was_signed_stays_outside(hall: Hall, kiosk_id: str) -> None:
    assert code(hall, headers(hall, kiosk_id), b'{"count": 9}') == "unauthenticated"
    assert code(hall, headers(hall, kiosk_id), path=f"{PATH}?x=1") == "unauthenticated"
    assert code(hall, headers(hall, kiosk_id, skew=s.MAX_SKEW_SECONDS + 1)) == "unauthenticated"
    assert code(hall, headers(hall, kiosk_id, skew=s.MAX_SKEW_SECONDS - 1)) == "in"


def test_a_query_is_part_of_what_is_signed(hall: Hall, kiosk_id: str) -> None:
    path = f"{PATH}?a=%E5%B3%B0"
    assert code(hall, headers(hall, kiosk_id, path=path), path=path) == "in"


def test_a_revoked_terminal_stays_outside_from_that_moment(hall: Hall, kiosk_id: str) -> None:
    assert code(hall, headers(hall, kiosk_id)) == "in"
    with hall.work() as work:
        kiosks.revoke(work, kiosk_id)
    assert code(hall, headers(hall, kiosk_id)) == "unauthenticated"


def test_leases_bring_everything_a_slip_needs(hall: Hall) -> None:
    answer = hall.kiosk().lease(3)
    assert isinstance(answer, LeaseResponse)
    assert len({lease.number for lease in answer.leases}) == 3
    assert answer.hall_name
    assert answer.progress_url.endswith("/progress")


def test_pages_are_checked_before_they_are_kept(hall: Hall) -> None:
    kiosk, image = hall.kiosk(), page_image()
    sha256 = hashlib.sha256(image).hexdigest()
    assert refused(kiosk.put_page("0" * 64, image, "image/png", 10)) == "hash_mismatch"
    text = b"no image at all"
    assert refused(kiosk.put_page(hashlib.sha256(text).hexdigest(), text, "image/png", 10)) == "bad_image"
    cut = image[:60]
    assert refused(kiosk.put_page(hashlib.sha256(cut).hexdigest(), cut, "image/png", 10)) == "bad_image"
    huge = b"\0" * 13_000_000
    assert refused(kiosk.put_page(hashlib.sha256(huge).hexdigest(), huge, "image/png", 10)) == "too_large"
    assert refused(send(kiosk, "row-0000-0001", registration(pages=(image,)))) == "page_missing"
    first, again = (kiosk.put_page(sha256, image, "image/png", 10) for _ in range(2))
    assert first.created is True  # type: ignore[union-attr]
    assert again.created is False  # type: ignore[union-attr]


def test_a_body_without_end_is_cut_off(hall: Hall, kiosk_id: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b"0" * 100_000

    answer = hall.http.post(PATH, content=endless(), headers=headers(hall, kiosk_id))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_page_of_another_terminal_cannot_be_claimed(hall: Hall) -> None:
    image = page_image()
    hall.kiosk("一号终端").put_page(hashlib.sha256(image).hexdigest(), image, "image/png", 10)
    assert refused(send(hall.kiosk("二号终端"), "row-0000-0001", registration(pages=(image,)))) == "page_missing"


@pytest.mark.parametrize(
    "change",
    [
        {"surprise": 1},
        {"hall_region": "峰峰"},
        {"registered_at": "2026-03-02T10:00:00"},
        {"petitioner": {"name": ""}},
        {"matter": {"summary": "字" * 4001}},
    ],
)
def test_a_malformed_registration_names_the_fields_and_not_their_content(hall: Hall, change: dict[str, object]) -> None:
    body = json.loads(registration().model_dump_json()) | change
    answer = hall.kiosk().register("row-0000-0001", json.dumps(body).encode(), 10)
    assert refused(answer) == "invalid_request"
    assert answer.problem.fields  # type: ignore[union-attr]
    assert LI.name not in str(answer)


def test_a_person_nobody_knows_has_no_earlier_matters(hall: Hall) -> None:
    answer = hall.kiosk().lookup("111", LookupRequest(id_number="13040619000101018X").id_number)
    assert answer.matters == ()  # type: ignore[union-attr]
