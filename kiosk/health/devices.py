"""The devices of this terminal: which they are by its settings, and how each is, asked of it or of the running kiosk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, assert_never

from drivers.core.building import name_of
from drivers.core.healthfile import is_kept, load
from drivers.core.status import Absent, Faulty, Ready, Status
from drivers.core.supervision import Health, State
from drivers.health import check, pcscd_service
from kiosk.settings import Settings
from kiosk.workers.keepers import health_file
from printers.health import check_named, check_queue, queue_name_of
from printers.health import name_of as printer_name


@dataclass(frozen=True, slots=True)
class Configured:
    """A device that settings name. `name` is the one under which its health is kept."""

    kind: str
    title: str
    name: str
    driver: str
    why: str
    check: Callable[[], Status]
    options: Mapping[str, Any] = field(default_factory=dict)


def configured(settings: Settings) -> list[Configured]:
    """Return what the settings name; nothing is opened."""
    why = "设置文件 · settings"
    found = [
        Configured(
            kind,
            title,
            name_of(kind, chosen.driver, chosen.options),
            chosen.driver,
            why,
            partial(check, kind, chosen.driver, chosen.options),
            chosen.options,
        )
        for kind, title, chosen in (
            ("card", "身份证阅读器 · Card reader", settings.card),
            ("camera", "高拍仪 · Camera", settings.camera),
        )
    ]
    uri, profile = settings.printer.uri, settings.printer.profile
    found.append(
        Configured(
            "printer",
            "凭条打印机 · Slip printer",
            printer_name(uri),
            f"escpos {profile}",
            why,
            partial(check_named, uri, profile),
            {"uri": uri, "profile": profile},
        )
    )
    if queue := settings.a4_queue:
        title = "A4 打印队列 · A4 queue"
        found.append(
            Configured("queue", title, queue_name_of(queue), "cups", why, partial(check_queue, queue), {"uri": queue})
        )
    return found


def devices(settings: Settings, now: datetime) -> Iterator[tuple[str, Status]]:
    """Yield title and status of each, with its last trouble while it works. Never raises."""
    if settings.card.driver.startswith("pcsc"):
        yield "PC/SC 服务 · PC/SC service", pcscd_service()
    known = load(health_file(settings))
    for device in configured(settings):
        health = known.get(device.name, Health())
        if is_kept(health, now):
            yield device.title, _with_trouble(told(health), health, "终端正在看管 · kept by the running terminal")
        else:
            yield device.title, _with_trouble(device.check(), health, "")


def told(health: Health) -> Status:
    """Return a device's status as whoever keeps it wrote it down."""
    remedy = health.last_error.remedy if health.last_error else ""
    match health.state:
        case State.READY:
            return Ready(health.detail)
        case State.ABSENT:
            return Absent(health.detail, remedy)
        case State.FAULTY:
            return Faulty(health.detail, remedy)
        case State.UNKNOWN:
            return Ready("刚刚启动，尚未查看 · just started, not looked at yet")
        case _:
            assert_never(health.state)


def _with_trouble(status: Status, health: Health, by: str) -> Status:
    if not isinstance(status, Ready):
        return status
    last = health.last_error
    trouble = f"上次故障 last error {last.at}: {last.cause}" if last else ""
    return Ready("；".join(part for part in (status.detail, by, trouble) if part))
