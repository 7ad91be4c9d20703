"""A reader that takes SAM_V frames inside pseudo-APDUs: CLA INS P1 P2 Lc FRAME, short or extended."""

from __future__ import annotations

import struct
import threading

from drivers.cards.simulator.sam import SimulatedSam

_SHORT = 256
_SW_OK = b"\x90\x00"
_SW_UNKNOWN_INSTRUCTION = b"\x6d\x00"
_SW_WRONG_LENGTH = b"\x67\x00"
_GET_RESPONSE = b"\x00\xc0\x00\x00"


class FrameApdus:
    """The APDU side of a reader around `sam`."""

    def __init__(self, sam: SimulatedSam, *, prefix: bytes = b"\xff\x00\x00\x00", extended: bool = False) -> None:
        """`extended`: takes extended APDUs and answers whole; otherwise short ones and 61xx."""
        self.sam = sam
        self._prefix = prefix
        self._extended = extended
        self._held = b""

    def answer(self, apdu: bytes, gone: threading.Event) -> bytes | None:
        """Return the answer to an APDU; None when the card has left meanwhile."""
        if apdu[:4] == _GET_RESPONSE and len(apdu) == 5 and self._held:
            return self._next(apdu[4] or _SHORT)
        if apdu[:4] != self._prefix:
            return _SW_UNKNOWN_INSTRUCTION
        frame = self._frame_in(apdu)
        if frame is None:
            return _SW_WRONG_LENGTH
        sent = b""
        for job in self.sam.receive(frame):
            if gone.wait(job.seconds):
                return None
            for piece in job.finish():
                if gone.wait(piece.delay):
                    return None
                sent += piece.data
            job.after()
        if not self.sam.occupied:
            return None
        self._held = sent
        return self._next(len(sent) if self._extended else _SHORT)

    def _next(self, size: int) -> bytes:
        piece, self._held = self._held[:size], self._held[size:]
        return piece + (bytes((0x61, min(len(self._held), 0xFF))) if self._held else _SW_OK)

    def _frame_in(self, apdu: bytes) -> bytes | None:
        if self._extended:
            if len(apdu) < 7 or apdu[4]:
                return None
            (size,) = struct.unpack_from(">H", apdu, 5)
            return apdu[7 : 7 + size] if len(apdu) in (7 + size, 9 + size) else None
        size = apdu[4] if len(apdu) > 4 else 0
        return apdu[5 : 5 + size] if size and len(apdu) in (5 + size, 6 + size) else None
