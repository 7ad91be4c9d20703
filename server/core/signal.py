"""A word passed between threads of one process: something was committed, look now."""

from __future__ import annotations

from collections.abc import Callable


class Signal:
    """Calls everybody who is connected; whoever calls does not know them."""

    def __init__(self) -> None:
        self._listeners: tuple[Callable[[], None], ...] = ()

    def connect(self, listener: Callable[[], None]) -> None:
        self._listeners = (*self._listeners, listener)

    def disconnect(self, listener: Callable[[], None]) -> None:
        self._listeners = tuple(known for known in self._listeners if known != listener)

    def __call__(self) -> None:
        for listener in self._listeners:
            listener()
