"""Who a printer says it is: GS I, answered in its turn by printers of Epson's class and by many others."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from printers.transport.base import Transport

ASK = b"\x1dI"
#: what n asks for
FIRMWARE, MAKER, MODEL, SERIAL = 65, 66, 67, 68
#: an answer is this, at most so many characters, and a zero byte
HEAD, END = b"_", b"\x00"
MOST_BYTES = 80


@dataclass(frozen=True, slots=True)
class Identity:
    """Empty where the printer does not say."""

    maker: str = ""
    model: str = ""
    firmware: str = ""
    serial: str = ""


def identity(transport: Transport, answer_s: float) -> Identity:
    """Ask a printer at rest who it is; raises `ConnectionLost`. One that says nothing costs `answer_s` seconds once."""
    if not (model := _answer(transport, MODEL, answer_s)):
        return Identity()
    maker, firmware, serial = (_answer(transport, n, answer_s) for n in (MAKER, FIRMWARE, SERIAL))
    return Identity(maker, model, firmware, serial)


def _answer(transport: Transport, n: int, answer_s: float) -> str:
    while transport.read(0):
        pass
    transport.write(ASK + bytes([n]), answer_s)
    came, deadline = b"", monotonic() + answer_s
    while not came.endswith(END) and len(came) < MOST_BYTES + 2 and (left := deadline - monotonic()) > 0:
        came += transport.read(left)
    if not (came.startswith(HEAD) and came.endswith(END)):
        return ""
    return came[1:-1].decode("ascii", "replace").strip()
