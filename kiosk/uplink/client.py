"""The client of the contract: signs, sends, and tells apart a value, a refusal and a centre out of reach.

Blocking; called on the uplink threads only. Expected failures are results, not exceptions.
"""

from __future__ import annotations

import base64
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import httpx2
from pydantic import BaseModel, ValidationError

from kiosk.uplink.key import KioskKey
from server.contract.v1 import (
    API,
    Decision,
    LeaseRequest,
    LeaseResponse,
    LookupRequest,
    LookupResponse,
    PageStored,
    Problem,
    RegisterResponse,
    SimilarRequest,
    SimilarResponse,
    SuggestRequest,
)
from server.contract.v1 import signing as s
from server.contract.v1.following import Followed, FollowRequest, ResultRated, ResultRating, ReviewAsked, ReviewRequest
from server.contract.v1.handovers import HandoverRequest, HandoverStatus
from server.contract.v1.kiosks import StaffCall, StaffCalled
from server.contract.v1.places import Places
from server.contract.v1.ratings import HallRated, HallRating
from server.contract.v1.receipts import ReceiptKeys
from server.contract.v1.terminals import HealthNoted, KioskHealth, SettingsEnvelope

log = logging.getLogger("hall.kiosk.uplink")

#: a centre in the same network answers a connection in milliseconds; a dead one must not hold up a visitor
CONNECT_SECONDS = 2.0
#: lookups and previews are worth this much waiting, then the visit goes on without them
QUESTION_SECONDS = 3.0
#: leases and sending from the outbox happen behind the visitor's back
BACKGROUND_SECONDS = 30.0

A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No answer, or none that the centre itself gave. `reason` holds no identity data."""

    reason: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The centre's own refusal."""

    problem: Problem
    status: int


def open_http(server_url: str) -> httpx2.Client:
    """Return a client of the centre that no proxy of the environment diverts."""
    # It logs every address at INFO, and the address of a page is the hash of somebody's paper.
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    return httpx2.Client(base_url=server_url, trust_env=False)


class CentreClient:
    """All requests of one terminal. `http` has the address as base URL, and may be a test client of the real app."""

    def __init__(
        self,
        http: httpx2.Client,
        key: KioskKey,
        now: Callable[[], datetime],
    ) -> None:
        self._http = http
        self._key = key
        self._now = now

    @property
    def key(self) -> KioskKey:
        return self._key

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def lease(self, count: int) -> LeaseResponse | Rejected | Unreachable:
        return self._post("/kiosk/leases", LeaseRequest(count=count), LeaseResponse, BACKGROUND_SECONDS)

    def lookup(self, id_type: str, id_number: str) -> LookupResponse | Rejected | Unreachable:
        question = LookupRequest(id_type=id_type, id_number=id_number)
        return self._post("/visitors/lookup", question, LookupResponse, QUESTION_SECONDS)

    def suggest(self, question: SuggestRequest) -> Decision | Rejected | Unreachable:
        return self._post("/routing/suggest", question, Decision, QUESTION_SECONDS)

    def similar(self, question: SimilarRequest) -> SimilarResponse | Rejected | Unreachable:
        return self._post("/visitors/similar", question, SimilarResponse, QUESTION_SECONDS)

    def call_staff(self, said: StaffCall) -> StaffCalled | Rejected | Unreachable:
        return self._post("/kiosks/calls", said, StaffCalled, QUESTION_SECONDS)

    def rate(self, said: HallRating) -> HallRated | Rejected | Unreachable:
        return self._post("/ratings", said, HallRated, QUESTION_SECONDS)

    def follow(self, question: FollowRequest) -> Followed | Rejected | Unreachable:
        return self._post("/progress", question, Followed, QUESTION_SECONDS)

    def rate_result(self, said: ResultRating) -> ResultRated | Rejected | Unreachable:
        return self._post("/ratings", said, ResultRated, QUESTION_SECONDS)

    def ask_review(self, said: ReviewRequest) -> ReviewAsked | Rejected | Unreachable:
        return self._post("/progress/review", said, ReviewAsked, QUESTION_SECONDS)

    def hand_over(self, key: str, said: HandoverRequest) -> HandoverStatus | Rejected | Unreachable:
        body = said.model_dump_json().encode()
        return self._send(
            "POST", "/kiosks/handovers", body, "application/json", HandoverStatus, BACKGROUND_SECONDS, key
        )

    def handover(self, handover_id: str) -> HandoverStatus | Rejected | Unreachable:
        return self._send(
            "GET", f"/kiosks/handovers/{handover_id}", b"", "application/json", HandoverStatus, QUESTION_SECONDS
        )

    def withdraw(self, handover_id: str) -> HandoverStatus | Rejected | Unreachable:
        path = f"/kiosks/handovers/{handover_id}/withdraw"
        return self._send("POST", path, b"", "application/json", HandoverStatus, QUESTION_SECONDS)

    def report(self, health: KioskHealth) -> HealthNoted | None:
        """Tell how this terminal is; None when the centre did not take it."""
        answer = self._post("/kiosks/health", health, HealthNoted, BACKGROUND_SECONDS)
        return answer if isinstance(answer, HealthNoted) else None

    def settings(self) -> SettingsEnvelope | None:
        """What the centre sets on this terminal, not yet believed; None when it did not answer."""
        answer = self._send("GET", "/kiosks/settings", b"", "application/json", SettingsEnvelope, BACKGROUND_SECONDS)
        return answer if isinstance(answer, SettingsEnvelope) else None

    def places(self) -> Places | None:
        """Townships and villages of the hall's county; None when the centre did not answer."""
        answer = self._send("GET", "/kiosks/places", b"", "application/json", Places, BACKGROUND_SECONDS)
        return answer if isinstance(answer, Places) else None

    def centre_keys(self) -> dict[str, str]:
        """Public keys of the centre by version; {} when it did not answer. Believed at the first contact only."""
        answer = self._send("GET", "/receipts/keys", b"", "application/json", ReceiptKeys, BACKGROUND_SECONDS)
        return answer.centre if isinstance(answer, ReceiptKeys) else {}

    def put_page(
        self, sha256: str, data: bytes, media_type: str, seconds: float
    ) -> PageStored | Rejected | Unreachable:
        return self._send("PUT", f"/pages/{sha256}", data, media_type, PageStored, seconds)

    def register(self, key: str, request: bytes, seconds: float) -> RegisterResponse | Rejected | Unreachable:
        """`request` is the JSON of a RegisterRequest, sent byte for byte, so that a repeat is the same request."""
        return self._send("POST", "/petitions", request, "application/json", RegisterResponse, seconds, key)

    def _post(self, path: str, body: BaseModel, answer: type[A], seconds: float) -> A | Rejected | Unreachable:
        return self._send("POST", path, body.model_dump_json().encode(), "application/json", answer, seconds)

    def _send(
        self, method: str, path: str, body: bytes, media_type: str, answer: type[A], seconds: float, key: str = ""
    ) -> A | Rejected | Unreachable:
        headers = {"Content-Type": media_type} | ({s.IDEMPOTENCY_KEY: key} if key else {})
        started = time.monotonic()
        try:
            request = self._http.build_request(
                method, f"{API}{path}", content=body, headers=headers, timeout=_timeout(seconds)
            )
            self._sign(request, body, key)
            response = self._http.send(request)
        except httpx2.HTTPError as error:
            return Unreachable(type(error).__name__)
        finally:
            # The path of a page is the hash of somebody's paper: the log names the kind of request alone.
            log.debug("%s %s took %.3f s", method, path.split("/")[1], time.monotonic() - started)
        return _understood(response, answer)

    def _sign(self, request: httpx2.Request, body: bytes, key: str) -> None:
        at = str(int(self._now().timestamp()))
        nonce = secrets.token_hex(16)
        path = request.url.raw_path.decode("ascii")
        signature = self._key.sign(s.signing_string(request.method, path, at, nonce, body, key))
        request.headers[s.HEADER_KIOSK] = self._key.kiosk_id
        request.headers[s.HEADER_TIME] = at
        request.headers[s.HEADER_NONCE] = nonce
        request.headers[s.HEADER_SIGNATURE] = base64.b64encode(signature).decode("ascii")


def _timeout(seconds: float) -> httpx2.Timeout:
    return httpx2.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))


def _understood(response: httpx2.Response, answer: type[A]) -> A | Rejected | Unreachable:
    """A broken centre (5xx) and a stranger in between (no `Problem`) are both "not reached"."""
    try:
        if response.is_success:
            return answer.model_validate_json(response.content)
        if response.status_code < 500:
            return Rejected(Problem.model_validate_json(response.content), response.status_code)
    except ValidationError:
        log.warning("the centre's answer to a %s was not understood", answer.__name__)
    return Unreachable(f"HTTP {response.status_code}")
