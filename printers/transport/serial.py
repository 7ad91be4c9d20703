"""Printers on a serial line, 8N1 with RTS/CTS so that a slow printer can hold us back."""

from __future__ import annotations

from typing import Self

from printers.transport.base import ConnectionLost, PrinterNotFound

DEFAULT_BAUD = 115_200
READ_BYTES = 256


class SerialTransport:
    """An open line; raise `PrinterNotFound` when the port cannot be opened or pyserial is not installed."""

    def __init__(self, path: str, baud: int = DEFAULT_BAUD, *, flow_control: bool = True) -> None:
        try:
            import serial
        except ImportError as error:
            raise PrinterNotFound("缺少 pyserial · pyserial is not installed", "pip install pyserial") from error
        self._lost = (serial.SerialException, OSError)
        try:
            self._port = serial.Serial(path, baud, rtscts=flow_control, exclusive=True)
        except (serial.SerialException, OSError, ValueError) as error:
            raise PrinterNotFound(f"打不开串口 {path} · Cannot open the port: {error}") from error

    def write(self, data: bytes, timeout: float) -> None:
        try:
            self._port.write_timeout = timeout
            self._port.write(data)
            self._port.flush()
        except self._lost as error:
            raise ConnectionLost from error

    def read(self, timeout: float) -> bytes:
        try:
            self._port.timeout = timeout
            first = self._port.read(1)
            return bytes(first + self._port.read(min(self._port.in_waiting, READ_BYTES)) if first else b"")
        except self._lost as error:
            raise ConnectionLost from error

    def pending(self) -> int:
        try:
            return int(self._port.out_waiting)
        except self._lost as error:
            raise ConnectionLost from error

    def close(self) -> None:
        self._port.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
