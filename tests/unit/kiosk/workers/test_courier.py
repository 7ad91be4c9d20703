"""Behind the visitor's back: what was kept reaches the centre without anybody asking."""

from __future__ import annotations

import threading
from pathlib import Path

from kiosk.uplink.leases import HallTexts
from kiosk.uplink.registrar import Registrar
from kiosk.uplink.store import Store
from kiosk.workers.courier import Courier
from kiosk.workers.uplink import OwnRegistrar
from tests.unit.kiosk.uplink.centre import Centre
from tests.unit.kiosk.uplink.test_registrar import handed_in, terminal

SOON = 10.0


def test_a_kept_registration_is_delivered_and_numbers_are_leased(tmp_path: Path) -> None:
    centre = Centre(down=True)
    with terminal(tmp_path, centre) as (registrar, _):
        registrar.register(handed_in())
    centre.down = False
    centre.now = centre.now.replace(hour=23)
    closed = threading.Event()

    def make() -> OwnRegistrar:
        store = Store(tmp_path)
        made = Registrar(
            store,
            centre.client(),
            hall_region="130406106",
            notice_version="1",
            hall=HallTexts(""),
            now=lambda: centre.now,
        )

        def close() -> None:
            store.close()
            closed.set()

        return OwnRegistrar(made, close)

    courier = Courier(make, leased_numbers=3)
    courier.start()
    assert centre.took.wait(SOON)
    courier.stop(SOON)
    assert closed.is_set()
    assert (list(centre.registered), centre.leased) == (["visit-1"], 3)
