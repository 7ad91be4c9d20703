"""A scanner where a camera is expected: one page for each call. It lets a terminal without a document camera take pages."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Any, Self

from drivers.core.status import Status
from drivers.imaging import Frame
from drivers.imaging.errors import NoPage
from drivers.scanners import Scanner, Source
from drivers.scanners.sane import SaneScanner


class ScannerCamera:
    """`drivers.cameras.Camera` on a scanner.

    Each call scans one sheet and leaves the others in the feeder: a heap scanned ahead would show one visitor's pages to
    the next. `source` is "feeder" or "flatbed"; the other options are those of
    `SaneScanner`.
    """

    def __init__(self, *, source: str = "feeder", scanner: Scanner | None = None, **options: Any) -> None:
        # both sides of a sheet are two pages, and one call gives one
        if source not in (Source.FEEDER.value, Source.FLATBED.value):
            raise TypeError(f"source: {source!r} is neither feeder nor flatbed")
        self._source = Source(source)
        self._scanner: Scanner = scanner or SaneScanner(**options)

    def __enter__(self) -> Self:
        self._scanner.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scanner.__exit__(kind, error, trace)

    def status(self) -> Status:
        """Ask the scanner; takes up to some seconds, never raises."""
        return self._scanner.status()

    def capture(self, *, cancel: threading.Event) -> Frame:
        """Scan one page. Raises as `Scanner.scan` does."""
        pages = list(self._scanner.scan(self._source, cancel=cancel, limit=1))
        if not pages:
            raise NoPage()
        return pages[0]
