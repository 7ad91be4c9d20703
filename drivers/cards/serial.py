"""Readers on a serial line, or behind a USB-to-serial bridge: SAM_V frames, 8N1, no flow control, through pyserial."""

from __future__ import annotations

import termios
from collections.abc import Callable
from datetime import date

import serial

from drivers.cards.samreader import SamCardReader
from drivers.core.errors import DeviceAbsent

#: the factory setting of every module
DEFAULT_BAUD = 115200
#: a line that takes no byte for so long is gone
WRITE_TIMEOUT_S = 1.0


class SerialPort:
    """A `Port` on a serial device or a pty; nobody else may open it meanwhile."""

    def __init__(self, path: str, baud: int) -> None:
        self._path = path
        try:
            self._serial = serial.Serial(path, baud, timeout=0, write_timeout=WRITE_TIMEOUT_S, exclusive=True)
        except (OSError, ValueError, termios.error) as error:
            raise self._absent() from error

    def write(self, data: bytes) -> None:
        """See `Port.write`."""
        try:
            self._serial.write(data)
        except (OSError, termios.error) as error:
            raise self._absent() from error

    def read(self, timeout: float) -> bytes:
        """See `Port.read`."""
        try:
            if self._serial.timeout != timeout:
                self._serial.timeout = timeout
            first = bytes(self._serial.read(1))
            return first + bytes(self._serial.read(self._serial.in_waiting)) if first else b""
        except (OSError, termios.error) as error:
            raise self._absent() from error

    def drain(self) -> None:
        """See `Port.drain`."""
        try:
            self._serial.reset_input_buffer()
        except (OSError, termios.error) as error:
            raise self._absent() from error

    def close(self) -> None:
        """See `Port.close`."""
        self._serial.close()

    def _absent(self) -> DeviceAbsent:
        return DeviceAbsent(
            f"串口 {self._path} 打不开或已断开 · Serial port {self._path} cannot be opened or was unplugged",
            "请检查读卡器的数据线和串口名，以及本用户是否在 dialout 组 · "
            "Check the reader's cable, the port's name, and that this user is in group dialout",
        )


class SerialCardReader(SamCardReader):
    """`CardReader` on serial port `port` (a device path). `today` decides about expiry."""

    def __init__(self, port: str, *, today: Callable[[], date], baud: int = DEFAULT_BAUD) -> None:
        super().__init__(lambda: SerialPort(port, baud), today=today)
