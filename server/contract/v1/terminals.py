"""What the centre sets on a terminal from afar, and what a terminal says of its health.

| method and path | request | answer |
|---|---|---|
| GET /api/v1/kiosks/settings | | SettingsEnvelope |
| POST /api/v1/kiosks/health | KioskHealth | HealthNoted |
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from server.contract.v1.base import Answer, Request

#: seconds between two reports of a terminal's health
REPORT_SECONDS = 60


class RemoteSettings(Request):
    """What an administrator sets on one terminal. None: what the file of the terminal says."""

    #: what is on the screen is read aloud
    voice: bool | None = None
    #: of the voice, percent
    volume: int | None = Field(default=None, ge=0, le=100)
    #: how every visit begins; a visitor may still choose otherwise
    large_type: bool | None = None
    high_contrast: bool | None = None
    #: seconds without a touch until the visitor is asked, and until the visit is wiped; both or neither
    idle_warn_seconds: int | None = Field(default=None, ge=15, le=600)
    idle_wipe_seconds: int | None = Field(default=None, ge=30, le=900)
    hall_name: str | None = Field(default=None, min_length=1, max_length=60)
    #: opening hours, what to bring, where to wait: shown while nobody is at the terminal
    hall_information: str | None = Field(default=None, max_length=2000)
    #: offers the leaflets about rights and procedure
    leaflets: bool | None = None
    #: tells the attendant when the paper runs low
    paper_warning: bool | None = None
    #: of the attendant's PIN: argon2id in its usual text form
    attendant_pin_hash: str | None = Field(default=None, max_length=200, pattern=r"^\$argon2id\$v=19\$[!-~]{20,180}$")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        warn, wipe = self.idle_warn_seconds, self.idle_wipe_seconds
        if (warn is None) != (wipe is None):
            raise ValueError("give both idle_warn_seconds and idle_wipe_seconds, or neither")
        if warn is not None and wipe is not None and wipe < warn + 10:
            raise ValueError("idle_wipe_seconds must be at least 10 s after idle_warn_seconds")
        return self


class SettingsEnvelope(Answer):
    """`version` 0 and no settings: nothing was ever set. It only grows: a terminal refuses one below what it has."""

    version: int
    #: the fields of RemoteSettings that are set; fields a terminal does not know it ignores, after the check
    settings: dict[str, Any]
    #: version of the centre's key, as in GET /api/v1/receipts/keys
    signer: str
    #: Ed25519 over `settings_text`, base64
    signature: str


class DeviceHealth(Request):
    name: Literal["reader", "camera", "scanner", "printer", "papers", "screen", "centre", "ocr"]
    status: Literal["ready", "absent", "faulty"]
    #: cause and remedy, in words; nothing of any visitor
    detail: str = Field(default="", max_length=300)


class KioskHealth(Request):
    """Sent every minute while the terminal runs; only the latest is kept."""

    #: of the program
    version: str = Field(min_length=1, max_length=40)
    devices: tuple[DeviceHealth, ...] = Field(default=(), max_length=12)
    paper: Literal["ok", "low", "out", "unknown"] = "unknown"
    #: registrations in the outbox that the centre has not confirmed
    unsent: int = Field(default=0, ge=0, le=1_000_000)
    #: version of the settings in use
    settings_version: int = Field(default=0, ge=0, le=2**31 - 1)


class HealthNoted(Answer):
    #: newest settings there are; above its own, the terminal asks for them
    settings_version: int


def settings_text(kiosk_id: str, version: int, settings: Mapping[str, Any]) -> bytes:
    """Return the bytes that are signed: of the settings exactly as answered, sorted compact UTF-8 JSON."""
    document = json.dumps(settings, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"petition-hall kiosk settings v1\n{kiosk_id}\n{version}\n{document}".encode()
