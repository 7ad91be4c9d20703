"""What a reader driver needs of the PC/SC service: implemented by `winscard`, by a simulator and by a recording."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from drivers.cards.winscard import ReaderState, Response


class Connection(Protocol):
    """A connection to one powered card, or to a reader. Calls block as long as the device takes."""

    def atr(self) -> bytes:
        """Return the answer to reset, empty when there is none."""
        ...

    def transmit(self, apdu: bytes) -> Response:
        """Exchange one APDU; raises `PcscError`."""
        ...

    def control(self, code: int, data: bytes) -> bytes:
        """Send `data` to the reader itself under SCARD_CTL_CODE(`code`); raises `PcscError`."""
        ...

    def disconnect(self) -> None:
        """Let go; never raises."""
        ...


class Service(Protocol):
    """The daemon. Calls raise `PcscError`."""

    def readers(self) -> list[str]:
        """Return the names of all readers."""
        ...

    def states(self, names: list[str]) -> list[ReaderState]:
        """Return the present state of the named readers."""
        ...

    def wait_change(self, known: list[ReaderState], timeout: float) -> None:
        """Return when a reader is no longer as in `known`, or after `timeout` seconds."""
        ...

    def connect(self, name: str) -> Connection:
        """Power the card in reader `name`."""
        ...

    def connect_direct(self, name: str) -> Connection:
        """Talk to reader `name` whether a card lies on it or not."""
        ...

    def release(self) -> None:
        """Leave the daemon; never raises."""
        ...


#: opens the service; raises `DeviceAbsent`
OpenService = Callable[[], Service]
