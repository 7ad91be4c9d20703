"""A device that is opened when first needed, looked after while there is nothing else to do, and opened again after it
failed or the machine slept."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from drivers.core.building import build
from drivers.core.errors import DeviceError
from drivers.core.keeping import Keeper
from drivers.core.status import Ready, Status
from drivers.core.supervision import Use, status_of
from drivers.core.waking import Waking
from kiosk.settings import Device

log = logging.getLogger("hall.kiosk.devices")


class Kept(Protocol):
    """What every card reader, camera and scanner has in common."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def status(self) -> Status: ...


D = TypeVar("D", bound=Kept)


class Opened(Generic[D]):
    """Holds the device of one bus; use it on that bus's thread only."""

    def __init__(self, make: Callable[[], D], keeper: Keeper, waking: Waking | None = None) -> None:
        self._make = make
        self._keeper = keeper
        self._waking = waking or Waking()
        self._device: D | None = None

    def get(self, since: float = float("inf")) -> D:
        """Return the open device; raises what its driver raises.

        `since`: how many seconds were meant to pass since the last `get` or `look`, when that is known.
        """
        if self._waking.slept(since) and self._device is not None:
            log.info("%s: opened again after a sleep", self._keeper.name)
            self.close()
        if self._device is None:
            device = self._make()
            device.__enter__()
            self._device = device
            self._keeper.opened()
        self._keeper.alive()
        return self._device

    def current(self) -> D | None:
        """Return the open device without opening one: for what may look on beside the bus. From any thread."""
        return self._device

    def look(self) -> float:
        """Ask the device how it is when it is time to; return the seconds until the next look."""
        if (left := self._keeper.due()) > 0:
            return left
        try:
            status = self.get().status()
        except DeviceError as error:
            status = status_of(error)
        if not isinstance(status, Ready):
            # what comes back is met by a fresh driver
            self.close()
        self._keeper.saw(status)
        return self._keeper.due()

    def did(self, use: Use) -> None:
        """The device did its work."""
        self._keeper.did(use)

    def failed(self, error: DeviceError) -> None:
        """The device did not; the next `get` starts afresh."""
        log.error("%s: %s", self._keeper.name, error.cause)
        self.close()
        self._keeper.saw(status_of(error))

    def close(self) -> None:
        """Let it go, so that the next `get` starts afresh."""
        device, self._device = self._device, None
        if device is not None:
            device.__exit__(None, None, None)

    def leave(self) -> None:
        """Let it go for good."""
        self.close()
        self._keeper.leave()


def maker(kind: str, device: Device, now: Callable[[], datetime]) -> Callable[[], Any]:
    """Return what builds the driver that settings name; it raises `DeviceAbsent` when they cannot be used."""
    return partial(build, kind, device.driver, device.options, partial(_today, now))


def _today(now: Callable[[], datetime]) -> date:
    return now().astimezone().date()
