"""Readers of second-generation resident identity cards."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from drivers.cards.idcard import IdentityCard
from drivers.core.status import Status


@runtime_checkable
class CardReader(Protocol):
    """One reader. Blocking by design: call it on the one thread that owns the device bus, never on the GUI thread."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def status(self) -> Status:
        """Return what the reader is right now; never raises, takes at most a second."""
        ...

    def wait_card(self, *, timeout: float, cancel: threading.Event) -> bool:
        """Wait until an unread card lies on the reader.

        Returns False after `timeout` seconds; raises `Cancelled` within 0.3 s of `cancel`, `DeviceAbsent`,
        `DeviceFault`. A card that was already read counts only after it left the field.
        """
        ...

    def read(self, *, cancel: threading.Event) -> IdentityCard:
        """Read the card that lies on the reader (never the fingerprints).

        Raises `CardRemoved` when it was lifted during the read, `NotAnIdentityCard` when it is another card,
        `DeviceAbsent`, `DeviceFault`, `Cancelled`.
        """
        ...

    def wait_removed(self, *, timeout: float, cancel: threading.Event) -> bool:
        """Wait until the field is empty; False after `timeout` seconds."""
        ...


__all__ = ["CardReader", "IdentityCard"]
