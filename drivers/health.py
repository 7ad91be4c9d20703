"""Is each device there, and if not, what to do: the answers behind `hall doctor` and `hall devices list`."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from drivers.core.errors import DeviceError
from drivers.core.registry import UnknownDriver, driver
from drivers.core.status import Absent, Faulty, Ready, Status

#: one named answer
Check = tuple[str, Status]

PROBE_TIMEOUT_S = 1.0
_INSTALL = "请重新安装终端软件（附加组件 kiosk） · Install the kiosk software again (extra: kiosk)"
_SETTINGS = "请在设置中改正设备一节 · Correct the device's section in the settings"


def checks(
    *, card: str, card_options: Mapping[str, Any], camera: str, camera_options: Mapping[str, Any]
) -> list[Check]:
    """Probe what settings name: a driver for cards ("pcsc", "serial"), one for the camera ("folder"), their options.

    Options are the keyword arguments of the driver without `today`. Takes a few seconds at most, never raises.
    """
    found = [pcscd_service()] if card == "pcsc" else []
    found.append((f"读卡器 · card reader ({card})", _status("card", card, dict(card_options) | {"today": _today})))
    found.append((f"高拍仪 · camera ({camera})", _status("camera", camera, camera_options)))
    return found


def attached() -> list[Check]:
    """Probe what could be a device here: PC/SC service and readers, serial ports, cameras, scanners. Takes seconds."""
    from drivers.cameras import listing as cameras
    from drivers.scanners import listing as scanners

    return [pcscd_service(), *pcsc_readers(), *serial_ports(), *cameras.attached(), *scanners.attached()]


def pcscd_service() -> Check:
    """Ask whether the PC/SC daemon answers."""
    name = "PC/SC 服务 · PC/SC service"
    names = _reader_names()
    return (name, names) if not isinstance(names, list) else (name, Ready("pcscd"))


def pcsc_readers() -> list[Check]:
    """Name each PC/SC reader; nothing when the daemon does not answer."""
    names = _reader_names()
    return [(f"PC/SC: {name}", Ready(name)) for name in names] if isinstance(names, list) else []


def serial_ports() -> list[Check]:
    """Name each serial port that something is behind, and whether this user may open it."""
    try:
        from serial.tools import list_ports
    except ImportError:
        return [("串口 · serial ports", Absent("没有安装 pyserial · pyserial is not installed", _INSTALL))]
    return [(f"串口 · serial: {p.device}", _openable(p.device, p.description)) for p in list_ports.comports()]


def _reader_names() -> list[str] | Status:
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


def _status(kind: str, name: str, options: Mapping[str, Any]) -> Status:
    try:
        make = driver(kind, name)
    except UnknownDriver as error:
        return Absent(str(error), _SETTINGS)
    except ImportError as error:
        return Absent(f"缺少驱动所需的软件包 {error.name} · A package of the driver is missing", _INSTALL)
    try:
        device = make(**options)
    except TypeError as error:
        return Absent(f"驱动 {name} 的选项有误 · Wrong options for driver {name}: {error}", _SETTINGS)
    with device:
        status: Status = device.status()
    return status


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
