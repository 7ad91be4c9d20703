"""Takes a person out of what went over a reader's wire and leaves all that a fault needs.

Lengths, frame heads, status bytes and the kind of every character stay (a digit becomes 0, a common character 某, one of
private use stays of private use); a right check byte stays right and a wrong one wrong. What is not understood becomes
zeros.
"""

from __future__ import annotations

import struct
from functools import reduce
from operator import xor

from drivers.cards.layout import PHOTO_SIZE, TEXT_SIZE
from drivers.cards.sam import MAX_LENGTH, MIN_ANSWER, PREAMBLE

_SYNC = PREAMBLE[1:]
_HEAD = len(_SYNC) + 2
_STATUS = 3
#: an answer with no more data than a module's own number has no person in it
_SHORT = 16
_ADDRESS = 70
_LENGTHS = 4
_LENGTHS_WITH_FINGERPRINTS = 6
_KEPT_TEXT = {
    # valid to: 长期 stays, for it is read another way than a date
    204: "长".encode("utf-16-le"),
    206: "期".encode("utf-16-le"),
}
_TYPE_MARK = 248


def masked_stream(data: bytes) -> bytes:
    """Mask answers of a module as they came over a line, damaged or cut as they may be; the length stays."""
    out = bytearray()
    while len(out) < len(data):
        at = len(out)
        start = data.find(_SYNC, at)
        if start < 0:
            start = len(data)
        out += _masked_noise(data[at:start])
        if start == len(data):
            break
        following = data.find(_SYNC, start + len(_SYNC))
        limit = following if following >= 0 else len(data)
        out += _masked_frame(data[start:limit])
    return bytes(out)


def masked_text(piece: bytes, offset: int = 0) -> bytes:
    """Mask a part of a text block that begins at `offset` in it; characters cut in two become zeros."""
    out = bytearray(len(piece))
    for at in range(offset % 2, len(piece) - 1, 2):
        unit = piece[at : at + 2]
        where = offset + at
        kept = where == _TYPE_MARK or _KEPT_TEXT.get(where) == unit
        out[at : at + 2] = unit if kept else _masked_unit(unit)
    return bytes(out)


def masked_file(piece: bytes, offset: int) -> bytes:
    """Mask a part of the PC/SC virtual file (lengths, text, photo) that begins at `offset` in it."""
    lengths = piece[: max(0, _LENGTHS - offset)]
    text_from = max(offset, _LENGTHS)
    text = piece[len(lengths) : max(0, _LENGTHS + TEXT_SIZE - offset)]
    return lengths + masked_text(text, text_from - _LENGTHS) + bytes(len(piece) - len(lengths) - len(text))


def _masked_frame(data: bytes) -> bytes:
    """Mask bytes that begin with a preamble and hold no other: a frame, what is left of one, and noise behind it."""
    if len(data) < _HEAD:
        return data[: len(_SYNC)] + _masked_noise(data[len(_SYNC) :])
    (length,) = struct.unpack_from(">H", data, len(_SYNC))
    if not MIN_ANSWER <= length <= MAX_LENGTH:
        return data[:_HEAD] + _masked_noise(data[_HEAD:])
    inner = data[len(_SYNC) : _HEAD + length]
    whole = len(inner) == 2 + length
    if whole and length <= MIN_ANSWER + _SHORT and not reduce(xor, inner):
        masked = inner
    else:
        body = inner[2:-1] if whole else inner[2:]
        masked_body = body[:_STATUS] + _masked_data(body[_STATUS:], length - MIN_ANSWER)
        masked = inner[:2] + masked_body
        if whole:
            masked += bytes([inner[-1] ^ reduce(xor, body, 0) ^ reduce(xor, masked_body, 0)])
    return _SYNC + masked + _masked_noise(data[_HEAD + length :])


def _masked_data(data: bytes, announced: int) -> bytes:
    if announced >= _LENGTHS + TEXT_SIZE and data[:2] == struct.pack(">H", TEXT_SIZE):
        with_fingerprints = announced not in (_LENGTHS + TEXT_SIZE, _LENGTHS + TEXT_SIZE + PHOTO_SIZE)
        head = _LENGTHS_WITH_FINGERPRINTS if with_fingerprints else _LENGTHS
        text = data[head : head + TEXT_SIZE]
        return data[:head] + masked_text(text) + bytes(max(0, len(data) - head - TEXT_SIZE))
    if announced and announced % _ADDRESS == 0:
        return b"".join(masked_text(data[at : at + _ADDRESS], 0) for at in range(0, len(data), _ADDRESS))
    return bytes(len(data))


def _masked_noise(data: bytes) -> bytes:
    """Keep what may be part of a preamble, so that a parser stumbles where it stumbled."""
    return bytes(byte if byte in PREAMBLE else 0 for byte in data)


def _masked_unit(unit: bytes) -> bytes:
    code = int.from_bytes(unit, "little")
    return _stand_in(code).to_bytes(2, "little")


def _stand_in(code: int) -> int:
    """Return a code unit of the same kind that says nothing."""
    match code:
        case 0x00 | 0x20 | 0x3000:
            return code
        case _ if 0x30 <= code <= 0x39:
            return ord("0")
        case _ if 0x41 <= code <= 0x5A:
            return ord("X")
        case _ if 0x61 <= code <= 0x7A:
            return ord("x")
        case _ if code < 0x20:
            return 0x01
        case _ if 0x3400 <= code <= 0x4DBF:
            return 0x3400
        case _ if 0x4E00 <= code <= 0x9FFF:
            return ord("某")
        case _ if 0xD800 <= code <= 0xDBFF:
            return 0xD840
        case _ if 0xDC00 <= code <= 0xDFFF:
            return 0xDC00
        case _ if 0xE000 <= code <= 0xF8FF:
            return 0xE000
        case _:
            return ord("＊")
