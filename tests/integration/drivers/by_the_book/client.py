"""A second host, written from the protocol's description alone: shares no code with the simulator."""

from __future__ import annotations

import os
import select
import termios
import time
import tty
from typing import Self

HEAD = bytes.fromhex("AAAAAA9669")


class Client:
    """A serial line at one speed; asks and waits."""

    def __init__(self, path: str, speed: int = termios.B115200) -> None:
        self._line = os.open(path, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self._line)
        self.set_speed(speed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._line)

    def set_speed(self, speed: int) -> None:
        mode = termios.tcgetattr(self._line)
        mode[4] = mode[5] = speed
        termios.tcsetattr(self._line, termios.TCSANOW, mode)

    def write(self, data: bytes) -> None:
        os.write(self._line, data)

    def read(self, size: int, timeout: float) -> bytes:
        """Return up to `size` bytes, fewer when nothing came for `timeout` seconds."""
        data = b""
        while len(data) < size and select.select([self._line], [], [], timeout)[0]:
            data += os.read(self._line, size - len(data))
        return data

    def ask(self, frame: str, timeout: float = 3.0) -> bytes:
        """Send a frame in hex as the tables print it; return what stands between LEN and CHK, b"" for silence."""
        self.write(bytes.fromhex(frame))
        head = self.read(7, timeout)
        if not head:
            return b""
        assert head[:5] == HEAD, head.hex()
        length = int.from_bytes(head[5:], "big")
        rest = self.read(length, timeout)
        assert len(rest) == length
        check = 0
        for byte in head[5:] + rest:
            check ^= byte
        assert check == 0
        return rest[:-1]

    def await_status(self, frame: str, status: int, seconds: float = 10.0) -> bytes:
        """Ask until the answer has this SW3, as a host's find loop does."""
        deadline = time.monotonic() + seconds
        while (answer := self.ask(frame))[2:3] != bytes([status]):
            assert time.monotonic() < deadline, answer.hex()
        return answer
