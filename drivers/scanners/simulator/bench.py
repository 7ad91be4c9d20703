"""The hands at a simulated scanner: paper in, paper out, faults. Its state is a file, since each scan is a new process."""

from __future__ import annotations

import enum
import json
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path


class Fault(enum.Enum):
    """What goes wrong, at the page `at_page`."""

    JAM = "jam"
    COVER = "cover"
    #: the cable is pulled: input/output error, and gone from then on
    UNPLUG = "unplug"
    BUSY = "busy"
    DENIED = "denied"
    #: the backend dies of SIGSEGV
    CRASH = "crash"
    #: it stops answering, also to SIGINT
    HANG = "hang"
    #: the page ends early, and scanimage does not notice
    TORN = "torn"
    #: a backend that writes without end and without a line break
    BABBLE = "babble"
    #: it says a page is there, and none is
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class Scene:
    """What lies in the scanner and what will happen to it."""

    #: sheets in the feeder; the flatbed always holds one
    sheets: int = 3
    attached: bool = True
    #: changes when it is plugged in again
    bus_number: int = 4
    #: seconds from start to the first line of a page, and for the page
    warm_up_s: float = 0.0
    page_s: float = 0.05
    fault: str | None = None
    at_page: int = 1
    #: pages scanned since the beginning of time: no two look alike
    scanned: int = 0


class SimulatedScanner:
    """A folder with the scene, and the command that plays it. `SaneScanner(command=bench.command)` drives it."""

    def __init__(self, folder: Path, scene: Scene | None = None) -> None:
        self._file = folder / "scanner.json"
        self.command = (sys.executable, "-m", "drivers.scanners.simulator.scanimage", str(self._file))
        write_scene(self._file, scene or Scene())

    @property
    def scene(self) -> Scene:
        """What is the case now."""
        return read_scene(self._file)

    def load(self, sheets: int) -> None:
        """Put sheets into the feeder."""
        self._change(sheets=sheets)

    def fault(self, fault: Fault | None, *, at_page: int = 1) -> None:
        """Let something go wrong from page `at_page` of each scan on, until called with `None`."""
        self._change(fault=None if fault is None else fault.value, at_page=at_page)

    def unplug(self) -> None:
        """Pull the cable between two scans."""
        self._change(attached=False)

    def plug(self) -> None:
        """Put it back: the same scanner under another name."""
        self._change(attached=True, bus_number=self.scene.bus_number + 1, fault=None)

    def _change(self, **fields: object) -> None:
        write_scene(self._file, replace(self.scene, **fields))  # type: ignore[arg-type]


def read_scene(file: Path) -> Scene:
    """Return the scene in `file`."""
    return Scene(**json.loads(file.read_text("utf-8")))


def write_scene(file: Path, scene: Scene) -> None:
    """Replace the scene as a whole, so that a child never reads half of it."""
    half = file.with_suffix(".half")
    half.write_text(json.dumps(asdict(scene)), "utf-8")
    half.replace(file)
