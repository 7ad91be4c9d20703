"""Questions and answers over an open transport, with late and foreign bytes told apart."""

from __future__ import annotations

from time import monotonic

from printers.profiles import Sensor
from printers.status import (
    PROCESS_ID_ANSWER_BYTES,
    PROCESS_ID_HEAD,
    NearEnd,
    Online,
    PaperAnswer,
    PrinterStatus,
    Unknown,
    is_realtime,
    paper_answer,
    query,
    question,
    reported,
    starts_report,
)
from printers.transport.base import Transport

REPORT_BYTES = 4


class Conversation:
    """One thread talking to one printer; raise `ConnectionLost` from every method."""

    def __init__(self, transport: Transport, answer_s: float) -> None:
        self._transport = transport
        self._answer_s = answer_s
        self._awaits_proof = False
        self._process_id = b""
        self._process_answer = bytearray()
        self._proof: PaperAnswer | None = None
        self._awaits_reports = False
        self._report = bytearray()
        self._last_report = b""

    def status(self, sensors: frozenset[Sensor]) -> PrinterStatus:
        """Ask the printer how it is; silence of `answer_s` seconds is an answer too.

        A printer whose buffer is full hears no question: then its last report counts, if it tells of a stop.
        """
        state = query(self._ask, sensors)
        if isinstance(state, Unknown):
            told = reported(self._last_report, sensors)
            return Unknown() if isinstance(told, Online | NearEnd) else told
        return state

    def send(self, data: bytes, timeout: float, *, proves: bool, reports: bool, process_id: bytes = b"") -> None:
        """Send a job; `proves` when a question stands at its end, `reports` when GS a stands in it.

        The question is GS ( H with `process_id`, or GS r when that is empty.
        """
        self._awaits_proof, self._awaits_reports, self._process_id = proves, reports, process_id
        self._transport.write(data, timeout)

    def proof(self, wait_s: float) -> PaperAnswer | None:
        """Return the answer to the question at the end of the job, None when it did not come within `wait_s` seconds."""
        deadline = monotonic() + wait_s
        while self._proof is None and (left := deadline - monotonic()) > 0:
            self._sort(self._transport.read(left))
        return self._proof

    def _ask(self, n: int) -> int | None:
        # Whatever lies there was not asked for by this question.
        while self._sort(self._transport.read(0)):
            pass
        self._transport.write(question(n), self._answer_s)
        deadline = monotonic() + self._answer_s
        while (left := deadline - monotonic()) > 0:
            for byte in self._sort(self._transport.read(left)):
                return byte
        return None

    def _sort(self, data: bytes) -> bytes:
        """Keep reports and the proof that may stand among the answers; return the rest.

        Before a job and once its proof is there, every byte is an answer, so that nonsense is seen as nonsense.
        """
        rest = bytearray()
        for byte in data:
            if self._process_id and (self._process_answer or byte == PROCESS_ID_HEAD[0]):
                self._collect(byte)
                continue
            if self._report or (self._awaits_reports and starts_report(byte)):
                self._report.append(byte)
                if len(self._report) == REPORT_BYTES:
                    self._last_report = bytes(self._report)
                    self._report.clear()
                continue
            answer = None if is_realtime(byte) else paper_answer(byte)
            if self._awaits_proof and not self._process_id and self._proof is None and answer is not None:
                self._proof = answer
            else:
                rest.append(byte)
        return bytes(rest)

    def _collect(self, byte: int) -> None:
        """Take one byte of the answer to GS ( H; only the id of this very job is a proof."""
        self._process_answer.append(byte)
        if len(self._process_answer) == PROCESS_ID_ANSWER_BYTES:
            if bytes(self._process_answer) == PROCESS_ID_HEAD + self._process_id + b"\x00":
                self._proof = PaperAnswer(near_end=False, end=False)
            self._process_answer.clear()
