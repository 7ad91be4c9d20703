"""Device kind and name -> driver class, imported only when settings choose it.

A missing vendor library therefore breaks nothing but the driver that needs it. A new driver is one file and one line
here.
"""

from __future__ import annotations

from pkgutil import resolve_name
from typing import Any

DRIVERS: dict[tuple[str, str], str] = {
    ("card", "pcsc"): "drivers.cards.pcsc:PcscCardReader",
    ("card", "pcsc-escape"): "drivers.cards.pcscescape:EscapeCardReader",
    ("card", "serial"): "drivers.cards.serial:SerialCardReader",
    ("card", "usb"): "drivers.cards.usb:UsbCardReader",
    ("card", "hid"): "drivers.cards.hid:HidCardReader",
    ("camera", "folder"): "drivers.cameras.folder:FolderCamera",
    ("camera", "uvc"): "drivers.cameras.uvc:UvcCamera",
    ("camera", "sane"): "drivers.scanners.ascamera:ScannerCamera",
    ("scanner", "sane"): "drivers.scanners.sane:SaneScanner",
}


class UnknownDriver(LookupError):
    """Settings name a driver that is not in the registry."""


def driver(kind: str, name: str) -> Any:
    """Return the driver class registered for `kind` ("card", "camera", "scanner") and `name`; raise `UnknownDriver`."""
    try:
        return resolve_name(DRIVERS[kind, name])
    except KeyError:
        known = ", ".join(sorted(n for k, n in DRIVERS if k == kind)) or "-"
        raise UnknownDriver(f"未知驱动 {kind}/{name}，可选 {known} · Unknown driver; choose one of: {known}") from None
