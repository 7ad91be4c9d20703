"""A terminal that hands its visit over, and a window that takes it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from tests.contract.hall import LI, SECONDS, WAGES, Hall, page_image

VISIT = "visit-handed-over-0001"
LINE = {"text": "第一行文字", "region": [0.1, 0.2, 0.5, 0.05], "confidence": 0.9}


def draft(image: bytes = b"", **more: Any) -> dict[str, Any]:
    """What a terminal has after the card and one page."""
    pages = [{"sha256": hashlib.sha256(image).hexdigest(), "text": "第一行文字", "lines": [LINE]}] if image else []
    return {
        "step": "form",
        "visit_started_at": "2026-03-02T01:58:00Z",
        "petitioner": LI.model_dump(mode="json"),
        "matter": {"summary": WAGES, "text": WAGES},
        "pages": pages,
        "provenance": [{"field": "request", "page": 0, "confidence": 0.9, "source": "print", "confirmed": True}]
        * len(pages),
        **more,
    }


def asked(hall: Hall, body: dict[str, Any], visit: str = VISIT) -> Any:
    """Send it as the terminal does; the answer as it came."""
    headers = {"content-type": "application/json", "Idempotency-Key": visit}
    return hall.request_signed("POST", "/api/v1/kiosks/handovers", None, json.dumps(body), headers)


def handed_over(hall: Hall, visit: str = VISIT) -> str:
    """A visit with one page waits for a window; return its id."""
    image = page_image()
    if not hall.keys:
        hall.kiosk()
    hall.client(next(iter(hall.keys))).put_page(hashlib.sha256(image).hexdigest(), image, "image/png", SECONDS)
    answer = asked(hall, draft(image), visit)
    assert answer.status_code == 200, answer.text
    found: str = answer.json()["id"]
    return found


def status(hall: Hall, handover: str) -> dict[str, Any]:
    """What the terminal is told."""
    found: dict[str, Any] = hall.request_signed("GET", f"/api/v1/kiosks/handovers/{handover}", None, None, {}).json()
    return found


def completed(**more: Any) -> dict[str, Any]:
    """What the window registers."""
    return {
        "registered_at": "2026-03-02T02:00:00Z",
        "petitioner": LI.model_dump(mode="json"),
        "matter": {"summary": WAGES, "text": WAGES},
        **more,
    }
