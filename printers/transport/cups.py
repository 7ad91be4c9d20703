"""A raw queue of CUPS as a way to a slip printer.

CUPS keeps the way back to the printer to itself. Status questions are therefore answered here, in the printer's own
code, from what CUPS reports; the proof at the end of a job is given only when CUPS itself was told (see `CONFIRMING`).
Over every other queue this is a printer that answers nothing while it runs: the slip is `unknown`, somebody looks.
"""

from __future__ import annotations

from threading import Event
from time import monotonic
from typing import Self

from printers import status
from printers.transport.base import ConnectionLost, PrinterNotFound
from printers.transport.queue import CupsQueue, Format, Progress

#: DLE EOT 1..4 by state; see `printers.status`
_ANSWERS: dict[type[status.PrinterStatus], bytes] = {
    status.Online: b"\x12\x12\x12\x12",
    status.NearEnd: b"\x12\x12\x12\x1e",
    status.OutOfPaper: b"\x1a\x32\x12\x72",
    status.CoverOpen: b"\x1a\x16\x12\x12",
    status.Offline: b"\x1a\x52\x52\x12",
}
PAPER_THERE = b"\x00"
POLL_S = 0.2
TITLE = "slip"


class CupsTransport:
    """An open queue; raise `PrinterNotFound` when CUPS or the queue is not there, or takes no jobs."""

    def __init__(self, queue: CupsQueue) -> None:
        self._queue = queue
        self._answers = bytearray()
        self._idle = Event()
        self._number: int | None = None
        #: the printer's own answer to the question at the end of the job, given once it is done
        self._proof = b""
        state = queue.state()
        if not state.accepting:
            raise PrinterNotFound(
                f"打印队列 {queue.name} 已停用 · The print queue takes no jobs",
                f"请启用队列：cupsaccept {queue.name} · Let it take jobs again",
            )
        self._confirms = state.confirms

    def write(self, data: bytes, timeout: float) -> None:
        if len(data) == 3 and data.startswith(b"\x10\x04") and 1 <= data[2] <= 4:
            now = self._status()
            told = self._confirms or not isinstance(now, status.Online | status.NearEnd)
            if told and type(now) in _ANSWERS:
                self._answers.append(_ANSWERS[type(now)][data[2] - 1])
            return
        try:
            number = self._queue.open_job(TITLE, Format.RAW)
            job, proof = _without_question(data)
            self._queue.send(number, job, Format.RAW)
        except PrinterNotFound as error:
            raise ConnectionLost from error
        self._number, self._proof = number, proof

    def read(self, timeout: float) -> bytes:
        deadline = monotonic() + timeout
        while not self._answers:
            if self._proof and self._ended():
                self._answers += self._proof
                self._proof = b""
            elif (left := deadline - monotonic()) <= 0:
                break
            else:
                self._idle.wait(min(left, POLL_S) if self._proof else left)
        data = bytes(self._answers)
        self._answers.clear()
        return data

    def pending(self) -> int:
        # What CUPS has, it keeps; a closed connection loses nothing.
        return 0

    def close(self) -> None:
        """Nothing stays open between requests."""

    def _status(self) -> status.PrinterStatus:
        try:
            return self._queue.state().status
        except PrinterNotFound as error:
            raise ConnectionLost from error

    def _ended(self) -> bool:
        assert self._number is not None
        try:
            progress = self._queue.progress(self._number)
        except PrinterNotFound as error:
            raise ConnectionLost from error
        if progress in (Progress.CANCELED, Progress.ABORTED, Progress.GONE):
            raise ConnectionLost
        return progress is Progress.COMPLETED and self._confirms

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _without_question(data: bytes) -> tuple[bytes, bytes]:
    """Split a job from the question at its end; return the job and the answer a printer gives, "" without question."""
    if data.endswith(status.ASK_WHEN_DONE):
        return data.removesuffix(status.ASK_WHEN_DONE), PAPER_THERE
    at = data.rfind(status.ASK_PROCESS_ID)
    if at >= 0 and len(data) - at == len(status.ASK_PROCESS_ID) + status.PROCESS_ID_BYTES:
        return data[:at], status.PROCESS_ID_HEAD + data[-status.PROCESS_ID_BYTES :] + b"\x00"
    return data, b""
