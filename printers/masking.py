"""A print job without what it says: letters become x, digits 0, hanzi 某, pictures white. Commands and lengths stay.

What a fault depends on (which commands, how many bytes, where lines end) is therefore still in the job.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from printers.profiles import Encoding

#: parameter bytes behind the two bytes of a command; any other is taken to have none, and what follows is masked
PARAMETERS = (
    dict.fromkeys((b"\x1b!", b"\x1b-", b"\x1b3", b"\x1b=", b"\x1bE", b"\x1bG", b"\x1bJ", b"\x1bM", b"\x1bR"), 1)
    | dict.fromkeys((b"\x1bV", b"\x1ba", b"\x1bd", b"\x1bt", b"\x1b{", b"\x1b ", b"\x1dI", b"\x1da", b"\x1dr"), 1)
    | dict.fromkeys((b"\x1c!", b"\x1c-", b"\x1cC", b"\x1cW", b"\x1d!", b"\x1dB", b"\x10\x04"), 1)
    | dict.fromkeys((b"\x1b$", b"\x1bB", b"\x1b\\", b"\x1cS", b"\x1dL", b"\x1dW"), 2)
    | {b"\x1bp": 3}
)
HANZI_GBK, HANZI_UTF8 = "某".encode("gbk"), "某".encode()
#: rows of GBK and GB 2312 that hold punctuation and drawing characters
SYMBOL_LEADS = range(0xA1, 0xAA)
STORE_SYMBOL = b"1P0"


def masked_job(data: bytes, encoding: Encoding) -> bytes:
    """Return `data` with the same commands and the same length, saying nothing."""
    return b"".join(_pieces(data, encoding))


def _pieces(data: bytes, encoding: Encoding) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        if data[at : at + 1] in (b"\x1b", b"\x1c", b"\x1d", b"\x10"):
            piece = _command(data, at)
            at += len(piece)
        else:
            size = _size(data[at], encoding)
            piece = _letter(data[at : at + size], encoding)
            at += size
        yield piece


def _command(data: bytes, at: int) -> bytes:
    command = data[at : at + 2]
    if command == b"\x1dV":
        return data[at : at + (4 if data[at + 2 : at + 3] in (b"A", b"B") else 3)]
    if command == b"\x1dv":
        head = data[at : at + 8]
        return head + _blank(data, at + 8, _u16(head[4:6]) * _u16(head[6:8]) if len(head) == 8 else 0)
    if command == b"\x1b*":
        head = data[at : at + 5]
        return head + _blank(data, at + 5, _u16(head[3:5]) * (3 if head[2:3] >= b" " else 1) if len(head) == 5 else 0)
    if command == b"\x1d(":
        head = data[at : at + 5]
        body = data[at + 5 : at + 5 + _u16(head[3:5])]
        if head[2:3] == b"k" and body.startswith(STORE_SYMBOL):
            body = STORE_SYMBOL + b"0" * (len(body) - len(STORE_SYMBOL))
        return head + body
    return data[at : at + 2 + PARAMETERS.get(command, 0)]


def _blank(data: bytes, at: int, size: int) -> bytes:
    return bytes(len(data[at : at + size]))


def _u16(two: bytes) -> int:
    return int.from_bytes(two, "little")


def _size(first: int, encoding: Encoding) -> int:
    if first < 0x80:
        return 1
    if encoding is not Encoding.UTF_8:
        return 2
    return 2 if first < 0xE0 else 3 if first < 0xF0 else 4


def _letter(raw: bytes, encoding: Encoding) -> bytes:
    if len(raw) == 1 and raw < b"\x80":
        return b"0" if raw.isdigit() else b"x" if raw.isalpha() else raw
    if encoding is not Encoding.UTF_8:
        return raw if raw[0] in SYMBOL_LEADS or len(raw) < 2 else HANZI_GBK
    if len(raw) == len(HANZI_UTF8):
        char = raw.decode("utf-8", "replace")
        return raw if unicodedata.category(char[0])[0] in "PSZ" and len(char) == 1 else HANZI_UTF8
    return b"x" * len(raw)
