"""Readers on a serial line, or behind a USB-to-serial bridge: SAM_V frames, 8N1, no flow control, through pyserial.

The line has one of five speeds. A module keeps the one it was set to, so a port whose speed nobody told is asked at each.
"""

from __future__ import annotations

import logging
import termios
import threading
import time
from collections.abc import Callable
from datetime import date

import serial

from drivers.cards.sam import MIN_ANSWER, Command, Frame, FrameParser, build_command
from drivers.cards.samreader import SamCardReader
from drivers.cards.samspeed import DEFAULT_BAUD, SPEEDS, SWITCH_PAUSE_S, command_for
from drivers.cards.samstatus import SamStatus, error_of
from drivers.core.errors import Cancelled, DeviceAbsent, DeviceFault

log = logging.getLogger("hall.drivers.cards")

#: a line that takes no byte for so long is gone
WRITE_TIMEOUT_S = 1.0
#: question and answer are 21 bytes, 22 ms at the slowest speed; the rest is for bridges that hold bytes back
DETECT_TIMEOUT_S = 0.12
_SLICE_S = 0.02


class SerialPort:
    """A `Port` on a serial device or a pty; nobody else may open it meanwhile."""

    def __init__(self, path: str, baud: int) -> None:
        self._path = path
        try:
            self._serial = serial.Serial(path, baud, timeout=0, write_timeout=WRITE_TIMEOUT_S, exclusive=True)
        except (OSError, ValueError, termios.error) as error:
            raise self._absent() from error

    @property
    def baud(self) -> int:
        """The speed of the line now."""
        return int(self._serial.baudrate)

    def set_baud(self, baud: int) -> None:
        """Change the speed of this end of the line."""
        try:
            self._serial.baudrate = baud
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
    """`CardReader` on serial port `port` (a device path). `today` decides about expiry.

    `baud` fixes the speed; without it the five speeds are tried, the one that answered last first.
    """

    def __init__(
        self, port: str, *, today: Callable[[], date], baud: int | None = None, extra_addresses: bool = False
    ) -> None:
        self._path = port
        self._fixed = baud
        self._baud = baud or DEFAULT_BAUD
        super().__init__(self._open, today=today, extra_addresses=extra_addresses)

    @property
    def baud(self) -> int:
        """The speed in use, or the one that will be tried first."""
        return self._baud

    def set_speed(self, baud: int, *, cancel: threading.Event) -> None:
        """Let module and line change to `baud`; the module keeps it when it is switched off.

        Raises `ValueError` for a speed that modules do not have, and what `CardReader.read` raises.
        """
        answer = self._link.ask(command_for(baud), cancel=cancel)
        if answer.status is not SamStatus.OK:
            raise error_of(answer.status, answer.code)
        self._link.close()
        self._baud = baud
        if self._fixed is not None:
            self._fixed = baud
        if cancel.wait(SWITCH_PAUSE_S):
            raise Cancelled()
        self._link.ask(Command.STATUS, cancel=cancel)

    def _open(self, cancel: threading.Event) -> SerialPort:
        port = SerialPort(self._path, self._baud)
        if self._fixed is not None:
            return port
        try:
            self._baud = detect(port, first=self._baud, cancel=cancel)
        except BaseException:
            port.close()
            raise
        return port


def detect(port: SerialPort, *, first: int, cancel: threading.Event) -> int:
    """Ask for the module's state at each speed, `first` first, leave the port at the one that answered and return it.

    Any sound frame will do: a module that reports a fault has found the speed as well. Raises `DeviceFault` when none
    answers, within 0.6 s, `DeviceAbsent`, `Cancelled`.
    """
    for baud in sorted(SPEEDS.values(), key=lambda speed: (speed != first, -speed)):
        port.set_baud(baud)
        port.drain()
        port.write(build_command(Command.STATUS))
        if _answers(port, cancel):
            log.info("the module answers at %d baud", baud)
            return baud
    raise DeviceFault(
        "读卡器在五种速率下都没有应答 · The card reader answers at none of its five speeds",
        "请检查数据线，断电十秒后重新上电 · Check the cable, then power-cycle the reader for ten seconds",
    )


def _answers(port: SerialPort, cancel: threading.Event) -> bool:
    parser = FrameParser(shortest=MIN_ANSWER)
    deadline = time.monotonic() + DETECT_TIMEOUT_S
    while (left := deadline - time.monotonic()) > 0:
        if cancel.is_set():
            raise Cancelled()
        if any(isinstance(result, Frame) for result in parser.feed(port.read(min(_SLICE_S, left)))):
            return True
    return False
