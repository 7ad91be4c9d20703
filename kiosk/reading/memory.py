"""Large pictures leave holes in the memory of a process, which the system does not get back by itself."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

#: bytes in use from which holes are given back: a process that reads ordinary pages stays below, and pays nothing
AMPLE = 700_000_000
#: resident pages, the second figure of proc(5) statm
_STATM = Path("/proc/self/statm")

#: pictures are larger than this, nearly everything else is smaller
_PICTURE = 1 << 20
#: mallopt(3): from how many bytes on memory is taken from the system by itself, and goes back to it when it is freed
_M_MMAP_THRESHOLD = -3


def pictures_apart() -> None:
    """Keep pictures out of the common memory, at the start of a process; without glibc nothing happens.

    Left alone glibc raises that limit with every picture it frees, up to 32 MB; pictures of many sizes then leave holes
    that no later one fits: a terminal grew by some 9 MB a visitor.
    """
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(_M_MMAP_THRESHOLD, _PICTURE)


def give_back(above: int = AMPLE) -> None:
    """Return freed memory to the system when more than `above` bytes are in use; without glibc nothing happens."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None and _STATM.exists() and resident() > above:
        trim(0)


def resident() -> int:
    """Bytes of this process in memory."""
    return int(_STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
