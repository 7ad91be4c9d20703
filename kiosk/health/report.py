"""What a terminal tells the centre of itself: its devices as their keepers wrote them down, its paper, what is unsent."""

from __future__ import annotations

import sqlite3
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from drivers.core.healthfile import load
from drivers.core.supervision import Health, State
from kiosk.health.devices import Configured, configured
from kiosk.settings import Settings
from kiosk.uplink.outbox import Outbox
from kiosk.uplink.outbox import State as Sending
from kiosk.uplink.seal import Unsealable
from kiosk.uplink.store import Store
from kiosk.workers.keepers import health_file
from printers.status import NearEnd, OutOfPaper
from server.contract.v1.terminals import DeviceHealth, KioskHealth

PROGRAM = "petition-hall"
#: of a sentence
DETAIL = 300
#: what the settings call a device, as the centre names it
_NAMES: dict[str, Literal["reader", "camera", "printer", "papers"]] = {
    "card": "reader",
    "camera": "camera",
    "printer": "printer",
    "queue": "papers",
}


def health(settings: Settings, settings_version: int, *, reads: bool | None) -> KioskHealth:
    """`reads`: whether pages can be read; None while that is not known."""
    known = load(health_file(settings))
    found = [(one, known.get(one.name, Health())) for one in configured(settings)]
    devices = [_device(one, at) for one, at in found if at.state is not State.UNKNOWN]
    if reads is not None:
        detail = "" if reads else "不能识别文字，材料照样登记 · pages cannot be read and are registered all the same"
        devices.append(DeviceHealth(name="ocr", status="ready" if reads else "faulty", detail=detail))
    return KioskHealth(
        version=_version(),
        devices=tuple(devices),
        paper=_paper([at for one, at in found if one.kind == "printer"], warn=settings.paper_warning),
        unsent=_unsent(settings),
        settings_version=settings_version,
    )


def _device(one: Configured, health: Health) -> DeviceHealth:
    said = health.detail
    if health.state is not State.READY and health.last_error is not None:
        said = f"{health.last_error.cause}；{health.last_error.remedy}"
    status: Literal["ready", "absent", "faulty"] = "faulty"
    if health.state is State.READY:
        status = "ready"
    elif health.state is State.ABSENT:
        status = "absent"
    return DeviceHealth(name=_NAMES[one.kind], status=status, detail=said[:DETAIL])


def _paper(printers: list[Health], *, warn: bool) -> Literal["ok", "low", "out", "unknown"]:
    states = {health.state for health in printers}
    if states == {State.READY}:
        return "low" if warn and any(NearEnd().cause in health.detail for health in printers) else "ok"
    empty = OutOfPaper().cause
    return (
        "out"
        if any(h.last_error and h.last_error.cause == empty and h.state is State.FAULTY for h in printers)
        else "unknown"
    )


def _unsent(settings: Settings) -> int:
    try:
        store = Store(settings.data_dir.expanduser())
    except (OSError, sqlite3.Error, Unsealable):
        # the data folder is a matter of `hall doctor` and of the attendant's room
        return 0
    try:
        outbox = Outbox(store)
        return outbox.count(Sending.WAITING) + outbox.count(Sending.REFUSED)
    finally:
        store.close()


def _version() -> str:
    try:
        return version(PROGRAM)
    except PackageNotFoundError:
        return "0"
