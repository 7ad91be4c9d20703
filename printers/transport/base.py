"""What every way to a printer can do, and how it fails."""

from __future__ import annotations

from typing import Protocol, Self

from drivers.core.errors import DeviceAbsent, DeviceError


class PrinterNotFound(DeviceAbsent):
    """Nothing answers at the printer's address; not a byte was sent."""

    cause = "找不到打印机 · The printer cannot be reached"
    remedy = "请检查打印机电源和连线，然后运行 hall doctor · Check the printer's power and cable, then run: hall doctor"


class ConnectionLost(DeviceError):
    """The way to the printer broke while in use; how much arrived is unknown."""

    cause = "与打印机的连接中断 · The connection to the printer broke"
    remedy = "请看回执是否已经打印完整 · Look whether the slip came out complete"


class Transport(Protocol):
    """An open way to one printer. Used by one thread."""

    def write(self, data: bytes, timeout: float) -> None:
        """Send `data`; what the printer has not taken after `timeout` seconds leaves during later calls.

        Raise `ConnectionLost` when the line broke, or when more waits than can be kept (see `pending`).
        """
        ...

    def read(self, timeout: float) -> bytes:
        """Return what arrived, b"" when nothing did within `timeout` seconds; raise `ConnectionLost`."""
        ...

    def pending(self) -> int:
        """Return how many written bytes the printer has not taken yet; they are lost with the connection."""
        ...

    def close(self) -> None:
        """Let go of the printer; safe to call twice."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...
