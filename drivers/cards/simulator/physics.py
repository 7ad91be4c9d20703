"""How long a reader takes, in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Physics:
    """Times of a real reader; `INSTANT` for tests of logic."""

    find: float = 0.04
    select: float = 0.04
    #: authentication and transfer of text and photo over the air
    read: float = 0.7
    #: a read takes so much longer or shorter, as a share of it: no two cards lie alike
    jitter: float = 0.0
    #: after a reset nothing is answered
    boot: float = 2.0
    #: one PC/SC block of 256 bytes
    block: float = 0.06
    #: seconds a byte takes on the serial line: ten bits at 115200
    byte: float = 10 / 115200


REAL = Physics(jitter=0.05)
#: to measure against
EVEN = Physics()
INSTANT = Physics(find=0.0, select=0.0, read=0.0, boot=0.0, block=0.0, byte=0.0)
