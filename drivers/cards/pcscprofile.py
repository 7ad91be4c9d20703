"""Which dialect a PC/SC reader speaks, decided by its name and the card's ATR. A new reader is one line here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Dialect(StrEnum):
    """How card data come out of a PC/SC reader."""

    #: a reader with a security module shows the card as a storage card: READ BINARY over a virtual file
    FF_B0 = "ff_b0"
    #: an ordinary contactless reader: the chip's serial number and nothing else
    UID_ONLY = "uid_only"


@dataclass(frozen=True, slots=True)
class Profile:
    """A row of the table: applies when both patterns match."""

    dialect: Dialect
    #: searched in the reader's name, any case
    reader: str = ""
    #: matched against the ATR in upper-case hex
    atr: str = ""


_PROFILES = (
    # the storage-card ATR of PC/SC part 3 (ISO 14443 type B part 3), card name FFB0 or 9000: a security module is inside
    Profile(Dialect.FF_B0, atr="3B8F8001804F0CA000000306(07)(FFB0|9000)"),
    # historical bytes are the chip's own ATQB or file marks: the card is seen without a security module
    Profile(Dialect.UID_ONLY, atr="3B888001D1038605008080"),
    Profile(Dialect.UID_ONLY, atr="3B868001804F03F00100"),
    # makers of ordinary contactless readers
    Profile(Dialect.UID_ONLY, reader=r"ACR12|ACR1[2-5]5|OMNIKEY|R502|SCL01|uTrust 37"),
    Profile(Dialect.FF_B0),
)


def dialect_of(reader: str, atr: bytes) -> Dialect:
    """Return the dialect for a reader name and an ATR; FF B0 when nothing says otherwise."""
    text = atr.hex().upper()
    return next(p.dialect for p in _PROFILES if re.search(p.reader, reader, re.IGNORECASE) and re.match(p.atr, text))
