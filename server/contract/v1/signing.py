"""How a kiosk signs a request with its own Ed25519 key, so that a stolen address book opens nothing.

Headers: `X-Hall-Kiosk` (kiosk id), `X-Hall-Time` (Unix seconds), `X-Hall-Nonce` (16 random bytes, hex) and
`X-Hall-Signature` (base64 of the Ed25519 signature over `signing_string`). The centre accepts a clock skew of
`MAX_SKEW_SECONDS` and each nonce once.
"""

from __future__ import annotations

import hashlib

HEADER_KIOSK = "X-Hall-Kiosk"
HEADER_TIME = "X-Hall-Time"
HEADER_NONCE = "X-Hall-Nonce"
HEADER_SIGNATURE = "X-Hall-Signature"
IDEMPOTENCY_KEY = "Idempotency-Key"

#: a kiosk's clock may be this far from the centre's
MAX_SKEW_SECONDS = 300


def signing_string(method: str, path: str, time: str, nonce: str, body: bytes, idempotency_key: str = "") -> bytes:
    """Return the bytes to sign; `path` is the path with its query, as sent."""
    parts = (method.upper(), path, time, nonce, idempotency_key, hashlib.sha256(body).hexdigest())
    return "\n".join(parts).encode()
