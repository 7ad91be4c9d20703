"""A serial line to the virtual printer: a pseudo-terminal relayed to its network port, as a serial adapter does it."""

from __future__ import annotations

import logging
import os
import selectors
import socket
import tty
from threading import Thread
from time import monotonic
from typing import Self

log = logging.getLogger("hall.printers.simulator")

RELAY_BYTES = 4096
#: a start and a stop bit with every byte
BITS_PER_BYTE = 10
#: bytes travel in pieces of this length in time
TURN_S = 0.005
JOIN_TIMEOUT_S = 5.0


class SerialLine:
    """A pseudo-terminal at `path` that leads to the printer at `host`:`port`; use as a context manager.

    It occupies the printer's one connection for as long as it is open. Bytes to the printer travel at `baud`, 8N1, one
    after the other; 0 carries them at once.
    """

    def __init__(self, host: str, port: int, *, baud: int = 0) -> None:
        self._piece = max(int(baud / BITS_PER_BYTE * TURN_S), 1) if baud else RELAY_BYTES
        self._byte_s = BITS_PER_BYTE / baud if baud else 0.0
        self._master, self._slave = os.openpty()
        # Raw: no byte of a picture is a line end or an interrupt. The slave stays open here, so that a program that
        # closes the port does not hang up the line.
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self._printer = socket.create_connection((host, port))
        self._stop_reading, self._stop = os.pipe()
        self._thread = Thread(target=self._relay, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        os.write(self._stop, b"x")
        self._thread.join(JOIN_TIMEOUT_S)
        self._printer.close()
        for descriptor in (self._master, self._slave, self._stop_reading, self._stop):
            os.close(descriptor)

    def _relay(self) -> None:
        with selectors.DefaultSelector() as selector:
            for source in (self._printer, self._stop_reading):
                selector.register(source, selectors.EVENT_READ)
            free_at = monotonic()
            while True:
                # While a piece is still on the wire, the next one stays where it is and holds the sender back.
                idle = (left := free_at - monotonic()) <= 0
                if idle:
                    selector.register(self._master, selectors.EVENT_READ)
                ready = selector.select(None if idle else left)
                if idle:
                    selector.unregister(self._master)
                for key, _ in ready:
                    try:
                        if key.fileobj is self._printer:
                            data = self._printer.recv(RELAY_BYTES)
                            os.write(self._master, data)
                        elif key.fileobj == self._master:
                            data = os.read(self._master, self._piece)
                            free_at = max(free_at, monotonic() - TURN_S) + len(data) * self._byte_s
                            self._printer.sendall(data)
                        else:
                            return
                    except OSError:
                        data = b""
                    if not data:
                        log.info("the printer hung up the serial line")
                        return
