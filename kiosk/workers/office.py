"""The office bus: the attendant's PIN, how the terminal is, and what is counted."""

from __future__ import annotations

import logging
import sqlite3
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import assert_never

from drivers.core.healthfile import load as load_health
from drivers.core.status import Absent, Faulty, Ready, Status
from drivers.core.supervision import Health, State
from kiosk.flow.doors.effects import CheckPin, Inspect, Note
from kiosk.flow.doors.events import PinChecked, Reported
from kiosk.flow.doors.state import DeviceLine, Report, UnsentLine
from kiosk.flow.effects import Effect
from kiosk.health import daybook, pin
from kiosk.health.devices import configured, told
from kiosk.settings import Settings
from kiosk.uplink.outbox import Outbox
from kiosk.uplink.seal import Unsealable
from kiosk.uplink.store import Store
from kiosk.workers.keepers import health_file
from kiosk.workers.worker import Say

log = logging.getLogger("hall.kiosk.office")

#: what a service call is asked about first
PACKAGES = ("petition-hall", "PySide6-Essentials", "rapidocr", "opencv-contrib-python")


class OfficeWorker:
    """Everything here is files of this terminal: no device and no network is waited for."""

    def __init__(
        self, settings: Settings, now: Callable[[], datetime], pin_hash: Callable[[], str] | None = None
    ) -> None:
        """`pin_hash` gives the one in force, where the centre may set another."""
        self._settings = settings
        self._now = now
        self._pin_hash = pin_hash or (lambda: settings.attendant.pin_hash)

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Say) -> PinChecked | Reported | None:
        match effect:
            case CheckPin():
                return self._check(effect.pin)
            case Inspect():
                return self._inspect(effect)
            case Note():
                self._note(effect)
                return None
            case _:
                return None

    def close(self) -> None:
        """Nothing stays open."""

    def _check(self, typed: str) -> PinChecked:
        kept = self._pin_hash()
        if not kept:
            return PinChecked(right=False, closed=True)
        right, wait = pin.check(typed, kept, pin.tries_file(self._settings), self._now())
        return PinChecked(right, wait)

    def _note(self, effect: Note) -> None:
        file = daybook.daybook_file(self._settings)
        book = daybook.load(file)
        book = book.and_mishap(effect.mishap, self._now()) if effect.mishap else book
        book = book.and_slip() if effect.slip else book
        _save(self._settings, book)

    def _inspect(self, effect: Inspect) -> Reported:
        now = self._now()
        book = daybook.load(daybook.daybook_file(self._settings))
        if effect.roll_changed:
            book = book.new_roll(now)
            _save(self._settings, book)
        return Reported(
            Report(
                at=now,
                devices=self._devices(),
                unsent=self._unsent(now, send_now=effect.send_now),
                mishaps=book.of_today(now),
                slips=book.slips,
                roll_since=datetime.fromisoformat(book.roll_since) if book.roll_since else None,
                versions=_versions(),
            )
        )

    def _devices(self) -> tuple[DeviceLine, ...]:
        """As their keepers wrote them down: asking a device here would disturb it."""
        known = load_health(health_file(self._settings))
        return tuple(_line(one.title, known.get(one.name, Health())) for one in configured(self._settings))

    def _unsent(self, now: datetime, *, send_now: bool) -> tuple[UnsentLine, ...]:
        try:
            store = Store(self._settings.data_dir.expanduser())
        except (OSError, sqlite3.Error, Unsealable) as error:
            log.error("the outbox cannot be opened: %s", type(error).__name__)
            return ()
        try:
            outbox = Outbox(store)
            if send_now:
                outbox.hurry(now)
            return tuple(
                UnsentLine(one.number, one.kept_at, one.state.value, one.attempts, one.next_at)
                for one in outbox.lines()
            )
        finally:
            store.close()


def _line(title: str, health: Health) -> DeviceLine:
    if health.state is State.UNKNOWN:
        return DeviceLine(title, "unknown", "", "")
    status: Status = told(health)
    match status:
        case Ready():
            return DeviceLine(title, "ready", status.detail, "")
        case Absent():
            return DeviceLine(title, "absent", status.cause, status.remedy)
        case Faulty():
            return DeviceLine(title, "faulty", status.cause, status.remedy)
        case _:
            assert_never(status)


def _save(settings: Settings, book: daybook.Daybook) -> None:
    try:
        daybook.save(daybook.daybook_file(settings), book)
    except OSError as error:
        log.error("the daybook cannot be written: %s", error.strerror)


def _versions() -> tuple[tuple[str, str], ...]:
    found = [("Python", ".".join(map(str, sys.version_info[:3])))]
    for name in PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            log.debug("%s is not installed as a package", name)
    return tuple(found)
