"""What one terminal is equipped with: its devices and its way to the centre, built from the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import httpx2

from kiosk.reading.models import default_cache
from kiosk.reading.process import ReadingProcess
from kiosk.settings import Settings
from kiosk.uplink.client import CentreClient, KioskKey, open_http
from kiosk.uplink.leases import HallTexts
from kiosk.uplink.registrar import Registrar
from kiosk.uplink.store import Store
from kiosk.workers.bus import Bus, Post
from kiosk.workers.camera import CameraWorker
from kiosk.workers.card import CardWorker
from kiosk.workers.crew import Buses, Crew
from kiosk.workers.device import Opened, maker
from kiosk.workers.printing import PrintingWorker
from kiosk.workers.reading import ReadingWorker
from kiosk.workers.uplink import Courier, OwnRegistrar, QuestionWorker, RegisterWorker

#: closing must not hang on a request under way; the outbox keeps what was not sent
COURIER_STOP_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Outfit:
    crew: Crew
    courier: Courier
    http: httpx2.Client

    def start(self) -> None:
        self.crew.start()
        self.courier.start()

    def stop(self) -> None:
        self.crew.stop()
        self.courier.stop(COURIER_STOP_SECONDS)
        self.http.close()


def outfit(settings: Settings, post: Post, now: Callable[[], datetime], new_id: Callable[[], str]) -> Outfit:
    """Build the workers; nothing is opened or started yet. Raises `BadKeyFile`."""
    http = open_http(settings.server_url)
    client = CentreClient(http, KioskKey.load(Path(settings.key_file)), now) if settings.key_file else None
    make = partial(own_registrar, settings, client, now)
    data = settings.data_dir.expanduser()
    process = ReadingProcess(settings.models_dir or None, default_cache())
    buses = Buses(
        card=Bus("card", CardWorker(Opened(maker("card", settings.card, now))), post),
        camera=Bus("camera", CameraWorker(Opened(maker("camera", settings.camera, now)), new_id), post),
        reading=Bus("reading", ReadingWorker(process), post),
        questions=Bus("questions", QuestionWorker(client), post),
        register=Bus("register", RegisterWorker(make), post),
        printing=Bus("printing", PrintingWorker(settings.printer, data), post),
    )
    return Outfit(Crew(buses), Courier(make, settings.limits.leased_numbers), http)


def own_registrar(settings: Settings, client: CentreClient | None, now: Callable[[], datetime]) -> OwnRegistrar:
    """Open the outbox for the calling thread."""
    store = Store(settings.data_dir.expanduser())
    registrar = Registrar(
        store,
        client,
        hall_region=settings.hall_region,
        notice_version=settings.notice_version,
        hall=HallTexts(
            hall_name=settings.hall_name,
            hall_phone=settings.hall.phone,
            supervision_phone=settings.hall.supervision_phone,
            progress_url=settings.hall.progress_url,
        ),
        now=now,
    )
    return OwnRegistrar(registrar, store.close)
