"""What is set on a terminal from afar reaches it signed; what it says of its health is seen; every change can be read."""

from __future__ import annotations

import base64
from typing import Any

from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlmodel import select

from server.accounts.tables import Role
from server.contract.v1.terminals import SettingsEnvelope, settings_text
from server.revisions.tables import Revision
from tests.contract.hall import Hall, Staff

HEALTH = {
    "version": "1.0",
    "devices": [{"name": "reader", "status": "faulty", "detail": "读卡器没有应答"}],
    "paper": "low",
    "unsent": 2,
}


def asked(hall: Hall) -> SettingsEnvelope:
    """Ask as the terminal does, and check the signature with the published keys."""
    kiosk = next(iter(hall.keys))
    answer = hall.request_signed("GET", "/api/v1/kiosks/settings", None, None, {})
    assert answer.status_code == 200, answer.text
    got = SettingsEnvelope.model_validate(answer.json())
    key = base64.b64decode(hall.http.get("/api/v1/receipts/keys").json()["centre"][got.signer])
    text = settings_text(kiosk, got.version, answer.json()["settings"])
    Ed25519PublicKey.from_public_bytes(key).verify(base64.b64decode(got.signature), text)
    return got


def put(admin: Staff, kiosk: str, body: dict[str, Any]) -> Any:
    return admin.http.put(f"/api/v1/kiosks/{kiosk}/settings", json=body, headers={"X-Hall-CSRF": admin.csrf})


def test_settings_reach_the_terminal_signed_and_their_version_only_grows(hall: Hall) -> None:
    hall.kiosk()
    kiosk = next(iter(hall.keys))
    admin = hall.person("it.admin", Role.ADMINISTRATOR)
    assert (asked(hall).version, asked(hall).settings) == (0, {})
    wanted = {"voice": True, "volume": 70, "idle_warn_seconds": 60, "idle_wipe_seconds": 90, "hall_name": "演示大厅"}
    done = put(admin, kiosk, {"settings": wanted, "seen": 0, "attendant_pin": "246810"})
    assert done.status_code == 200, done.text
    assert (done.json()["version"], done.json()["attendant_pin"]) == (1, True)
    assert "argon2" not in done.text
    got = asked(hall)
    assert PasswordHasher().verify(got.settings.pop("attendant_pin_hash"), "246810")
    assert (got.version, got.settings) == (1, wanted)
    assert put(admin, kiosk, {"settings": {}, "seen": 0}).status_code == 409
    assert put(admin, kiosk, {"settings": {**wanted, "idle_wipe_seconds": 65}, "seen": 1}).status_code == 422
    assert put(admin, kiosk, {"settings": {"voice": False}, "seen": 1}).json()["attendant_pin"] is True
    assert asked(hall).version == 2
    with hall.session() as session:
        rows = session.exec(select(Revision).where(Revision.kind == "kiosk_settings")).all()
    assert [(row.number, row.actor) for row in rows] == [(1, "account:it.admin"), (2, "account:it.admin")]


def test_the_health_of_a_terminal_is_seen_until_it_is_silent(hall: Hall) -> None:
    hall.kiosk()
    admin = hall.person("it.admin", Role.ADMINISTRATOR)
    (unheard,) = admin.get("/kiosks/health").json()["items"]
    assert (unheard["at"], unheard["silent"]) == (None, True)
    for unsent in (2, 0):
        noted = hall.post_signed("/api/v1/kiosks/health", HEALTH | {"unsent": unsent})
        assert (noted.status_code, noted.json()) == (200, {"settings_version": 0})
    (heard,) = admin.get("/kiosks/health").json()["items"]
    assert (heard["silent"], heard["paper"], heard["unsent"]) == (False, "low", 0)
    assert heard["devices"] == HEALTH["devices"]
    hall.clock.forward(minutes=6)
    admin.renew()
    assert admin.get("/kiosks/health").json()["items"][0]["silent"] is True
