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
from itertools import chain, repeat

import serial

from drivers.cards.sam import MIN_ANSWER, Command, Frame, FrameParser, build_command
from drivers.cards.samreader import SamCardReader
from drivers.cards.samspeed import DEFAULT_BAUD, SPEEDS, SWITCH_PAUSE_S, command_for
from drivers.cards.samstatus import SamStatus, error_of
from drivers.core.errors import Cancelled, DeviceAbsent, DeviceFault

log = logging.getLogger("hall.drivers.cards")

#: a line that takes no byte for so long is gone
WRITE_TIMEOUT_S = 1.0
#: question and answer are 21 bytes, 22 ms at the slowest speed; the rest is for bridges that hold bytes back, and is
#: longer in each further round for modules that take their time
DETECT_TIMEOUTS_S = (0.12, 0.3, 0.5)
#: the speed that is likeliest, and one that seemed to answer, get the time a module may take
LIKELY_TIMEOUT_S = 0.3
#: a module that was just plugged in answers after some two seconds
BOOT_S = 2.5
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
        #: how long a search for the speed may go on
        self._patience = 0.0
        super().__init__(self._open, today=today, extra_addresses=extra_addresses)

    @property
    def baud(self) -> int:
        """The speed in use, or the one that will be tried first."""
        return self._baud

    def wait_card(self, *, timeout: float, cancel: threading.Event) -> bool:
        """See `CardReader.wait_card`; a module that still boots is waited for."""
        self._patience = BOOT_S
        try:
            return super().wait_card(timeout=timeout, cancel=cancel)
        finally:
            self._patience = 0.0

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
            self._baud = detect(port, first=self._baud, cancel=cancel, patience=self._patience)
        except BaseException:
            port.close()
            raise
        return port


def detect(port: SerialPort, *, first: int, cancel: threading.Event, patience: float = 0.0) -> int:
    """Ask for the module's state at each speed, `first` first, leave the port at the one that answered and return it.

    Any sound frame will do: a module that reports a fault has found the speed as well. Raises `DeviceFault` when none
    answers, within 0.8 s or the end of the round in which `patience` seconds passed, `DeviceAbsent`, `Cancelled`.
    """
    speeds = sorted(SPEEDS.values(), key=lambda speed: (speed != first, -speed))
    deadline = time.monotonic() + patience
    for window in chain(DETECT_TIMEOUTS_S, repeat(DETECT_TIMEOUTS_S[-1])):
        for baud in speeds:
            port.set_baud(baud)
            patient = max(window, LIKELY_TIMEOUT_S)
            likely = baud == first
            # what comes at another speed may be a late answer at the first one: it must come twice
            if _answers(port, cancel, patient if likely else window) and (likely or _answers(port, cancel, patient)):
                log.info("the module answers at %d baud", baud)
                return baud
        if time.monotonic() >= deadline:
            break
    raise DeviceFault(
        "读卡器在五种速率下都没有应答 · The card reader answers at none of its five speeds",
        "请检查数据线，断电十秒后重新上电 · Check the cable, then power-cycle the reader for ten seconds",
    )


def _answers(port: SerialPort, cancel: threading.Event, window: float) -> bool:
    parser = FrameParser(shortest=MIN_ANSWER)
    port.drain()
    port.write(build_command(Command.STATUS))
    deadline = time.monotonic() + window
    while (left := deadline - time.monotonic()) > 0:
        if cancel.is_set():
            raise Cancelled()
        if any(isinstance(result, Frame) for result in parser.feed(port.read(min(_SLICE_S, left)))):
            return True
    return False
