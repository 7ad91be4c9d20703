"""A device that is opened when first needed, and again after it failed."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from functools import partial
from typing import Any, Generic, TypeVar

from drivers.core.registry import driver
from kiosk.settings import Device

D = TypeVar("D", bound=AbstractContextManager[Any])


class Opened(Generic[D]):
    """Holds the device of one bus; use it on that bus's thread only."""

    def __init__(self, make: Callable[[], D]) -> None:
        self._make = make
        self._device: D | None = None

    def get(self) -> D:
        """Return the open device; raises what its driver raises."""
        if self._device is None:
            device = self._make()
            device.__enter__()
            self._device = device
        return self._device

    def close(self) -> None:
        """Let it go, so that the next `get` starts afresh."""
        device, self._device = self._device, None
        if device is not None:
            device.__exit__(None, None, None)


def maker(kind: str, device: Device, now: Callable[[], datetime]) -> Callable[[], Any]:
    """Return what builds the driver that settings name; drivers that judge dates get today's."""

    def make() -> Any:
        build = driver(kind, device.driver)
        if "today" in inspect.signature(build).parameters:
            build = partial(build, today=partial(_today, now))
        return build(**device.options)

    return make


def _today(now: Callable[[], datetime]) -> date:
    return now().astimezone().date()
