"""Keeps True, False and None alive under PySide 6.12 on Python 3.11.

`SignalInstance.emit` of PySide 6.12.0 returns True without taking a reference, so each emit takes one away from the
interpreter's only True; after some hundred emits Python dies with "bool_dealloc: deallocating True or False". None
goes the same way, more slowly. From Python 3.12 on these values are immortal (PEP 683). Measured:
`sys.getrefcount(True)` falls by one per emit.
"""

from __future__ import annotations

import ctypes
import sys

#: more emits than a terminal makes in its life
HELD = 1 << 40


def hold_constants() -> None:
    """Raise the reference counts of the constants out of reach, on interpreters where they can reach zero."""
    if sys.implementation.name == "cpython" and sys.version_info < (3, 12):
        for value in (True, False, None):
            # ob_refcnt is the first word of every object
            ctypes.c_ssize_t.from_address(id(value)).value += HELD
