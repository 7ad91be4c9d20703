"""The scanners attached to this machine, for the list of devices."""

from __future__ import annotations

import threading

from drivers.core.errors import DeviceError
from drivers.core.status import Absent, Ready, Status
from drivers.scanners.sane import SaneScanner

_NAME = "扫描仪 · scanner"


def attached(scanner: SaneScanner | None = None) -> list[tuple[str, Status]]:
    """Name each scanner SANE finds. Takes seconds, since every backend is asked; never raises.

    Nothing attached is an empty list; SANE missing, silent or crashing is one line that says so.
    """
    try:
        found = (scanner or SaneScanner()).list_devices(cancel=threading.Event())
    except DeviceError as error:
        return [(_NAME, Absent(error.cause, error.remedy))]
    return [(f"{_NAME}: {device}", Ready(model)) for device, model in found]
