"""Who keeps an eye on each device of this terminal: how often, under which name, and what the visit hears of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from drivers.core.building import name_of
from drivers.core.keeping import Keeper
from drivers.core.supervision import Health, Policy, State
from kiosk.flow.answers import PartChanged
from kiosk.flow.visit import Part
from kiosk.settings import Settings
from kiosk.workers.bus import Post
from printers.health import name_of as printer_name
from printers.health import queue_name_of

log = logging.getLogger("hall.kiosk.devices")

#: belongs to no visit, so no ticket of one
NO_TICKET = 0
#: a visitor who stands before the terminal should not wait long for a device that was plugged in again
QUICK = Policy(ready=1.0, first=0.5, longest=5.0)
#: asking opens a connection, and many network printers have but one
_PRINTER = Policy(ready=10.0, first=1.0, longest=10.0)
#: asking SANE starts a program and wakes the scanner
_SCANNER = Policy(ready=120.0, first=5.0, longest=60.0)

Clock = Callable[[], datetime]


def health_file(settings: Settings) -> Path:
    """Where this terminal writes down how its devices are."""
    return settings.data_dir.expanduser() / "devices.json"


def of_reader(settings: Settings, post: Post, now: Clock) -> Keeper:
    name = name_of("card", settings.card.driver, settings.card.options)
    return _keeper(settings, name, QUICK, now, telling(Part.READER, name, post))


def of_camera(settings: Settings, post: Post, now: Clock) -> Keeper:
    name = name_of("camera", settings.camera.driver, settings.camera.options)
    policy = _SCANNER if settings.camera.driver == "sane" else QUICK
    return _keeper(settings, name, policy, now, telling(Part.CAMERA, name, post))


def of_printer(settings: Settings, post: Post, now: Clock) -> Keeper:
    name = printer_name(settings.printer.uri)
    return _keeper(settings, name, _PRINTER, now, telling(Part.PRINTER, name, post))


def of_queue(settings: Settings, now: Clock) -> Keeper:
    """No visit waits for A4 papers: the queue's health is written down and logged."""
    name = queue_name_of(settings.a4_queue)
    return _keeper(settings, name, _PRINTER, now, lambda before, after: _log(name, before, after))


def _keeper(settings: Settings, name: str, policy: Policy, now: Clock, say: Callable[[Health, Health], None]) -> Keeper:
    return Keeper(name, health_file(settings), say, now=now, policy=policy)


def telling(part: Part, name: str, post: Post) -> Callable[[Health, Health], None]:
    def say(before: Health, after: Health) -> None:
        _log(name, before, after)
        was, works = before.state is State.READY, after.state is State.READY
        if was is not works:
            post(NO_TICKET, PartChanged(part, works))
        elif before.state is State.UNKNOWN:
            post(NO_TICKET, PartChanged(part, works=False))

    return say


def _log(name: str, before: Health, after: Health) -> None:
    log.info("%s: %s -> %s, %s", name, before.state.value, after.state.value, after.detail)
