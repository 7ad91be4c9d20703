"""The process is killed for real: what was promised is on the disk, what was not leaves no trace."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.uplink.leases import Leases
from kiosk.uplink.outbox import Outbox, State
from kiosk.uplink.store import Store
from tests.unit.kiosk.uplink.centre import MORNING, Centre
from tests.unit.kiosk.uplink.test_registrar import PERSONAL, on_disk

KEEP = """
import os, signal, sys
from pathlib import Path
from kiosk.uplink import outbox
from kiosk.uplink.outbox import Outbox, Upload
from kiosk.uplink.requests import register_request
from kiosk.uplink.store import Store
from tests.flows.people import MORNING
from tests.unit.kiosk.uplink.test_registrar import handed_in

folder, moment = Path(sys.argv[1]), sys.argv[2]
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
effect = handed_in()
request = register_request(effect, "130406106", "1")
pages = tuple(Upload(p.sha256, p.data, p.media_type) for p in effect.pages)
store = Store(folder)
if moment == "in the middle":
    seal = store.seal.close
    store.seal.close = lambda value, place: die() if place.startswith("page:") else seal(value, place)
Outbox(store).keep("visit-1", request, pages, MORNING)
die()
"""


@pytest.mark.parametrize(("moment", "kept"), [("in the middle", 0), ("after", 1)])
def test_a_kill_keeps_all_of_a_registration_or_nothing(tmp_path: Path, moment: str, kept: int) -> None:
    store = Store(tmp_path)
    Leases(store).add(Centre().lease(2), MORNING)
    store.close()
    ran = subprocess.run([sys.executable, "-c", KEEP, str(tmp_path), moment], check=False, timeout=60)
    assert ran.returncode == -9
    found = on_disk(tmp_path)
    assert [p for p in PERSONAL if p.encode() in found] == []
    store = Store(tmp_path)
    assert Outbox(store).count(State.WAITING) == kept
    assert Leases(store).free(MORNING) == 2 - kept
    store.close()
