"""The cameras attached to this machine, for the list of devices."""

from __future__ import annotations

from drivers.cameras.video import LinuxVideo, VideoSystem
from drivers.core.errors import DeviceAbsent, DeviceError
from drivers.core.status import Absent, Faulty, Ready, Status


def attached(system: VideoSystem | None = None) -> list[tuple[str, Status]]:
    """Name each camera and say whether it can be used. Asks the kernel only: quick, starts no camera, never raises."""
    system = system or LinuxVideo()
    return [(f"高拍仪 · camera: {path}", _status(system, path)) for path in system.cameras()]


def _status(system: VideoSystem, path: str) -> Status:
    try:
        return Ready(system.check(path).name)
    except DeviceAbsent as error:
        return Absent(error.cause, error.remedy)
    except DeviceError as error:
        return Faulty(error.cause, error.remedy)
