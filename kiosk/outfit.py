"""What one terminal is equipped with: its devices and its way to the centre, built from the settings.

Each function below runs on the thread of its bus and imports there what is slow to import (ESC/POS, HTTP, OCR), so that
the first screen does not wait for any of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.inforce import InForce
from kiosk.reading.models import default_cache
from kiosk.reading.process import Readiness, ReadingProcess
from kiosk.settings import Settings
from kiosk.uplink.key import KioskKey
from kiosk.workers.bus import Bus, Post
from kiosk.workers.caretaker import Caretaker
from kiosk.workers.courier import Courier
from kiosk.workers.crew import Buses, Crew
from kiosk.workers.worker import Worker

if TYPE_CHECKING:
    from kiosk.uplink.client import CentreClient
    from kiosk.workers.letterhead import Letterhead
    from kiosk.workers.lookout import Lookout
    from kiosk.workers.uplink import OwnRegistrar
    from server.contract.v1.terminals import KioskHealth

#: closing must not hang on a request under way; the outbox keeps what was not sent
COURIER_STOP_SECONDS = 3.0

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Outfit:
    crew: Crew
    courier: Courier
    lookout: Lookout
    reading: ReadingProcess
    #: None on a terminal that was never enrolled
    caretaker: Caretaker | None

    def start(self) -> None:
        self.crew.start()
        self.courier.start()
        if self.caretaker:
            self.caretaker.start()

    def stop(self) -> None:
        self.lookout.stop()
        self.crew.stop()
        self.courier.stop(COURIER_STOP_SECONDS)
        if self.caretaker:
            self.caretaker.stop(COURIER_STOP_SECONDS)


def outfit(
    settings: Settings,
    post: Post,
    now: Clock,
    new_id: Callable[[], str],
    leave: Callable[[bool], None] = lambda _: None,
    force: InForce | None = None,
) -> Outfit:
    """Plan the workers; nothing is opened or started yet. Raises `BadKeyFile`.

    `leave` is called on the GUI thread when the attendant ends the program; True: it is to begin again.
    """
    key = key_of(settings)
    force = force or InForce(settings, key)
    process = ReadingProcess(settings.models_dir or None, default_cache())
    from kiosk.workers.lookout import Lookout

    lookout = Lookout(judging=settings.auto_capture)
    buses = Buses(
        card=Bus("card", partial(_card, settings, post, now), post),
        camera=Bus("camera", partial(_camera, settings, post, now, new_id, lookout), post),
        reading=Bus("reading", partial(_reading, process, post), post),
        writing=Bus("writing", partial(_writing, process), post),
        questions=Bus("questions", partial(_questions, settings, key, now), post),
        register=Bus("register", partial(_register, settings, key, now), post),
        printing=Bus("printing", partial(_printing, settings, post, now), post),
        office=Bus("office", partial(_office, settings, now, force), post),
        handover=Bus("handover", partial(_handover, settings, key, now), post),
        papers=Bus("papers", partial(_papers, settings, now), post) if settings.a4_queue else None,
    )
    courier = Courier(partial(_registrar, settings, key, now), settings.limits.leased_numbers)
    caretaker = _caretaker(settings, key, now, force, process)
    return Outfit(Crew(buses, leave), courier, lookout, process, caretaker)


def key_of(settings: Settings) -> KioskKey | None:
    """Raises `BadKeyFile`."""
    return KioskKey.load(Path(settings.key_file)) if settings.key_file else None


def _caretaker(
    settings: Settings, key: KioskKey | None, now: Clock, force: InForce, process: ReadingProcess
) -> Caretaker | None:
    if key is None:
        return None

    def report(version: int) -> KioskHealth:
        from kiosk.health.report import health

        ready = process.readiness
        return health(force.settings, version, reads=None if ready is Readiness.LOADING else ready is Readiness.READY)

    def make() -> CentreClient:
        from kiosk.uplink.client import CentreClient, open_http

        return CentreClient(open_http(settings.server_url), key, now)

    return Caretaker(make, force.kept, report, force.came, force.placed)


def _card(settings: Settings, post: Post, now: Clock) -> Worker:
    from kiosk.workers import keepers
    from kiosk.workers.card import CardWorker
    from kiosk.workers.device import Opened, maker

    return CardWorker(Opened(maker("card", settings.card, now), keepers.of_reader(settings, post, now)))


def _camera(settings: Settings, post: Post, now: Clock, new_id: Callable[[], str], lookout: Lookout) -> Worker:
    from kiosk.workers import keepers
    from kiosk.workers.camera import CameraWorker
    from kiosk.workers.device import Opened, maker

    camera = Opened(maker("camera", settings.camera, now), keepers.of_camera(settings, post, now))
    lookout.beside(camera.current)
    return CameraWorker(camera, new_id)


def _reading(process: ReadingProcess, post: Post) -> Worker:
    from kiosk.workers.reading import ReadingWorker

    # Loading takes seconds: it begins now, not with the first page.
    process.start()
    return ReadingWorker(process, post)


def _writing(process: ReadingProcess) -> Worker:
    from kiosk.workers.writing import WritingWorker
    from kiosk.writing.lexicon import default_file

    return WritingWorker(default_file(default_cache()), process)


def _questions(settings: Settings, key: KioskKey | None, now: Clock) -> Worker:
    from kiosk.workers.uplink import QuestionWorker

    return QuestionWorker(_client(settings, key, now))


def _register(settings: Settings, key: KioskKey | None, now: Clock) -> Worker:
    from kiosk.workers.uplink import RegisterWorker

    return RegisterWorker(_registrar(settings, key, now))


def _printing(settings: Settings, post: Post, now: Clock) -> Worker:
    from kiosk.workers import keepers
    from kiosk.workers.printing import PrintingWorker

    keeper = keepers.of_printer(settings, post, now)
    letterhead = _letterhead(settings, now)
    return PrintingWorker(settings.printer, settings.data_dir.expanduser(), keeper, letterhead=letterhead)


def _papers(settings: Settings, now: Clock) -> Worker:
    from kiosk.workers import keepers
    from kiosk.workers.papers import QueueWorker

    keeper = keepers.of_queue(settings, now)
    return QueueWorker(settings.a4_queue, keeper, settings.data_dir.expanduser(), _letterhead(settings, now))


def _letterhead(settings: Settings, now: Clock) -> Letterhead:
    from kiosk.workers.letterhead import Letterhead

    return Letterhead(settings.hall_name, settings.hall.phone, now)


def _office(settings: Settings, now: Clock, force: InForce) -> Worker:
    from kiosk.workers.office import OfficeWorker

    return OfficeWorker(settings, now, lambda: force.settings.attendant.pin_hash)


def _handover(settings: Settings, key: KioskKey | None, now: Clock) -> Worker:
    from kiosk.workers.handover import HandoverWorker

    return HandoverWorker(_client(settings, key, now), settings.notice_version)


def _client(settings: Settings, key: KioskKey | None, now: Clock) -> CentreClient | None:
    """A client for one thread; None on a terminal that was never enrolled."""
    from kiosk.uplink.client import CentreClient, open_http

    return CentreClient(open_http(settings.server_url), key, now) if key else None


def _registrar(settings: Settings, key: KioskKey | None, now: Clock) -> OwnRegistrar:
    """Open outbox and client for the calling thread."""
    from kiosk.uplink.leases import HallTexts
    from kiosk.uplink.registrar import Registrar
    from kiosk.uplink.store import Store
    from kiosk.workers.uplink import OwnRegistrar

    store = Store(settings.data_dir.expanduser())
    client = _client(settings, key, now)
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

    def close() -> None:
        store.close()
        if client:
            client.close()

    return OwnRegistrar(registrar, close)
