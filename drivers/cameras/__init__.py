"""Document cameras."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from drivers.core.status import Status


@dataclass(frozen=True, slots=True)
class Frame:
    """One page as the camera delivered it: the untouched file bytes are the evidence, the hash names them."""

    #: encoded image exactly as captured
    data: bytes
    #: "image/jpeg" or "image/png"
    media_type: str
    #: SHA-256 of `data`, 64 hex digits
    sha256: str
    #: pixels
    width: int
    height: int


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
        """Take one page at full size. Raises `DeviceAbsent`, `DeviceFault`, `NoPage`, `Cancelled`."""
        ...
