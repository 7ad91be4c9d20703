"""The file a PC/SC reader with a security module shows: text and photo behind their lengths, 1284 bytes, 256 a block."""

from __future__ import annotations

import struct
from collections.abc import Callable

from drivers.cards.errors import CardRemoved, NotAnIdentityCard
from drivers.cards.layout import PHOTO_SIZE, TEXT_SIZE
from drivers.cards.winscard import PcscError, Response, Trouble

_HEADER = 4
_LONGEST = _HEADER + TEXT_SIZE + PHOTO_SIZE
_NO_CARD = 0x6300
#: "I do not know this command, file or address": at the first block this means another kind of card
_NOT_THIS_FILE = frozenset({0x6700, 0x6982, 0x6985, 0x6A81, 0x6A82, 0x6A86, 0x6B00, 0x6D00, 0x6E00})
#: data are there, but fewer than asked
_SHORT = 0x6282
_OK = 0x9000


def read_virtual_file(transmit: Callable[[bytes], Response]) -> bytes:
    """Page through the file with `FF B0 offset 00` and return it whole, as long as its own length fields say.

    Raises `NotAnIdentityCard`, `CardRemoved` (SW 63 00), `PcscError` when a later block is refused.
    """
    data = bytearray()
    needed = _HEADER
    while len(data) < needed:
        piece = _read_binary(transmit, len(data))
        if not piece:
            raise NotAnIdentityCard()
        data += piece
        if len(data) >= _HEADER:
            needed = _HEADER + sum(struct.unpack_from(">HH", data))
            if needed > _LONGEST:
                raise NotAnIdentityCard()
    return bytes(data[:needed])


def _read_binary(transmit: Callable[[bytes], Response], offset: int) -> bytes:
    response = transmit(struct.pack(">BBHB", 0xFF, 0xB0, offset, 0))
    if response.sw >> 8 == 0x6C:
        response = transmit(struct.pack(">BBHB", 0xFF, 0xB0, offset, response.sw & 0xFF))
    while response.sw >> 8 == 0x61:
        rest = transmit(bytes((0x00, 0xC0, 0x00, 0x00, response.sw & 0xFF)))
        if not rest.data:
            raise PcscError(Trouble.REFUSED, rest.sw)
        response = Response(response.data + rest.data, rest.sw)
    if response.sw in (_OK, _SHORT):
        return response.data
    if response.sw == _NO_CARD:
        raise CardRemoved()
    if offset == 0 and response.sw in _NOT_THIS_FILE:
        raise NotAnIdentityCard()
    raise PcscError(Trouble.REFUSED, response.sw)
