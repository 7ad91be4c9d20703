"""The printers attached to this machine: on USB, and as queues of CUPS. Nothing is opened, nothing is printed."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

from drivers.core.status import Absent, Ready, Status
from printers.transport.queue import SOCKETS
from printers.transport.usb import PRINTER_CLASS, Find

LPSTAT_S = 5.0
_LOCALE = {"LC_ALL": "C"}
_DEFAULT = "generic-80mm"


@dataclass(frozen=True, slots=True)
class Found:
    """A printer, or what stands in the way of looking (then without an address)."""

    kind: str
    address: str
    status: Status
    why: str = ""


def attached() -> list[Found]:
    """Name every USB printer and every queue; takes some seconds when CUPS looks on the network, never raises."""
    return [*usb_printers(), *queues()]


def usb_printers(find: Find | None = None) -> list[Found]:
    """Name each device with an interface of the printer class by the address that opens it."""
    try:
        import usb.core
    except ImportError as error:
        return [Found("printer", "", Absent("缺少 pyusb · pyusb is not installed", str(error)))]
    look = find or usb.core.find
    try:
        devices = list(look(find_all=True, custom_match=_is_printer) or ())
    except usb.core.NoBackendError:
        missing = Absent("缺少 libusb · libusb is not installed", "sudo apt-get install libusb-1.0-0")
        return [Found("printer", "", missing)]
    why = (
        f"USB 打印机类接口；型号未在设置中写明时用 {_DEFAULT} · USB printer class; {_DEFAULT} unless settings say more"
    )
    return [Found("printer", f"usb://{d.idVendor:04x}:{d.idProduct:04x}", Ready(_described(d)), why) for d in devices]


def queues() -> list[Found]:
    """Name each queue of CUPS; none when CUPS does not run."""
    program = shutil.which("lpstat")
    if program is None or not any(map(os.path.exists, SOCKETS)):
        return []
    try:
        done = subprocess.run(
            [program, "-e"],
            capture_output=True,
            text=True,
            env={**os.environ, **_LOCALE},
            timeout=LPSTAT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [Found("queue", "", Absent("CUPS 没有应答 · CUPS does not answer", "sudo systemctl restart cups"))]
    why = "CUPS 队列：A4 文书，或经驱动的凭条 · a queue of CUPS: papers on A4, or slips through its driver"
    return [Found("queue", f"cups:///{name}", Ready(name), why) for name in done.stdout.split()]


def _is_printer(device: Any) -> bool:
    try:
        return any(i.bInterfaceClass == PRINTER_CLASS for configuration in device for i in configuration)
    except (OSError, NotImplementedError):
        # a device that left while it was listed, or that nobody may look at
        return False


def _described(device: Any) -> str:
    version = f"{device.bcdDevice >> 8:x}.{device.bcdDevice & 0xFF:02x}"
    return f"{device.idVendor:04x}:{device.idProduct:04x}，固件 firmware {version}"
