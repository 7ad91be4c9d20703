"""How card data come out of a PC/SC reader, decided by its name and the card's ATR. A new reader is one line here."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VirtualFile:
    """`ff_b0`: a reader with a security module shows the card as a storage card; READ BINARY pages through a file."""


@dataclass(frozen=True, slots=True)
class Escape:
    """`escape`: the reader passes SAM_V frames to its module through SCardControl.

    `code` is the n of SCARD_CTL_CODE(n): 1 is what the free CCID driver forwards, if its settings allow that.
    """

    code: int = 1


@dataclass(frozen=True, slots=True)
class ApduPrefix:
    """`apdu_prefix`: SAM_V frames travel inside pseudo-APDUs that begin with `prefix` (CLA INS P1 P2).

    An answer longer than a short APDU comes with 61xx and GET RESPONSE, or whole when `extended`.
    """

    prefix: bytes
    extended: bool = False


@dataclass(frozen=True, slots=True)
class UidOnly:
    """`uid_only`: an ordinary contactless reader; it gives the chip's serial number and nothing else."""


Method = VirtualFile | Escape | ApduPrefix | UidOnly


@dataclass(frozen=True, slots=True)
class Profile:
    """A row of the table: applies when both patterns match."""

    method: Method
    #: searched in the reader's name, any case
    reader: str = ""
    #: matched against the ATR in upper-case hex
    atr: str = ""


_PROFILES = (
    # the storage-card ATR of PC/SC part 3 (ISO 14443 type B part 3), card name FFB0 or 9000: a security module is inside
    Profile(VirtualFile(), atr="3B8F8001804F0CA000000306(07)(FFB0|9000)"),
    # historical bytes are the chip's own ATQB or file marks: the card is seen without a security module
    Profile(UidOnly(), atr="3B888001D1038605008080"),
    Profile(UidOnly(), atr="3B868001804F03F00100"),
    # makers of ordinary contactless readers
    Profile(UidOnly(), reader=r"ACR12|ACR1[2-5]5|OMNIKEY|R502|SCL01|uTrust 37"),
    Profile(VirtualFile()),
)


class UnknownProfile(ValueError):
    """Settings name a profile that cannot be read; the text says which there are."""


def method_of(reader: str, atr: bytes) -> Method:
    """Return the method for a reader name and an ATR; FF B0 when nothing says otherwise."""
    text = atr.hex().upper()
    return next(p.method for p in _PROFILES if re.search(p.reader, reader, re.IGNORECASE) and re.match(p.atr, text))


def why(reader: str) -> str:
    """Say in words what a reader's name alone leads to, before any card is seen."""
    if any(p.reader and not p.atr and re.search(p.reader, reader, re.IGNORECASE) for p in _PROFILES):
        return (
            "uid_only: 普通非接触读卡器，除非卡的 ATR 另有所示 · an ordinary reader, unless a card's ATR says otherwise"
        )
    return "ff_b0: 表中无此名，放卡后按 ATR 决定 · not in the table by name; a card's ATR decides"


def parse_method(text: str) -> Method | None:
    """Read a method as settings write it; None for "", which leaves the choice to the table.

    "ff_b0", "uid_only", "escape", "escape:3500", "apdu_prefix:ff000000", "apdu_prefix:ff000000:extended".
    """
    name, *arguments = text.lower().split(":")
    match name, arguments:
        case "", []:
            return None
        case "ff_b0", []:
            return VirtualFile()
        case "uid_only", []:
            return UidOnly()
        case "escape", []:
            return Escape()
        case "escape", [code] if re.fullmatch(r"[0-9]{1,5}", code):
            return Escape(int(code))
        case "apdu_prefix", [prefix, *rest] if re.fullmatch(r"[0-9a-f]{8}", prefix) and rest in ([], ["extended"]):
            return ApduPrefix(bytes.fromhex(prefix), extended=bool(rest))
        case _:
            raise UnknownProfile(
                f"未知的读卡器方式 {text} · Unknown profile {text}; choose one of: "
                "ff_b0, uid_only, escape[:CODE], apdu_prefix:CLAINSP1P2[:extended]"
            )
