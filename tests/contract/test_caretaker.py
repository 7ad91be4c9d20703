"""The terminal's caretaker against the real centre: health is told, signed settings come back."""

from __future__ import annotations

import threading
from pathlib import Path

from kiosk.uplink.client import CentreClient
from kiosk.uplink.remote import KeptSettings, Remote
from kiosk.workers.caretaker import Caretaker
from server.accounts.tables import Role
from server.contract.v1.places import Places
from server.contract.v1.terminals import DeviceHealth, KioskHealth
from tests.contract.hall import Hall


def test_a_terminal_tells_its_health_and_brings_what_an_administrator_set(hall: Hall, tmp_path: Path) -> None:
    client = hall.kiosk()
    assert isinstance(client, CentreClient)
    me = next(iter(hall.keys))
    admin = hall.person("it.admin", Role.ADMINISTRATOR)
    body = {"settings": {"volume": 45, "hall_name": "远程大厅"}, "seen": 0}
    done = admin.http.put(f"/api/v1/kiosks/{me}/settings", json=body, headers={"X-Hall-CSRF": admin.csrf})
    assert done.status_code == 200, done.text
    came: list[Remote] = []
    brought = threading.Event()

    def tell(remote: Remote) -> None:
        came.append(remote)
        brought.set()

    def report(version: int) -> KioskHealth:
        device = DeviceHealth(name="ocr", status="ready")
        return KioskHealth(version="1", devices=(device,), unsent=2, settings_version=version)

    # no key was pinned at enrolment: the first contact does it
    kept = KeptSettings(tmp_path, me, {})
    listed: list[Places] = []
    caretaker = Caretaker(lambda: client, lambda: kept, report, tell, listed.append, look_seconds=0.02)
    caretaker.start()
    assert brought.wait(20)
    caretaker.stop(10)
    assert (came[0].version, came[0].settings.volume, came[0].settings.hall_name) == (1, 45, "远程大厅")
    towns = {row.code: row.name for row in listed[0].items if len(row.code) == 9}
    assert towns["130406106"] == "彭城镇" and all(code.startswith("130406") for code in towns)
    assert KeptSettings(tmp_path, me, {}).in_force == came[0]
    shown = admin.http.get("/api/v1/kiosks/health").json()
    assert "ocr" in str(shown)
