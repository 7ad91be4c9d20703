"""Scanners: a flatbed, or a feeder that takes a heap of sheets."""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from drivers.core.status import Status
from drivers.imaging import Frame

__all__ = ["Frame", "Progress", "Scanner", "Source"]


class Source(enum.Enum):
    """Where the paper lies."""

    FLATBED = "flatbed"
    #: one side of each sheet
    FEEDER = "feeder"
    #: both sides of each sheet
    DUPLEX = "duplex"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a scan is."""

    #: the page being scanned, counted from 1
    page: int
    #: of this page, 0 to 100
    percent: float


@runtime_checkable
class Scanner(Protocol):
    """One scanner. Blocking: call it on the device thread only."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def status(self) -> Status:
        """Return what the scanner is right now; may take seconds, never raises."""
        ...

    def scan(
        self,
        source: Source = Source.FLATBED,
        *,
        cancel: threading.Event,
        progress: Callable[[Progress], None] = lambda _: None,
        limit: int | None = None,
    ) -> Iterator[Frame]:
        """Yield each page as soon as it is scanned: one from the flatbed, all from a feeder until it is empty.

        `limit` leaves the sheets after so many pages in the feeder.

        Raises, after the pages that came out well, `NoPage` (the feeder was empty from the start), `PaperJam`,
        `CoverOpen`, `BadImage`, `DeviceAbsent`, `DeviceFault`, `Cancelled`. Closing the iterator stops the scanner.
        """
        ...
