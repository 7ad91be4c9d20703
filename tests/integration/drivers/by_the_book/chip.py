"""A card on a virtual PC/SC reader, written from the description of the virtual file alone: shares no code with the drivers."""

from __future__ import annotations

import socket
import threading
from typing import Self

from tests.integration.drivers.by_the_book.module import PHOTO

ATR = bytes.fromhex("3b8f8001804f0ca00000030607ffb00000000020")


class Chip:
    """Lies on the reader behind `port` from `__enter__` to `__exit__`."""

    def __init__(self, port: int, text: bytes, *, atr: bytes = ATR, most: int = 256, refuse: bytes = b"") -> None:
        """`most` bytes an answer holds; `refuse`: the status words of every answer instead of data."""
        self._port = port
        self._file = bytes.fromhex("01000400") + text + PHOTO
        self._atr = atr
        self._most = most
        self._refuse = refuse
        self.asked: list[bytes] = []

    def __enter__(self) -> Self:
        self._line = socket.create_connection(("127.0.0.1", self._port), timeout=5)
        self._line.settimeout(None)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._line.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._line.close()

    def _serve(self) -> None:
        try:
            with self._line.makefile("rb") as stream:
                while len(head := stream.read(2)) == 2:
                    message = stream.read(int.from_bytes(head, "big"))
                    if message == b"\x04":
                        self._send(self._atr)
                    elif len(message) > 1:
                        self._send(self._answer(message))
        except OSError:
            return

    def _send(self, data: bytes) -> None:
        self._line.sendall(len(data).to_bytes(2, "big") + data)

    def _answer(self, apdu: bytes) -> bytes:
        self.asked.append(apdu)
        if self._refuse:
            return self._refuse
        if apdu[:2] != b"\xff\xb0":
            return b"\x6d\x00"
        offset = int.from_bytes(apdu[2:4], "big")
        if offset >= len(self._file):
            return b"\x6a\x82"
        return self._file[offset : offset + min(self._most, apdu[4] or 256)] + b"\x90\x00"
