"""Which devices a command is about: those named on the command line, else those of the terminal's settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from drivers.commands.choosing import choose, reader_options

if TYPE_CHECKING:
    from kiosk.health.devices import Configured

F = TypeVar("F", bound=Callable[..., Any])
_WHY = "命令行指定 · named on the command line"
#: options that may be given without a value
_CARRIERS = ("escape", "port", "usb", "hid", "driver")


def device_options(command: F) -> F:
    """Add the options that name devices; `Meant` takes them."""
    options = (
        click.option("--folder", help="图像文件夹 · An image folder as camera"),
        click.option(
            "--camera",
            metavar="DRIVER[:PATH]",
            help="高拍仪：uvc[:/dev/video0]、sane[:设备] · Camera: uvc[:PATH], sane[:DEVICE]",
        ),
        click.option("--printer", metavar="URI", help="凭条打印机 tcp://、serial://、usb://、cups:// · Slip printer"),
        click.option("--printer-profile", default="generic-80mm", show_default=True, help="打印机型号 · Its profile"),
        click.option("--queue", metavar="URI", help="A4 打印队列 cups:///队列 · Queue for A4 papers"),
        click.option(
            "--settings",
            "settings_file",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            help="终端配置文件；不指定设备时看它 · Settings of the terminal: its devices, when none is named",
        ),
        click.option(
            "--state",
            type=click.Path(path_type=Path, dir_okay=False),
            help="保存计数的文件 · File that keeps the counters",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return reader_options(command)


class Meant:
    """The devices of one call, and the file that keeps their health."""

    def __init__(
        self,
        *,
        folder: str | None,
        camera: str | None,
        printer: str | None,
        printer_profile: str,
        queue: str | None,
        settings_file: Path | None,
        state: Path | None,
        **reader: Any,
    ) -> None:
        from drivers.core.healthfile import default_path
        from kiosk.health.devices import configured
        from kiosk.settings import SettingsError, load
        from kiosk.workers.keepers import health_file

        self.devices: list[Configured] = []
        if reader["reader"] or reader["profile"] or any(reader[name] is not None for name in _CARRIERS):
            chosen = choose(**reader)
            self.devices.append(_device("card", "身份证阅读器 · Card reader", chosen.driver, chosen.options))
        if folder is not None:
            self.devices.append(_device("camera", "图像文件夹 · Image folder", "folder", {"folder": folder}))
        if camera is not None:
            self.devices.append(_camera(camera))
        if printer is not None:
            self.devices.append(_printer(printer, printer_profile))
        if queue is not None:
            self.devices.append(_queue(queue))
        #: nothing was named: everything that the settings say is meant
        self.all = not self.devices
        try:
            settings = load(settings_file)
        except SettingsError as error:
            raise click.UsageError(str(error)) from error
        #: where the running terminal writes
        self.kiosk_file = health_file(settings)
        if self.all:
            self.devices = configured(settings)
        self.file = state or (self.kiosk_file if self.all else default_path())


def _device(kind: str, title: str, driver: str, options: dict[str, Any]) -> Configured:
    from drivers.core.building import name_of
    from drivers.health import check
    from kiosk.health.devices import Configured

    name = name_of(kind, driver, options)
    return Configured(kind, title, name, driver, _WHY, partial(check, kind, driver, options), options)


def _camera(text: str) -> Configured:
    from drivers.core.registry import DRIVERS

    driver, _, place = text.partition(":")
    known = sorted(name for kind, name in DRIVERS if kind == "camera")
    if driver not in known:
        raise click.UsageError(f"--camera {text}: 应为其中之一 · choose one of: {', '.join(known)}")
    key = {"sane": "device", "folder": "folder"}.get(driver, "path")
    return _device("camera", "高拍仪 · Camera", driver, {key: place} if place else {})


def _printer(uri: str, profile: str) -> Configured:
    from kiosk.health.devices import Configured
    from printers.health import check_named, name_of

    options = {"uri": uri, "profile": profile}
    title = "凭条打印机 · Slip printer"
    look = partial(check_named, uri, profile)
    return Configured("printer", title, name_of(uri), f"escpos {profile}", _WHY, look, options)


def _queue(uri: str) -> Configured:
    from kiosk.health.devices import Configured
    from printers.health import check_queue, queue_name_of

    title = "A4 打印队列 · A4 queue"
    return Configured("queue", title, queue_name_of(uri), "cups", _WHY, partial(check_queue, uri), {"uri": uri})
