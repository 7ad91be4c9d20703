"""Is each device there, and if not, what to do: the answers behind `hall doctor` and `hall devices list`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, assert_never

from drivers.core.registry import UnknownDriver, driver
from drivers.core.status import Absent, Faulty, Ready, Status

#: one named answer
Check = tuple[str, Status]
#: asks one device how it is
Look = Callable[[], Status]

_INSTALL = "请重新安装终端软件（附加组件 kiosk） · Install the kiosk software again (extra: kiosk)"
_SETTINGS = "请在设置中改正设备一节 · Correct the device's section in the settings"


def checks(
    *, card: str, card_options: Mapping[str, Any], camera: str, camera_options: Mapping[str, Any]
) -> list[Check]:
    """Probe what settings name: a driver for cards ("pcsc", "serial"), one for the camera ("folder"), their options.

    Options are the keyword arguments of the driver without `today`. Takes a few seconds at most, never raises.
    """
    found = [pcscd_service()] if card.startswith("pcsc") else []
    found.append((_reader_name(card, card_options), _status("card", card, card_options)))
    found.append((f"高拍仪 · camera ({camera})", _status("camera", camera, camera_options)))
    return found


def attached(*, ask: bool = False) -> list[Check]:
    """Name what could be a device here, and the driver for it: card readers, cameras, scanners. Takes seconds.

    With `ask` each serial, USB and HID card reader is asked for its module's number: a second each at most, and a serial
    port that is no reader gets a few bytes it does not know.
    """
    from drivers.cameras import listing as cameras
    from drivers.cards import listing as cards
    from drivers.scanners import listing as scanners

    readers = [(name, _status("card", *how) if ask and how else status) for name, status, how in cards.attached()]
    return [*readers, *cameras.attached(), *scanners.attached()]


@contextmanager
def looks(card: str, card_options: Mapping[str, Any], folder: str | None) -> Iterator[list[tuple[str, Look]]]:
    """Open a card reader, and the folder camera when named, and give a name and a way to look at each.

    Each look is for one thread of its own. What cannot be built is looked at as absent.
    """
    wanted = [(_reader_name(card, card_options), "card", card, card_options)]
    if folder is not None:
        wanted.append(("高拍仪 · camera (folder)", "camera", "folder", {"folder": folder}))
    with ExitStack() as stack:
        found: list[tuple[str, Look]] = []
        for name, kind, driver_name, options in wanted:
            made = _made(kind, driver_name, options)
            if isinstance(made, Absent):
                found.append((name, partial(_same, made)))
            else:
                found.append((name, stack.enter_context(made).status))
        yield found


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


def pcscd_service() -> Check:
    """Ask whether the PC/SC daemon answers."""
    name = "PC/SC 服务 · PC/SC service"
    from drivers.cards.listing import reader_names

    names = reader_names()
    return (name, names) if not isinstance(names, list) else (name, Ready("pcscd"))


def _reader_name(card: str, options: Mapping[str, Any]) -> str:
    """Name a reader by driver and place: two of one kind are two devices with counters of their own."""
    place = next((str(options[key]) for key in ("port", "socket", "path", "reader") if options.get(key)), "")
    return f"读卡器 · card reader ({card} {place}".rstrip() + ")"


def _same(status: Status) -> Status:
    return status


def _status(kind: str, name: str, options: Mapping[str, Any]) -> Status:
    device = _made(kind, name, options)
    if isinstance(device, Absent):
        return device
    with device:
        status: Status = device.status()
    return status


def _made(kind: str, name: str, options: Mapping[str, Any]) -> Any | Absent:
    """Build a driver, a card reader with today's date; settings that cannot be used make an absent device."""
    try:
        make = driver(kind, name)
    except UnknownDriver as error:
        return Absent(str(error), _SETTINGS)
    except ImportError as error:
        return Absent(f"缺少驱动所需的软件包 {error.name} · A package of the driver is missing", _INSTALL)
    dated = {"today": _today} if kind == "card" else {}
    try:
        return make(**options, **dated)
    except (TypeError, ValueError) as error:
        return Absent(f"驱动 {name} 的选项有误 · Wrong options for driver {name}: {error}", _SETTINGS)


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
