"""The status register of the virtual printer and the answers it gives, with the ways in which real ones lie."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from printers.profiles import Sensor

#: bits 1 and 4 are set in every real-time answer
FIXED = 0x12


class AnswerFault(StrEnum):
    """How a printer can answer wrongly."""

    NONE = "none"
    #: answers nothing at all
    SILENT = "silent"
    #: answers DLE EOT but not GS r
    ONLY_REALTIME = "only-realtime"
    #: answers each question with the byte of the one before
    STALE = "stale"
    #: answers 00 to everything
    ZERO = "zero"


@dataclass
class Register:
    """What the sensors see."""

    paper_out: bool = False
    near_end: bool = False
    cover_open: bool = False
    cutter_jammed: bool = False
    head_hot: bool = False
    #: taken off line at its button
    offline: bool = False
    #: an error that does not mend itself
    broken: bool = False

    @property
    def stopped(self) -> bool:
        sensors = self.paper_out or self.cover_open or self.cutter_jammed or self.head_hot
        return sensors or self.offline or self.broken

    def realtime(self, n: int, sensors: frozenset[Sensor]) -> int:
        """Return the answer to DLE EOT `n`."""
        near = Sensor.NEAR_END in sensors and (self.near_end or self.paper_out)
        bits = {
            1: 0x08 * self.stopped,
            2: 0x04 * self.cover_open
            | 0x20 * self.paper_out
            | 0x40 * (self.cutter_jammed or self.head_hot or self.broken),
            3: 0x08 * self.cutter_jammed | 0x20 * self.broken | 0x40 * self.head_hot,
            4: 0x0C * near | 0x60 * self.paper_out,
        }
        return FIXED | bits.get(n, 0)

    def paper(self, sensors: frozenset[Sensor]) -> int:
        """Return the answer to GS r 1."""
        near = Sensor.NEAR_END in sensors and (self.near_end or self.paper_out)
        return 0x03 * near | 0x0C * self.paper_out

    def report(self, sensors: frozenset[Sensor]) -> bytes:
        """Return the automatic report, four bytes."""
        near = Sensor.NEAR_END in sensors and (self.near_end or self.paper_out)
        first = 0x10 | 0x08 * self.stopped | 0x20 * self.cover_open
        second = 0x08 * self.cutter_jammed | 0x20 * self.broken | 0x40 * self.head_hot
        return bytes((first, second, 0x03 * near | 0x0C * self.paper_out, 0x0F))


class RealtimeScanner:
    """Finds DLE EOT n wherever it stands in the input, over any split into pieces, as the printer's interrupt does."""

    def __init__(self) -> None:
        self._seen = b""

    def feed(self, data: bytes) -> list[int]:
        """Return the numbers n of the questions that end in `data`."""
        asked: list[int] = []
        for byte in data:
            if self._seen == b"\x10\x04":
                self._seen = b""
                if 1 <= byte <= 4:
                    asked.append(byte)
                    continue
            if byte == 0x10:
                self._seen = b"\x10"
            elif byte == 0x04 and self._seen == b"\x10":
                self._seen = b"\x10\x04"
            else:
                self._seen = b""
        return asked
