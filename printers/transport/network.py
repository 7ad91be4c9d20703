"""Printers on the network: raw TCP, port 9100. Most serve one connection at a time, so it is closed after each job."""

from __future__ import annotations

import fcntl
import logging
import socket
import struct
import termios
from typing import Self

from printers.transport.base import ConnectionLost, PrinterNotFound

log = logging.getLogger("hall.printers.network")

DEFAULT_PORT = 9100
CONNECT_TIMEOUT_S = 3.0
READ_BYTES = 256
#: holds a whole slip of dots, so that we listen to the printer's reports instead of blocking while it is stopped
SEND_BUFFER_BYTES = 200_000


class NetworkTransport:
    """An open connection; raise `PrinterNotFound` when none can be made within `timeout` seconds."""

    def __init__(self, host: str, port: int = DEFAULT_PORT, timeout: float = CONNECT_TIMEOUT_S) -> None:
        try:
            self._socket = socket.create_connection((host, port), timeout)
            # Status questions are three bytes long and must not wait for company.
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        except OSError as error:
            raise PrinterNotFound(f"连不上打印机 {host}:{port} · Cannot connect to the printer: {error}") from error

    def write(self, data: bytes, timeout: float) -> None:
        self._socket.settimeout(timeout)
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise ConnectionLost from error

    def read(self, timeout: float) -> bytes:
        # A timeout of 0 would switch the socket to non-blocking mode, which raises another error.
        self._socket.settimeout(max(timeout, 0.001))
        try:
            data = self._socket.recv(READ_BYTES)
        except TimeoutError:
            return b""
        except OSError as error:
            raise ConnectionLost from error
        if not data:
            raise ConnectionLost
        return data

    def pending(self) -> int:
        try:
            answer = fcntl.ioctl(self._socket.fileno(), termios.TIOCOUTQ, struct.pack("i", 0))
        except OSError as error:
            raise ConnectionLost from error
        return int(struct.unpack("i", answer)[0])

    def close(self) -> None:
        try:
            # Closing with unread answers would reset the connection and throw away what is still on its way.
            self._socket.shutdown(socket.SHUT_WR)
            self._socket.setblocking(False)
            while self._socket.recv(READ_BYTES):
                pass
        except OSError:
            log.debug("the printer closed first")
        finally:
            self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
