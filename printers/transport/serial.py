"""Printers on a serial line, 8N1 with RTS/CTS so that a slow printer can hold us back."""

from __future__ import annotations

import select

from printers.transport.backlog import Backlogged
from printers.transport.base import ConnectionLost, PrinterNotFound

DEFAULT_BAUD = 115_200
READ_BYTES = 256


class SerialTransport(Backlogged):
    """An open line; raise `PrinterNotFound` when the port cannot be opened or pyserial is not installed."""

    def __init__(self, path: str, baud: int = DEFAULT_BAUD, *, flow_control: bool = True) -> None:
        super().__init__()
        try:
            import serial
        except ImportError as error:
            raise PrinterNotFound("缺少 pyserial · pyserial is not installed", "pip install pyserial") from error
        self._lost = (serial.SerialException, OSError)
        try:
            # Writing never waits inside pyserial: a printer without paper would hold it there for ever.
            self._port = serial.Serial(path, baud, rtscts=flow_control, exclusive=True, write_timeout=0)
        except (serial.SerialException, OSError, ValueError) as error:
            raise PrinterNotFound(f"打不开串口 {path} · Cannot open the port: {error}") from error

    def pending(self) -> int:
        try:
            return super().pending() + int(self._port.out_waiting)
        except self._lost as error:
            raise ConnectionLost from error

    def close(self) -> None:
        self._port.close()

    def _take(self, data: bytes, wait_s: float) -> int:
        try:
            _, writable, _ = select.select([], [self._port], [], wait_s)
            return int(self._port.write(data) or 0) if writable else 0
        except self._lost as error:
            raise ConnectionLost from error

    def _listen(self, timeout: float) -> bytes:
        try:
            self._port.timeout = timeout
            first = self._port.read(1)
            return bytes(first + self._port.read(min(self._port.in_waiting, READ_BYTES)) if first else b"")
        except self._lost as error:
            raise ConnectionLost from error
