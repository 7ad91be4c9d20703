"""One way to write a value as bytes, so that its hash is the same everywhere and for ever."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any


def canonical(value: Any) -> bytes:
    """Return sorted, compact UTF-8 JSON; moments in UTC with microseconds."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode()


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical form, hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
