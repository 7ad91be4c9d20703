"""What cameras and scanners share: the page as it was delivered, its checks, and the errors of taking one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """One page as the device delivered it: the untouched file bytes are the evidence, the hash names them."""

    #: encoded image exactly as captured
    data: bytes
    #: "image/jpeg" or "image/png"
    media_type: str
    #: SHA-256 of `data`, 64 hex digits
    sha256: str
    #: pixels
    width: int
    height: int
