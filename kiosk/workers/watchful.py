"""Workers that look after a device while there is nothing else to do."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Watchful(Protocol):
    """A `Worker` with a device; its bus calls `look` between effects, on the same thread."""

    def look(self) -> float:
        """See how the device is if it is time to; return the seconds until the next look. Takes a few seconds at most."""
        ...
