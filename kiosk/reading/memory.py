"""Large pictures leave holes in the memory of a process, which the system does not get back by itself."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

#: bytes in use from which holes are given back: a process that reads ordinary pages stays below, and pays nothing
AMPLE = 700_000_000
#: resident pages, the second figure of proc(5) statm
_STATM = Path("/proc/self/statm")


def give_back(above: int = AMPLE) -> None:
    """Return freed memory to the system when more than `above` bytes are in use; without glibc nothing happens."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None and _STATM.exists() and resident() > above:
        trim(0)


def resident() -> int:
    """Bytes of this process in memory."""
    return int(_STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
