"""A second security module, written from the protocol's description alone: shares no code with the drivers.

It speaks on a pty and has the habits of real ones: slow to boot, echoing lines, answers in drops, in another dialect.
"""

from __future__ import annotations

import os
import pty
import select
import termios
import threading
import tty
from dataclasses import dataclass, field
from typing import Self

HEAD = bytes.fromhex("AAAAAA9669")
PHOTO = bytes.fromhex("574C66007E00320000FF85") + bytes(i * 7 % 251 for i in range(1013))
NUMBER = bytes.fromhex("05000300A53A340139300000B168DE3A")
SPEEDS = {
    0: termios.B115200,
    1: termios.B57600,
    2: termios.B38400,
    3: termios.B19200,
    4: termios.B9600,
}


def frame(body: bytes) -> bytes:
    length = len(body) + 1
    inner = bytes([length // 256, length % 256]) + body
    check = 0
    for byte in inner:
        check ^= byte
    return HEAD + inner + bytes([check])


def block(mark: str, fields: dict[int, tuple[int, str]]) -> bytes:
    """A text block: offset -> (length in bytes, text)."""
    text = bytearray(b" \0" * 128)
    for offset, (length, value) in fields.items():
        raw = value.encode("utf-16-le", "surrogatepass")
        assert len(raw) <= length
        text[offset : offset + len(raw)] = raw
    text[248:250] = mark.encode("utf-16-le")
    return bytes(text)


@dataclass
class Habits:
    """What makes this module differ from the plainest one."""

    echo: bool = False
    #: bytes in one go, and the pause between two
    drops: int = 0
    drop_pause: float = 0.0
    noise: bytes = b""
    lose_first: bool = False
    boot: float = 0.0
    answer_after: float = 0.0
    read_takes: float = 0.0
    management_number: int = 28
    knows_30_05: bool = True
    speed: int = 0
    #: (command, status) -> answered in place of the right answer, each once, in this order
    mishaps: list[tuple[bytes, int]] = field(default_factory=list)
    #: commands whose first answer has a wrong check byte
    spoiled: list[bytes] = field(default_factory=list)
    #: an answer to something else comes before this command's own
    stale_before: bytes = b""
    #: what 30 01 answers instead of the card: all between LEN and CHK
    base: bytes = b""
    #: the answer to 30 01 ends after so many bytes
    breaks_off: int = 0


class Module:
    """From `__enter__` to `__exit__` on a pty at `path`, a card lying on it."""

    def __init__(self, text: bytes, habits: Habits | None = None, *, lying: bool = True) -> None:
        self.habits = habits or Habits()
        self.text = text
        self.lying = lying
        self.commands: list[bytes] = []
        self.state = "idle"
        self.read = False
        self._stop = threading.Event()
        self._pending = bytearray()

    def __enter__(self) -> Self:
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        os.close(self._slave)
        os.close(self._master)

    def _run(self) -> None:
        asleep = threading.Timer(self.habits.boot, lambda: None)
        asleep.start()
        while not self._stop.is_set():
            if not select.select([self._master], [], [], 0.02)[0]:
                continue
            data = os.read(self._master, 4096)
            if termios.tcgetattr(self._slave)[4] != SPEEDS.get(self.habits.speed):
                continue
            if asleep.is_alive():
                continue
            if self.habits.echo:
                os.write(self._master, data)
            self._pending += data
            self._take()
        asleep.cancel()

    def _take(self) -> None:
        while (start := self._pending.find(HEAD[1:])) >= 0 and len(self._pending) >= start + 6:
            length = int.from_bytes(self._pending[start + 4 : start + 6], "big")
            end = start + 6 + length
            if len(self._pending) < end:
                return
            body = bytes(self._pending[start + 6 : end - 1])
            del self._pending[:end]
            self._obey(body)

    def _obey(self, body: bytes) -> None:
        self.commands.append(body)
        answer = self._answer(body)
        if answer is None:
            return
        data = frame(answer)
        if body in self.habits.spoiled:
            self.habits.spoiled.remove(body)
            data = data[:-1] + bytes([data[-1] ^ 0x55])
        if body == self.habits.stale_before:
            data = frame(bytes((0, 0, 0x90))) + data
        if body == b"\x30\x01" and self.habits.breaks_off:
            data = data[: self.habits.breaks_off]
        if self.habits.lose_first:
            data = data[1:]
        self._stop.wait(self.habits.read_takes if body == b"\x30\x01" else self.habits.answer_after)
        self._send(self.habits.noise + data)
        if body[0] == 0x60:
            self.habits.speed = body[1]

    def _send(self, data: bytes) -> None:
        step = self.habits.drops or len(data)
        for at in range(0, len(data), step):
            os.write(self._master, data[at : at + step])
            if self.habits.drop_pause:
                self._stop.wait(self.habits.drop_pause)

    def _answer(self, body: bytes) -> bytes | None:
        for number, (command, status) in enumerate(self.habits.mishaps):
            if command == body:
                del self.habits.mishaps[number]
                self.state = "idle"
                return bytes((0, 0, status))
        match body:
            case b"\x10\xff" | b"\x11\xff":
                return b"\0\0\x90"
            case b"\x12\xff":
                return b"\0\0\x90" + NUMBER
            case b"\x20\x01":
                if not self.lying or self.read:
                    return b"\0\0\x80"
                self.state = "found"
                return b"\0\0\x9f" + bytes(4)
            case b"\x20\x02":
                if self.state == "idle":
                    return b"\0\0\x81"
                self.state = "selected"
                return b"\0\0\x90" + bytes(8)
            case b"\x30\x01":
                if self.state != "selected":
                    return b"\0\0\x41"
                self.read = True
                if self.habits.base:
                    return self.habits.base
                return b"\0\0\x90" + bytes.fromhex("01000400") + self.text + PHOTO
            case b"\x30\x03":
                return b"\0\0\x91" if self.state == "selected" else b"\0\0\x41"
            case b"\x30\x05":
                if not self.habits.knows_30_05:
                    return b"\0\0\x21"
                return b"\0\0\x90" + bytes(self.habits.management_number) if self.state == "selected" else b"\0\0\x41"
            case _ if body[:1] == b"\x60" and body[1] < 5:
                return b"\0\0\x90"
            case _:
                return b"\0\0\x21"
