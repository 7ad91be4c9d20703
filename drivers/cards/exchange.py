"""SAM_V frames over carriers that answer a call instead of sending bytes: PC/SC escape codes and pseudo-APDUs."""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable

from drivers.cards.errors import CardRemoved, NotAnIdentityCard
from drivers.cards.pcscprofile import ApduPrefix
from drivers.cards.sam import MAX_LENGTH, PREAMBLE
from drivers.cards.winscard import PcscError, Response, Trouble
from drivers.core.errors import DeviceFault

#: a call that was cancelled is given this long to come back before its carrier is given up
GRACE_S = 0.25
_LONGEST = len(PREAMBLE) + 2 + MAX_LENGTH
_OK = 0x9000
_NO_CARD = 0x6300
#: "I do not know this command": another kind of card or reader
_UNKNOWN = frozenset({0x6700, 0x6985, 0x6A81, 0x6A86, 0x6B00, 0x6D00, 0x6E00})


class ExchangePort:
    """A `Port` over `exchange` (frame in, frame out), which may block or never return.

    Whatever `exchange` raises comes out of `read`. When it is still at work at `close` it is left to itself: then
    `abandoned` is set, what it uses must not be used again, and `late` frees that once it comes back after all.
    """

    def __init__(self, exchange: Callable[[bytes], bytes], *, late: Callable[[], None] = lambda: None) -> None:
        self._exchange = exchange
        self._late = late
        self._lock = threading.Lock()
        self._done: threading.Event | None = None
        self._answer = b""
        self._failure: BaseException | None = None
        self.abandoned = False

    def write(self, data: bytes) -> None:
        """See `Port.write`; returns at once."""
        done = self._done = threading.Event()
        threading.Thread(target=self._work, args=(data, done), name="pcsc-exchange", daemon=True).start()

    def read(self, timeout: float) -> bytes:
        """See `Port.read`."""
        if self._done is None:
            threading.Event().wait(timeout)
            return b""
        if not self._done.wait(timeout):
            return b""
        self._done = None
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        return self._answer

    def drain(self) -> None:
        """See `Port.drain`; raises `DeviceFault` while the answer to an earlier command is still awaited."""
        if self._done is not None and not self._done.wait(GRACE_S):
            raise DeviceFault(
                "读卡器没有应答 · The card reader does not answer",
                "请重新插拔读卡器 · Replug the reader",
            )
        self._done = self._failure = None

    def close(self) -> None:
        """See `Port.close`."""
        with self._lock:
            self.abandoned = self._done is not None and not self._done.is_set()

    def _work(self, data: bytes, done: threading.Event) -> None:
        try:
            self._answer = self._exchange(data)
        except BaseException as error:  # noqa: BLE001 - raised again on the thread that waits
            self._failure = error
        with self._lock:
            done.set()
            left = self.abandoned
        if left:
            self._late()


def frame_by_apdu(transmit: Callable[[bytes], Response], method: ApduPrefix, frame: bytes) -> bytes:
    """Send `frame` inside a pseudo-APDU and return the frame that comes back.

    Raises `CardRemoved` (SW 63 00), `NotAnIdentityCard` when the command is unknown there, `PcscError` otherwise.
    """
    if method.extended:
        apdu = method.prefix + b"\x00" + struct.pack(">H", len(frame)) + frame + b"\x00\x00"
    else:
        apdu = method.prefix + bytes([len(frame)]) + frame + b"\x00"
    response = transmit(apdu)
    data = response.data
    while response.sw >> 8 == 0x61:
        response = transmit(bytes((0x00, 0xC0, 0x00, 0x00, response.sw & 0xFF)))
        data += response.data
        if not response.data or len(data) > _LONGEST:
            raise PcscError(Trouble.REFUSED, response.sw)
    if response.sw == _OK:
        return data
    if response.sw == _NO_CARD:
        raise CardRemoved()
    if response.sw in _UNKNOWN:
        raise NotAnIdentityCard()
    raise PcscError(Trouble.REFUSED, response.sw)
