"""A serial line to the virtual printer: a pseudo-terminal relayed to its network port, as a serial adapter does it."""

from __future__ import annotations

import logging
import os
import selectors
import socket
import tty
from threading import Thread
from typing import Self

log = logging.getLogger("hall.printers.simulator")

RELAY_BYTES = 4096
JOIN_TIMEOUT_S = 5.0


class SerialLine:
    """A pseudo-terminal at `path` that leads to the printer at `host`:`port`; use as a context manager.

    It occupies the printer's one connection for as long as it is open.
    """

    def __init__(self, host: str, port: int) -> None:
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
            for source in (self._master, self._printer, self._stop_reading):
                selector.register(source, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    try:
                        if key.fileobj is self._printer:
                            data = self._printer.recv(RELAY_BYTES)
                            os.write(self._master, data)
                        elif key.fileobj == self._master:
                            data = os.read(self._master, RELAY_BYTES)
                            self._printer.sendall(data)
                        else:
                            return
                    except OSError:
                        data = b""
                    if not data:
                        log.info("the printer hung up the serial line")
                        return
