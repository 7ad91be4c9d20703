"""The `test` backend of SANE as a scanner that can be worked: a configuration folder, read anew by every scanimage.

Any program that uses SANE with SANE_CONFIG_DIR at that folder has the scanner; this one only turns its knobs.
"""

from __future__ import annotations

import enum
from pathlib import Path

#: the backend's first scanner
DEVICE = "test:0"
#: large enough for A4; the test backend knows one number for both sides
GLASS_MM = 300
A4_MM = (210, 297)
PICTURE = "Grid"
#: a full buffer is held back for so long (microseconds), the most the backend takes
SLOW_US = 200_000


class SaneFault(enum.StrEnum):
    """What the scanner does at every page until it is mended."""

    JAM = "jam"
    COVER = "cover"
    #: no paper in the feeder
    EMPTY = "empty"
    #: the line breaks in the middle of a page
    IO_ERROR = "io-error"
    BUSY = "busy"
    DENIED = "denied"
    #: pages take minutes
    SLOW = "slow"
    #: pages whose length the scanner does not know beforehand
    HAND = "hand-scanner"
    #: rows shorter than announced
    SHORT_ROWS = "short-rows"


_STATUS = {
    SaneFault.JAM: "SANE_STATUS_JAMMED",
    SaneFault.COVER: "SANE_STATUS_COVER_OPEN",
    SaneFault.EMPTY: "SANE_STATUS_NO_DOCS",
    SaneFault.IO_ERROR: "SANE_STATUS_IO_ERROR",
    SaneFault.BUSY: "SANE_STATUS_DEVICE_BUSY",
    SaneFault.DENIED: "SANE_STATUS_ACCESS_DENIED",
}


class SaneTestScanner:
    """One scanner with ten sheets in its feeder, kept in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "dll.d").mkdir(exist_ok=True)
        self.fault(None)
        self.plug(attached=True)

    def fault(self, fault: SaneFault | None) -> None:
        """Let something go wrong at every page from now on, or nothing any more."""
        self._replace("test.conf", _knobs(fault))

    def plug(self, *, attached: bool) -> None:
        """Put the cable in, or pull it."""
        # the backend crashes when it is told to have no device at all; one that is not asked has none
        self._replace("dll.conf", "test\n" if attached else "")

    def _replace(self, name: str, text: str) -> None:
        half = self.folder / f"{name}.half"
        half.write_text(text, encoding="ascii")
        half.replace(self.folder / name)


def _knobs(fault: SaneFault | None) -> str:
    rows = {
        "number_of_devices": 1,
        "mode": "Gray",
        "depth": 8,
        "resolution": 75,
        "test-picture": f'"{PICTURE}"',
        "geometry_min": 0,
        "geometry_max": GLASS_MM,
        "br_x": A4_MM[0],
        "br_y": A4_MM[1],
        "read-status-code": f'"{_STATUS.get(fault, "Default") if fault else "Default"}"',
        "read-delay": str(fault is SaneFault.SLOW).lower(),
        "read-delay-duration": SLOW_US,
        "hand-scanner": str(fault is SaneFault.HAND).lower(),
        "ppl-loss": 13 if fault is SaneFault.SHORT_ROWS else 0,
    }
    return "".join(f"{name} {value}\n" for name, value in rows.items())
