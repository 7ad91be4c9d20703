"""Version 1 of the HTTP contract between a kiosk and the centre.

Requests forbid unknown fields; the kiosk ignores unknown fields of answers, so the centre may add. Every error is a
`Problem` with an `ErrorCode`. Times are zone-aware. Paths:

| method and path | request | answer |
|---|---|---|
| POST /api/v1/kiosk/leases | LeaseRequest | LeaseResponse |
| POST /api/v1/visitors/lookup | LookupRequest | LookupResponse |
| POST /api/v1/routing/suggest | SuggestRequest | Decision |
| PUT /api/v1/pages/{sha256} | the image bytes | PageStored |
| POST /api/v1/petitions (header Idempotency-Key) | RegisterRequest | RegisterResponse |
| POST /api/v1/kiosks/calls | StaffCall | StaffCalled |
| POST /api/v1/kiosks/handovers (header Idempotency-Key) | HandoverRequest | HandoverStatus |
| GET /api/v1/kiosks/handovers/{id} | | HandoverStatus |
| POST /api/v1/kiosks/handovers/{id}/withdraw | | HandoverStatus |
| POST /api/v1/ratings | HallRating | HallRated |
"""

from server.contract.v1.errors import ErrorCode, Problem
from server.contract.v1.kiosks import Lease, LeaseRequest, LeaseResponse
from server.contract.v1.petitions import (
    ComplainedOf,
    FieldProvenance,
    FourQuestions,
    ListedAttachment,
    Matter,
    PageRef,
    PageStored,
    Petitioner,
    ReceiptView,
    RegisterRequest,
    RegisterResponse,
    TextLine,
)
from server.contract.v1.routing import Category, Decision, Outcome, Party, Proposed, SuggestRequest, UnitRef
from server.contract.v1.visitors import (
    ClockKind,
    ClockPause,
    ClockState,
    ClockView,
    EarlierMatter,
    LookupRequest,
    LookupResponse,
    SimilarMatter,
    SimilarRequest,
    SimilarResponse,
)

API = "/api/v1"
VERSION = "1.0"

__all__ = [
    "API",
    "VERSION",
    "Category",
    "ClockKind",
    "ClockPause",
    "ClockState",
    "ClockView",
    "ComplainedOf",
    "Decision",
    "EarlierMatter",
    "ErrorCode",
    "FieldProvenance",
    "FourQuestions",
    "Lease",
    "LeaseRequest",
    "LeaseResponse",
    "ListedAttachment",
    "LookupRequest",
    "LookupResponse",
    "Matter",
    "Outcome",
    "PageRef",
    "PageStored",
    "Party",
    "Petitioner",
    "Problem",
    "Proposed",
    "ReceiptView",
    "RegisterRequest",
    "RegisterResponse",
    "SimilarMatter",
    "SimilarRequest",
    "SimilarResponse",
    "SuggestRequest",
    "TextLine",
    "UnitRef",
]
