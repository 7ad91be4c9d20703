"""Document cameras."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from drivers.core.status import Status
from drivers.imaging import Frame

__all__ = ["Camera", "Frame", "Previewing"]


@runtime_checkable
class Camera(Protocol):
    """One camera. Blocking: call it on the device thread only."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def status(self) -> Status:
        """Return what the camera is right now; never raises."""
        ...

    def capture(self, *, cancel: threading.Event) -> Frame:
        """Take one page at full size. Raises `DeviceAbsent`, `DeviceFault`, `NoPage`, `BadImage`, `Cancelled`."""
        ...


@runtime_checkable
class Previewing(Protocol):
    """A camera that can also show what lies under it. May be called on a second thread; a capture never waits for it."""

    def preview(self, *, cancel: threading.Event) -> Frame:
        """Return the newest picture as a small JPEG, to look at only.

        Raises `DeviceAbsent`, `DeviceFault`, `BadImage`, `Cancelled`.
        """
        ...
