"""The receive buffer of the virtual printer: one segment a connection, bounded, so that TCP holds the sender back."""

from __future__ import annotations

from functools import partial
from threading import Condition

from printers.transport.operations import EndOfStream

#: receive buffer of a common network printer
BUFFER_BYTES = 65_536


class Segment:
    """Bytes of one connection, written by its reader and read by the print head."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._ended = False
        self._dead = False
        self._changed = Condition()

    @property
    def dead(self) -> bool:
        return self._dead

    def write(self, data: bytes) -> bool:
        """Add `data`, waiting for room; False when the printer lost its power meanwhile."""
        with self._changed:
            for start in range(0, len(data), BUFFER_BYTES):
                piece = data[start : start + BUFFER_BYTES]
                self._changed.wait_for(partial(self._has_room, len(piece)))
                if self._dead:
                    return False
                self._data += piece
                self._changed.notify_all()
        return True

    def _has_room(self, size: int) -> bool:
        return self._dead or len(self._data) + size <= BUFFER_BYTES

    def end(self) -> None:
        """The connection was closed; what arrived is still printed."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def kill(self) -> None:
        """Power is gone: nothing more is read from here."""
        with self._changed:
            self._dead = self._ended = True
            self._data.clear()
            self._changed.notify_all()

    def read(self, count: int) -> bytes:
        """Return exactly `count` bytes; raise `EndOfStream` when the connection ended before."""
        taken = bytearray()
        with self._changed:
            while len(taken) < count:
                self._changed.wait_for(lambda: self._data or self._ended)
                if not self._data:
                    raise EndOfStream
                piece = self._data[: count - len(taken)]
                del self._data[: len(piece)]
                taken += piece
                self._changed.notify_all()
        return bytes(taken)
