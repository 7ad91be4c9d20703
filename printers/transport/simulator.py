"""A virtual thermal printer on TCP: real bytes in, slips as images out, with paper, knife, speed and faults.

Two threads, as in the device: one serves the single connection and answers DLE EOT on arrival, even while the head
stands still; the other reads the buffer and moves the paper. Set `body` to make paper run out, the cover open or the
knife jam; the methods here make the line fail.
"""

from __future__ import annotations

import logging
import queue
import socket
import struct
from collections.abc import Callable
from threading import Thread
from typing import Self

from printers.identity import END, FIRMWARE, HEAD, MAKER, MODEL, SERIAL
from printers.profiles import Cutter, Profile, Proof
from printers.status import PROCESS_ID_HEAD
from printers.transport.buffer import Segment
from printers.transport.interpreter import Interpreter
from printers.transport.mechanism import ROLL_MM, Mechanism, PowerLost, PrintedSlip
from printers.transport.operations import Named, Question, Reporting
from printers.transport.register import AnswerFault, RealtimeScanner

log = logging.getLogger("hall.printers.simulator")

RECEIVE_BYTES = 4096
#: bytes kept of a slip that is never cut
TAPE_BYTES = 4_000_000
JOIN_TIMEOUT_S = 5.0


class VirtualPrinter:
    """A printer of the given profile at `uri`; use as a context manager. `port` 0 takes a free one."""

    def __init__(
        self,
        profile: Profile,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        speed_mm_s: float = 0,
        paper_mm: float = ROLL_MM,
        on_slip: Callable[[PrintedSlip], None] | None = None,
        serial: str = "SIM0001",
    ) -> None:
        self.profile = profile
        self.serial = serial
        self._interpreter = Interpreter(profile.dots, profile.encoding)
        self._connection: socket.socket | None = None
        self._answer_fault = AnswerFault.NONE
        self._reporting = False
        self._last_report = b""
        self.body = Mechanism(
            profile,
            speed_mm_s=speed_mm_s,
            paper_mm=paper_mm,
            take_bytes=self._take_tape,
            on_slip=on_slip,
            on_change=self._report,
        )
        self._segments: queue.SimpleQueue[Segment | None] = queue.SimpleQueue()
        self._segment: Segment | None = None
        self._late_answer: int | None = None
        #: bytes still to arrive, and what happens then; None breaks the connection
        self._due: tuple[int, Callable[[], None] | None] | None = None
        self._stopping = False
        #: connections taken and not yet printed to their end
        self._pending: list[Segment] = []
        self._listener = socket.create_server((host, port))
        # What does not fit the printer's buffer must stay at the sender, not in this machine's kernel.
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        self.host, self.port = host, int(self._listener.getsockname()[1])
        self._threads = [Thread(target=self._serve, daemon=True), Thread(target=self._print, daemon=True)]

    @property
    def uri(self) -> str:
        return f"tcp://{self.host}:{self.port}"

    @property
    def slips(self) -> list[PrintedSlip]:
        return self.body.slips

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stopping = True
        # A blocked accept() wakes up only for a shutdown of its socket.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut_power()
        for thread in self._threads:
            thread.join(JOIN_TIMEOUT_S)

    def answer_wrongly(self, fault: AnswerFault) -> None:
        with self.body.changed:
            self._answer_fault, self._late_answer = fault, None

    def drop_connection_after(self, received: int) -> None:
        """Break the connection once, when `received` more bytes have arrived."""
        with self.body.changed:
            self._due = (received, None)

    def when_received(self, received: int, act: Callable[[], None]) -> None:
        """Call `act` once, from the printer's thread, when `received` more bytes have arrived."""
        with self.body.changed:
            self._due = (received, act)

    def cut_power(self) -> None:
        """Off and on again: buffer, modes and connection are gone, the paper stays as it is."""
        with self.body.changed:
            self._reporting, self._last_report = False, b""
            for segment in self._pending:
                segment.kill()
            if self._connection is not None:
                self._break(self._connection)
            self.body.changed.notify_all()

    def clear(self) -> None:
        """Mend everything and put in a new roll."""
        self.answer_wrongly(AnswerFault.NONE)
        self.body.free_cutter()
        self.body.set_head(hot=False)
        self.body.set_cover(opened=False)
        self.body.set_online(online=True)
        self.body.set_broken(broken=False)
        self.body.load_paper()
        with self.body.changed:
            self._due = None

    def wait_until_idle(self, timeout: float) -> bool:
        """Wait until every connection is closed and its bytes printed; False after `timeout` seconds."""
        with self.body.changed:
            return self.body.changed.wait_for(lambda: not self._pending, timeout)

    # one connection after the other, as such printers do

    def _serve(self) -> None:
        while not self._stopping:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                break
            segment = Segment()
            with self.body.changed:
                self._connection, self._segment = connection, segment
                self._pending.append(segment)
            self._segments.put(segment)
            try:
                self._receive(connection, segment)
            except OSError:
                log.info("connection lost")
            finally:
                segment.end()
                with self.body.changed:
                    self._connection = None
                connection.close()
        self._segments.put(None)

    def _receive(self, connection: socket.socket, segment: Segment) -> None:
        scanner = RealtimeScanner()
        while data := connection.recv(RECEIVE_BYTES):
            data, dropping = self._up_to_due(data)
            for n in scanner.feed(data):
                self._answer(self.body.register.realtime(n, self.profile.sensors))
            if not segment.write(data):
                return
            if dropping:
                self._break(connection)
                return

    def _up_to_due(self, data: bytes) -> tuple[bytes, bool]:
        """Return what arrives before something happens, and whether that is the end of the connection."""
        with self.body.changed:
            if self._due is None:
                return data, False
            left, act = self._due
            if len(data) < left:
                self._due = (left - len(data), act)
                return data, False
            self._due = None
            if act is None:
                return data[:left], True
        act()
        return data, False

    def _break(self, connection: socket.socket) -> None:
        try:
            # Lingering for no time sends a reset instead of a polite end.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            log.info("connection was gone already")

    def _answer(self, byte: int, *, realtime: bool = True) -> None:
        with self.body.changed:
            connection, fault = self._connection, self._answer_fault
            match fault:
                case AnswerFault.NONE:
                    answer: int | None = byte
                case AnswerFault.SILENT:
                    answer = None
                case AnswerFault.ONLY_REALTIME:
                    answer = byte if realtime else None
                case AnswerFault.STALE:
                    answer, self._late_answer = self._late_answer, byte
                case AnswerFault.ZERO:
                    answer = 0
            if connection is not None and answer is not None:
                self._send(connection, bytes([answer]))

    def _answer_in_turn(self, question: Question | bytes) -> None:
        if isinstance(question, Question):
            paper = self.body.register.paper(self.profile.sensors)
            self._answer(paper if question is Question.PAPER else 0, realtime=False)
            return
        with self.body.changed:
            # Only printers of Epson's class know the question.
            answers = self.profile.proof is Proof.PROCESS_ID and self._answer_fault is AnswerFault.NONE
            if answers and self._connection is not None:
                self._send(self._connection, PROCESS_ID_HEAD + question + b"\x00")

    def _tell_name(self, n: int) -> None:
        names = {FIRMWARE: "1.0", MAKER: "Simulated", MODEL: self.profile.name, SERIAL: self.serial}
        with self.body.changed:
            if n in names and self._connection is not None and self._answer_fault is AnswerFault.NONE:
                self._send(self._connection, HEAD + names[n].encode() + END)

    def _report(self) -> None:
        """Tell a change unasked; called with the printer's lock held."""
        report = self.body.register.report(self.profile.sensors) if self._reporting else b""
        if report != self._last_report and self._connection is not None and self._answer_fault is AnswerFault.NONE:
            self._send(self._connection, report)
        self._last_report = report

    def _send(self, connection: socket.socket, data: bytes) -> None:
        try:
            connection.sendall(data)
        except OSError:
            log.info("nobody waits for the answer")

    # the head

    def _print(self) -> None:
        while (segment := self._segments.get()) is not None:
            self._print_segment(segment)
            if segment.dead:
                self._interpreter.reset()
            elif self.profile.cutter is Cutter.NONE:
                self.body.tear_off()
            with self.body.changed:
                self._pending.remove(segment)
                self.body.changed.notify_all()

    def _print_segment(self, segment: Segment) -> None:
        try:
            for operation in self._interpreter.run(segment):
                if isinstance(operation, Reporting):
                    with self.body.changed:
                        self._reporting = operation.enabled
                        self._report()
                    continue
                if isinstance(operation, Named):
                    self._tell_name(operation.n)
                    continue
                question = self.body.perform(operation, lambda: not segment.dead)
                if question is not None and segment is self._segment:
                    self._answer_in_turn(question)
                if len(self._interpreter.tape) > TAPE_BYTES:
                    self._interpreter.tape.clear()
        except PowerLost:
            log.info("power lost, the buffer is gone")

    def _take_tape(self) -> bytes:
        data = bytes(self._interpreter.tape)
        self._interpreter.tape.clear()
        return data
