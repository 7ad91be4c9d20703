"""Readers on USB HID: SAM_V frames in reports of 64 bytes, zero padded, through hidapi.

A frame stands at the start of an output report; its answer is spread over as many input reports as it needs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

from drivers.cards.samreader import SamCardReader
from drivers.cards.usbids import HID
from drivers.core.errors import DeviceAbsent

REPORT_SIZE = 64
#: the device numbers no reports; hidapi wants the zero all the same
_REPORT_ID = b"\x00"
_DRAIN_TIMEOUT_MS = 5
#: reports thrown away at most: twice the longest answer
_DRAIN_REPORTS = 80
_INSTALL = "请重新安装终端软件（附加组件 kiosk） · Install the kiosk software again (extra: kiosk)"


class HidBus(Protocol):
    """The part of the `hid` module that is used here."""

    def enumerate(self, vendor_id: int, product_id: int) -> list[dict[str, Any]]:
        """List devices; each has `path` (bytes)."""
        ...

    def device(self) -> Any:
        """Return a device with open_path(path), write(bytes), read(size, timeout_ms), close()."""
        ...


class HidPort:
    """A `Port` on one HID device."""

    def __init__(self, bus: HidBus, path: bytes) -> None:
        self._device = bus.device()
        try:
            self._device.open_path(path)
        except OSError as error:
            name = path.decode(errors="replace")
            raise DeviceAbsent(
                f"HID 读卡器 {name} 打不开 · HID card reader {name} cannot be opened",
                "请安装 udev 规则 sudo ./hall devices rules --install，然后重新插拔 · "
                "Install the udev rules (sudo ./hall devices rules --install), then replug it",
            ) from error

    def write(self, data: bytes) -> None:
        """See `Port.write`."""
        for start in range(0, len(data), REPORT_SIZE):
            report = data[start : start + REPORT_SIZE].ljust(REPORT_SIZE, b"\x00")
            try:
                written = self._device.write(_REPORT_ID + report)
            except (OSError, ValueError) as error:
                raise _gone() from error
            if written < 0:
                raise _gone()

    def read(self, timeout: float) -> bytes:
        """See `Port.read`; one report, padding and all: zeros behind a frame are noise that the parser passes over."""
        return self._report(max(1, round(timeout * 1000)))

    def drain(self) -> None:
        """See `Port.drain`."""
        for _ in range(_DRAIN_REPORTS):
            if not self._report(_DRAIN_TIMEOUT_MS):
                return

    def close(self) -> None:
        """See `Port.close`."""
        self._device.close()

    def _report(self, timeout_ms: int) -> bytes:
        try:
            return bytes(self._device.read(REPORT_SIZE, timeout_ms))
        except (OSError, ValueError) as error:
            raise _gone() from error


class HidCardReader(SamCardReader):
    """`CardReader` on HID. `path` is the device's path ("/dev/hidraw0"), "" takes the first reader; `bus` is hidapi."""

    def __init__(
        self, *, today: Callable[[], date], path: str = "", bus: HidBus | None = None, extra_addresses: bool = False
    ) -> None:
        self._path = path.encode()
        self._bus = bus
        super().__init__(self._open, today=today, extra_addresses=extra_addresses)

    def _open(self, cancel: threading.Event) -> HidPort:
        bus = self._bus or hidapi()
        paths = [p for p in find_paths(bus) if self._path in (b"", p)]
        if not paths:
            raise DeviceAbsent(
                "没有接入 HID 身份证阅读器 · No HID ID-card reader is attached",
                "请检查读卡器的数据线，然后运行 hall devices list · Check the cable, then run: hall devices list",
            )
        return HidPort(bus, paths[0])


def hidapi() -> HidBus:
    """Return hidapi's module; `DeviceAbsent` when it is not installed."""
    try:
        import hid
    except ImportError as error:
        raise DeviceAbsent("没有安装 hidapi · hidapi is not installed", _INSTALL) from error
    bus: HidBus = hid
    return bus


def find_paths(bus: HidBus) -> list[bytes]:
    """Return the paths of the HID devices that are card readers."""
    return sorted({found["path"] for row in HID for found in bus.enumerate(row.vendor, row.product)})


def _gone() -> DeviceAbsent:
    return DeviceAbsent(
        "HID 读卡器已断开 · The HID card reader was unplugged",
        "请检查数据线并重新插拔 · Check the cable and replug the reader",
    )
