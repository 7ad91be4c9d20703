"""HID devices inside this process with one reader among them; stands where the `hid` module of hidapi stands."""

from __future__ import annotations

import queue
from collections import deque
from types import TracebackType
from typing import Any, Self

from drivers.cards.simulator.inprocess import SamThread
from drivers.cards.simulator.sam import SimulatedSam
from drivers.cards.usbids import HID, UsbId

REPORT = 64
PATH = b"/dev/hidraw7"


class SimulatedHidBus:
    """The devices of the machine, from `__enter__` to `__exit__`."""

    def __init__(self, sam: SimulatedSam, *, usb_id: UsbId = HID[0]) -> None:
        self.sam = sam
        self.plugged = True
        #: this user may not open the device
        self.locked = False
        self.module = SamThread(sam)
        self._id = usb_id

    def __enter__(self) -> Self:
        self.module.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.module.__exit__(kind, error, trace)

    def unplug(self) -> None:
        """Pull the cable."""
        self.plugged = False

    def enumerate(self, vendor_id: int, product_id: int) -> list[dict[str, Any]]:
        """See `drivers.cards.hid.HidBus`."""
        asked = (vendor_id, product_id) == (self._id.vendor, self._id.product)
        return [{"path": PATH, "product_string": "simulated"}] if asked and self.plugged else []

    def device(self) -> SimulatedHidDevice:
        """See `drivers.cards.hid.HidBus`."""
        return SimulatedHidDevice(self)


class SimulatedHidDevice:
    """One handle; speaks as hidapi's device does, errors included."""

    def __init__(self, bus: SimulatedHidBus) -> None:
        self._bus = bus
        self._open = False
        self._reports: deque[bytes] = deque()

    def open_path(self, path: bytes) -> None:
        """Open the device."""
        if path != PATH or not self._bus.plugged or self._bus.locked:
            raise OSError("open failed")
        self._open = True

    def write(self, data: bytes) -> int:
        """Take one output report behind its number; -1 when the device is gone."""
        if not self._open:
            raise ValueError("not open")
        if not self._bus.plugged or len(data) != 1 + REPORT or data[0]:
            return -1
        self._bus.module.send(bytes(data[1:]))
        return len(data)

    def read(self, max_length: int, timeout_ms: int = 0) -> list[int]:
        """Return one input report, [] after the timeout."""
        if not self._open:
            raise ValueError("not open")
        if not self._bus.plugged:
            raise OSError("read error")
        if not self._reports:
            try:
                piece = self._bus.module.sent.get(timeout=timeout_ms / 1000)
            except queue.Empty:
                return []
            self._reports.extend(
                piece[start : start + REPORT].ljust(REPORT, b"\x00") for start in range(0, len(piece), REPORT)
            )
        return list(self._reports.popleft()[:max_length]) if self._reports else []

    def close(self) -> None:
        """Close the handle."""
        self._open = False
