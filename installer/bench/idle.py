"""The process whose processor time is measured while the devices of a terminal are kept: SETTINGS SECONDS.

Prints one JSON object: the share of a core, in percent, with a visitor whose card is awaited and without one.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from kiosk.flow.answers import Answer, PartChanged
from kiosk.flow.effects import ReadCard
from kiosk.settings import Settings, load
from kiosk.workers import keepers
from kiosk.workers.bus import Bus
from kiosk.workers.camera import CameraWorker
from kiosk.workers.card import CardWorker
from kiosk.workers.device import Opened, maker
from kiosk.workers.papers import QueueWorker
from kiosk.workers.printing import PrintingWorker

_READY_S = 30.0


def main() -> None:
    """Keep every device of the settings, without a window, and measure twice."""
    settings, seconds = load(Path(sys.argv[1])), float(sys.argv[2])
    told: queue.SimpleQueue[tuple[int, Answer]] = queue.SimpleQueue()
    buses = _buses(settings, told)
    for bus in buses.values():
        bus.start()
    ready: set[str] = set()
    while len(ready) < 3:
        _, answer = told.get(timeout=_READY_S)
        assert isinstance(answer, PartChanged)
        assert answer.works, answer.part
        ready.add(answer.part)
    idle = _percent(seconds)
    buses["card"].hand(1, ReadCard())
    waiting = _percent(seconds)
    for bus in buses.values():
        bus.stop()
    sys.stdout.write(json.dumps({"idle_percent": idle, "waiting_percent": waiting}) + "\n")


def _buses(settings: Settings, told: queue.SimpleQueue[tuple[int, Answer]]) -> dict[str, Bus]:
    def post(ticket: int, answer: Answer) -> None:
        told.put((ticket, answer))

    def card() -> CardWorker:
        return CardWorker(Opened(maker("card", settings.card, _now), keepers.of_reader(settings, post, _now)))

    def camera() -> CameraWorker:
        opened = Opened(maker("camera", settings.camera, _now), keepers.of_camera(settings, post, _now))
        return CameraWorker(opened, lambda: "page")

    def printing() -> PrintingWorker:
        return PrintingWorker(settings.printer, settings.data_dir, keepers.of_printer(settings, post, _now))

    buses = {"card": Bus("card", card, post), "camera": Bus("camera", camera, post)}
    buses["printing"] = Bus("printing", printing, post)
    if settings.a4_queue:
        buses["papers"] = Bus(
            "papers",
            lambda: QueueWorker(settings.a4_queue, keepers.of_queue(settings, _now), settings.data_dir.expanduser()),
            post,
        )
    return buses


def _percent(seconds: float) -> float:
    used, began = time.process_time(), time.monotonic()
    threading.Event().wait(seconds)
    return round((time.process_time() - used) / (time.monotonic() - began) * 100, 2)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
