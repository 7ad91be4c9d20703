"""The card readers attached to this machine, for the list of devices: what could be one, and which driver is for it."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drivers.core.errors import DeviceError
from drivers.core.status import Absent, Faulty, Ready, Status

PROBE_TIMEOUT_S = 1.0
_INSTALL = "请重新安装终端软件（附加组件 kiosk） · Install the kiosk software again (extra: kiosk)"


@dataclass(frozen=True, slots=True)
class Found:
    """What could be a reader, or what stands in the way of looking (then without a driver)."""

    title: str
    status: Status
    driver: str = ""
    why: str = ""
    #: what the driver is given to open this very one
    options: Mapping[str, Any] = field(default_factory=dict)
    #: whether asking it for its number disturbs nobody
    askable: bool = False


def attached() -> list[Found]:
    """Name the PC/SC service, each of its readers, each serial port, each USB and HID reader. Opens none of them."""
    return [*pcsc_readers(), *serial_ports(), *usb_readers(), *hid_readers()]


def reader_names() -> list[str] | Status:
    """Return the names of the PC/SC readers, or why the daemon does not say."""
    from drivers.cards.winscard import Context, PcscError, service_hangs
    from drivers.core.blocking import TimedOut, run_blocking

    def ask() -> list[str]:
        with Context() as context:
            return context.readers()

    try:
        return run_blocking(ask, timeout=PROBE_TIMEOUT_S, cancel=threading.Event())
    except DeviceError as error:
        return Absent(error.cause, error.remedy)
    except (TimedOut, PcscError):
        return service_hangs()


def pcsc_readers() -> list[Found]:
    """Name the PC/SC service and each reader; the service alone when it does not answer."""
    from drivers.cards.pcscprofile import why

    service = "PC/SC 服务 · PC/SC service"
    names = reader_names()
    if not isinstance(names, list):
        return [Found(service, names)]
    readers = [Found(f"PC/SC: {name}", Ready(name), "pcsc", why(name), {"reader": name}) for name in names]
    return [Found(service, Ready("pcscd")), *readers]


def serial_ports() -> list[Found]:
    """Name each serial port that something is behind, and whether this user may open it."""
    try:
        from serial.tools import list_ports
    except ImportError:
        return [Found("串口 · serial ports", Absent("没有安装 pyserial · pyserial is not installed", _INSTALL))]
    found: list[Found] = []
    for port in list_ports.comports():
        status = _openable(port.device, port.description)
        why = "串口，可能接有阅读器，用 --ask 询问 · a serial port; --ask finds out whether a reader is behind it"
        found.append(Found(f"串口 · serial: {port.device}", status, "serial", why, {"port": port.device}, askable=True))
    return found


def usb_readers() -> list[Found]:
    """Name each reader with bulk pipes by the socket it is plugged into."""
    from drivers.cards.usb import find_devices, socket_of
    from drivers.cards.usbids import BULK

    try:
        devices = find_devices()
    except DeviceError as error:
        return [Found("USB 读卡器 · USB readers", Absent(error.cause, error.remedy))]
    names = {(row.vendor, row.product): f"{row} {row.name}" for row in BULK}
    return [
        Found(
            f"USB: {socket_of(device)}",
            Ready(f"{names[device.idVendor, device.idProduct]}，固件 firmware {_version(device.bcdDevice)}"),
            "usb",
            "USB 编号在阅读器名单中 · its USB ids are those of a reader",
            {"socket": socket_of(device)},
            askable=True,
        )
        for device in devices
    ]


def hid_readers() -> list[Found]:
    """Name each reader on HID by its path."""
    from drivers.cards.hid import find_paths, hidapi

    try:
        paths = [path.decode(errors="replace") for path in find_paths(hidapi())]
    except DeviceError as error:
        return [Found("HID 读卡器 · HID readers", Absent(error.cause, error.remedy))]
    why = "HID 编号在阅读器名单中 · its HID ids are those of a reader"
    return [Found(f"HID: {path}", Ready(path), "hid", why, {"path": path}, askable=True) for path in paths]


def _version(bcd: int) -> str:
    """Return a USB version number (bcdDevice) as people write it."""
    return f"{bcd >> 8:x}.{bcd & 0xFF:02x}"


def _openable(path: str, description: str) -> Status:
    try:
        is_device = stat.S_ISCHR(Path(path).stat().st_mode)
    except OSError:
        is_device = False
    if not is_device:
        return Absent(f"{path} 不存在 · {path} is not there", "请检查数据线 · Check the cable")
    if not os.access(path, os.R_OK | os.W_OK):
        return Faulty(
            f"本用户无权打开 {path} · This user may not open {path}",
            "请运行 sudo usermod -aG dialout $USER 后重新登录 · Run: sudo usermod -aG dialout $USER, then log in again",
        )
    return Ready(description)
