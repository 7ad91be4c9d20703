"""Is each device there, and if not, what to do: the answers behind `hall doctor` and `hall devices`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, assert_never

from drivers.core.building import build, name_of
from drivers.core.errors import DeviceAbsent, DeviceError
from drivers.core.status import Absent, Faulty, Ready, Status
from drivers.core.supervision import status_of

#: asks one device how it is
Look = Callable[[], Status]


@dataclass(frozen=True, slots=True)
class Attached:
    """Something this machine has, which driver is for it, and why that one."""

    #: "card", "camera", "scanner", "printer", "queue", "service"
    kind: str
    #: under which its health is kept, when it is a device
    name: str
    status: Status
    driver: str = ""
    why: str = ""
    #: what the driver is given to open this very one
    options: Mapping[str, Any] = field(default_factory=dict)


def check(kind: str, name: str, options: Mapping[str, Any]) -> Status:
    """Open a device of `drivers.core.registry`, ask it, let it go. Takes a few seconds at most, never raises."""
    try:
        device = build(kind, name, options, today)
    except DeviceAbsent as error:
        return Absent(error.cause, error.remedy)
    with device:
        status: Status = device.status()
    return status


class Looking:
    """Looks at one device again and again, for one thread; what came back is met by a fresh driver."""

    def __init__(self, kind: str, name: str, options: Mapping[str, Any]) -> None:
        self._how = kind, name, options
        self._device: Any = None

    def __call__(self) -> Status:
        """Ask it; never raises."""
        try:
            self._device = self._device or build(*self._how, today)
            status: Status = self._device.status()
        except DeviceError as error:
            status = status_of(error)
        if not isinstance(status, Ready):
            self.close()
        return status

    def close(self) -> None:
        """Let the device go."""
        device, self._device = self._device, None
        if device is not None:
            device.__exit__(None, None, None)


def attached(*, ask: bool = False, slow: bool = True) -> list[Attached]:
    """Name what could be a device here, and the driver for it: card readers, cameras, scanners. Takes seconds.

    With `ask` each serial, USB and HID card reader is asked for its module's number: a second each at most, and a serial
    port that is no reader gets a few bytes it does not know. Without `slow` scanners are left out, which alone take long.
    """
    from drivers.cameras import listing as cameras
    from drivers.cards import listing as cards
    from drivers.scanners import listing as scanners

    found = [_reader(row, ask=ask) for row in cards.attached()]
    found += [
        Attached("camera", name, status, "uvc", "内核报告为视频采集设备 · the kernel lists it for video capture")
        for name, status in cameras.attached()
    ]
    if slow:
        why = "由 SANE 找到 · found by SANE"
        found += [Attached("scanner", name, status, "sane", why) for name, status in scanners.attached()]
    return found


def _reader(row: Any, *, ask: bool) -> Attached:
    status = row.status
    if ask and row.askable and isinstance(status, Ready):
        status = check("card", row.driver, row.options)
    if not row.driver:
        return Attached("service", row.title, status)
    return Attached("card", name_of("card", row.driver, row.options), status, row.driver, row.why, row.options)


def described(status: Status) -> tuple[str, str, str]:
    """Return state ("ready", "absent", "faulty"), detail or cause, and remedy."""
    match status:
        case Ready(detail):
            return "ready", detail, ""
        case Absent(cause, remedy):
            return "absent", cause, remedy
        case Faulty(cause, remedy):
            return "faulty", cause, remedy
        case _:
            assert_never(status)


def pcscd_service() -> Status:
    """Ask whether the PC/SC daemon answers."""
    from drivers.cards.listing import reader_names

    names = reader_names()
    return names if not isinstance(names, list) else Ready("pcscd")


def today() -> date:
    """The date in this machine's zone, which decides whether a card has expired."""
    return datetime.now(UTC).astimezone().date()
