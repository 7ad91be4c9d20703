"""A centre in memory that keeps the promises of the contract: verifies signatures, registers each key once."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.uplink.client import CentreClient
from kiosk.uplink.key import KioskKey
from server.contract.v1 import (
    API,
    Decision,
    ErrorCode,
    Lease,
    LeaseResponse,
    LookupResponse,
    Outcome,
    PageStored,
    Problem,
    ReceiptView,
    RegisterRequest,
    RegisterResponse,
    UnitRef,
)
from server.contract.v1 import signing as s

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Killed(BaseException):
    """The process ends here, as by a power cut: nothing after it runs."""


@dataclass
class Centre:
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    registered: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    #: what happens instead of an answer
    down: bool = False
    #: the network breaks after the centre did its work
    answer_lost: bool = False
    killed_at: str = ""
    refuses: ErrorCode | None = None
    unknown_numbers: bool = False
    leased: int = 0
    now: datetime = MORNING
    #: set once a registration was taken
    took: threading.Event = field(default_factory=threading.Event)

    def client(self) -> CentreClient:
        http = httpx2.Client(base_url="http://centre.test", transport=httpx2.MockTransport(self.answer))
        return CentreClient(http, KioskKey("k-1", self.key), lambda: self.now)

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path.removeprefix(API)
        self.requests.append(f"{request.method} {path.split('/')[1]}")
        if self.down:
            raise httpx2.ConnectError("refused")
        self._verify(request)
        if self.killed_at == f"before {path.split('/')[1]}":
            raise Killed
        response = self._answer(path, request)
        if self.killed_at == f"after {path.split('/')[1]}":
            raise Killed
        if self.answer_lost:
            raise httpx2.ReadTimeout("lost")
        return response

    def _answer(self, path: str, request: httpx2.Request) -> httpx2.Response:
        body = request.content
        if path.startswith("/pages/"):
            sha256 = path.removeprefix("/pages/")
            assert hashlib.sha256(body).hexdigest() == sha256
            created = sha256 not in self.pages
            self.pages[sha256] = body
            return _json(PageStored(sha256=sha256, created=created))
        if path == "/petitions":
            return self._register(request.headers[s.IDEMPOTENCY_KEY], body)
        if path == "/kiosk/leases":
            return _json(self.lease(json.loads(body)["count"]))
        if path == "/visitors/lookup":
            return _json(LookupResponse(matters=()))
        assert path == "/routing/suggest"
        return _json(DECISION)

    def lease(self, count: int) -> LeaseResponse:
        first, self.leased = self.leased, self.leased + count
        return LeaseResponse(
            leases=tuple(Lease(number=f"L{n:04}", query_code=f"code{n:04}") for n in range(first, self.leased)),
            valid_until=self.now + timedelta(days=30),
            hall_name="样本信访大厅",
            hall_phone="0310-0000000",
            supervision_phone="12345",
            progress_url="http://127.0.0.1/progress",
        )

    def _register(self, key: str, body: bytes) -> httpx2.Response:
        request = RegisterRequest.model_validate_json(body)
        if self.refuses:
            return _refusal(self.refuses)
        if request.registered_at - self.now > timedelta(seconds=s.MAX_SKEW_SECONDS):
            return _refusal(ErrorCode.INVALID_REQUEST, "registered_at")
        if self.unknown_numbers and request.number:
            return _refusal(ErrorCode.NUMBER_NOT_LEASED)
        if key in self.registered and self.registered[key] != body:
            return _refusal(ErrorCode.KEY_REUSED)
        if any(p.sha256 not in self.pages for p in request.pages):
            return _refusal(ErrorCode.PAGE_MISSING)
        replayed = key in self.registered
        self.registered[key] = body
        self.took.set()
        return _json(
            RegisterResponse(
                petition_id="p-1",
                number=request.number or "C0001",
                query_code="CODE",
                registered_at=request.registered_at,
                replayed=replayed,
                decision=DECISION,
                clocks=(),
                receipt=ReceiptView(
                    title="来访登记回执",
                    hall_name="样本信访大厅",
                    hall_phone="0310-0000000",
                    supervision_phone="12345",
                    progress_url="http://127.0.0.1/progress",
                    next_steps=("收好回执",),
                ),
            )
        )

    def _verify(self, request: httpx2.Request) -> None:
        h = request.headers
        text = s.signing_string(
            request.method,
            request.url.raw_path.decode(),
            h[s.HEADER_TIME],
            h[s.HEADER_NONCE],
            request.content,
            h.get(s.IDEMPOTENCY_KEY, ""),
        )
        self.key.public_key().verify(base64.b64decode(h[s.HEADER_SIGNATURE]), text)


DECISION = Decision(
    outcome=Outcome.DISPATCHED,
    unit=UnitRef(code="u", name="样本人社局", phone="0310-1"),
    confidence=0.9,
    reason="因为是拖欠工资",
)


def key_file(folder: Path, key: Ed25519PrivateKey) -> Path:
    path = folder / "kiosk-key.json"
    raw = base64.b64encode(key.private_bytes_raw()).decode()
    path.write_text(json.dumps({"kiosk_id": "k-1", "private_key": raw, "server": "http://centre.test"}))
    return path


def _json(answer: object) -> httpx2.Response:
    return httpx2.Response(200, content=answer.model_dump_json())  # type: ignore[attr-defined]


def _refusal(code: ErrorCode, *fields: str) -> httpx2.Response:
    problem = Problem(code=code, message="不能受理", message_en="cannot be taken", fields=fields)
    return httpx2.Response(409, content=problem.model_dump_json())
