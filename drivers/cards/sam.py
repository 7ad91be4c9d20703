"""The SAM_V frame protocol between a terminal and the security module of a reader (GA/T 467): pure bytes, no port.

    host to module   AA AA AA 96 69 | LEN LEN | CMD PARA [DATA]     | CHK
    module to host   AA AA AA 96 69 | LEN LEN | SW1 SW2 SW3 [DATA]  | CHK

LEN is big-endian and counts everything behind it, CHK included. CHK makes the XOR of LEN to CHK zero. A receiver
tolerates a lost first AA.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, unique
from functools import reduce
from operator import xor

from drivers.cards.layout import PHOTO_SIZE, TEXT_SIZE
from drivers.cards.samstatus import SamStatus

PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
_SYNC = PREAMBLE[1:]
#: SW1 SW2 SW3 CHK
MIN_ANSWER = 4
#: CMD PARA CHK
MIN_COMMAND = 3
#: the longest answer known (text, photo and fingerprints) has 2314; anything above 2400 is noise
MAX_LENGTH = 2400


@unique
class Command(Enum):
    """Command and parameter byte. Reading fingerprints (30 10) is left out on purpose: nobody here may ask for them."""

    RESET = b"\x10\xff"
    STATUS = b"\x11\xff"
    SAM_NUMBER = b"\x12\xff"
    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ_BASE = b"\x30\x01"
    READ_NEW_ADDRESS = b"\x30\x03"
    READ_CARD_NUMBER = b"\x30\x05"
    SPEED_115200 = b"\x60\x00"
    SPEED_57600 = b"\x60\x01"
    SPEED_38400 = b"\x60\x02"
    SPEED_19200 = b"\x60\x03"
    SPEED_9600 = b"\x60\x04"
    MAX_RF_BYTES = b"\x61\xff"


@unique
class Damage(Enum):
    """Why bytes that began like a frame are none."""

    LENGTH = "length"
    CHECKSUM = "checksum"


@dataclass(frozen=True, slots=True)
class Frame:
    """A sound frame: what stands between LEN and CHK."""

    body: bytes


@dataclass(frozen=True, slots=True)
class BadFrame:
    """A preamble was seen and what follows cannot be trusted."""

    damage: Damage


@dataclass(frozen=True, slots=True)
class Answer:
    """What the module answered. Judge by `status`; SW1 SW2 are words of the card that the module passes on."""

    status: SamStatus
    #: SW3 as received, for a status that no list has
    code: int
    #: SW1 << 8 | SW2
    card_words: int
    data: bytes


@dataclass(frozen=True, slots=True)
class BaseMessage:
    """Text block and photo of a 30 01 answer or of the PC/SC virtual file, cut at 256 and 1024 bytes."""

    text: bytes
    photo: bytes


class MalformedAnswer(ValueError):
    """An answer with a right checksum whose inside contradicts itself."""


def build(body: bytes) -> bytes:
    """Put `body` into a frame."""
    inner = struct.pack(">H", len(body) + 1) + body
    return PREAMBLE + inner + bytes([reduce(xor, inner)])


def build_command(command: Command, data: bytes = b"") -> bytes:
    """Return the frame of a command."""
    return build(command.value + data)


def build_answer(code: int, data: bytes = b"", card_words: int = 0) -> bytes:
    """Return the frame of an answer with SW3 = `code`; the simulator's half of the protocol."""
    return build(struct.pack(">HB", card_words, code) + data)


def parse_answer(frame: Frame) -> Answer:
    """Cut an answer; a parser made with `MIN_ANSWER` never yields one too short."""
    card_words, code = struct.unpack_from(">HB", frame.body)
    return Answer(SamStatus.of(code), code, card_words, frame.body[3:])


def parse_base_message(data: bytes) -> BaseMessage:
    """Cut text and photo out by the length fields, never by the total size.

    Layout: text length (2, big-endian), photo length (2), text, photo. Raises `MalformedAnswer` when the data are
    shorter than they say. Whatever follows (fingerprints of a module that sends them unasked) is left lying.
    """
    if len(data) < 4:
        raise MalformedAnswer(f"{len(data)} bytes, too short for the length fields")
    text_length, photo_length = struct.unpack_from(">HH", data)
    if len(data) < 4 + text_length + photo_length:
        raise MalformedAnswer(f"{len(data)} bytes, {4 + text_length + photo_length} announced")
    photo_start = 4 + text_length
    return BaseMessage(
        text=data[4 : 4 + min(text_length, TEXT_SIZE)],
        photo=data[photo_start : photo_start + min(photo_length, PHOTO_SIZE)],
    )


def build_base_message(message: BaseMessage) -> bytes:
    """Join text and photo behind their lengths: the data of a 30 01 answer, and the PC/SC virtual file."""
    return struct.pack(">HH", len(message.text), len(message.photo)) + message.text + message.photo


def parse_sam_number(data: bytes) -> str:
    """Return the printed form of the 16-byte number of a 12 FF answer: two u16 and three u32, little-endian."""
    if len(data) < 16:
        raise MalformedAnswer(f"module number of {len(data)} bytes, 16 expected")
    kind, maker, made, serial, second = struct.unpack_from("<HHIII", data)
    return f"{kind:02d}.{maker:02d}-{made:08d}-{serial:010d}-{second:010d}"


class FrameParser:
    """Bytes in as they arrive, frames out; finds its place again after garbage, holds less than one longest frame."""

    def __init__(self, *, shortest: int) -> None:
        """`shortest` is the least LEN: `MIN_ANSWER` for a host, `MIN_COMMAND` for a module."""
        self._shortest = shortest
        self._buffer = bytearray()

    def __len__(self) -> int:
        """Bytes held back until more arrive."""
        return len(self._buffer)

    def reset(self) -> None:
        """Forget a frame that was begun; called when its rest did not come in time."""
        self._buffer.clear()

    def feed(self, data: bytes) -> Iterator[Frame | BadFrame]:
        """Take in `data` and yield every frame that is now complete, sound or not."""
        # one longest frame at a time, so that a flood of noise is thrown away as it comes
        for start in range(0, len(data), MAX_LENGTH):
            self._buffer += data[start : start + MAX_LENGTH]
            while (result := self._next()) is not None:
                yield result

    def _next(self) -> Frame | BadFrame | None:
        buffer = self._buffer
        at = buffer.find(_SYNC)
        if at < 0:
            # the last three bytes may be the head of the next preamble
            del buffer[: max(0, len(buffer) - len(_SYNC) + 1)]
            return None
        del buffer[:at]
        if len(buffer) < len(_SYNC) + 2:
            return None
        start = len(_SYNC)
        (length,) = struct.unpack_from(">H", buffer, start)
        if not self._shortest <= length <= MAX_LENGTH:
            del buffer[:start]
            return BadFrame(Damage.LENGTH)
        end = start + 2 + length
        if len(buffer) < end:
            return None
        if reduce(xor, buffer[start:end]):
            # only the preamble goes: a sound frame may begin inside what a lost byte made look like this one
            del buffer[:start]
            return BadFrame(Damage.CHECKSUM)
        body = bytes(buffer[start + 2 : end - 1])
        del buffer[:end]
        return Frame(body)
