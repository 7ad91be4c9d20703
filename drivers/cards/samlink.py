"""Command in, answer out, over any byte carrier that takes SAM_V frames: timeouts, damaged frames, late answers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from drivers.cards.sam import (
    MAX_LENGTH,
    MIN_ANSWER,
    MIN_COMMAND,
    Answer,
    BadFrame,
    Command,
    Damage,
    Frame,
    FrameParser,
    build_command,
    parse_answer,
)
from drivers.cards.samstatus import Reaction, SamStatus, reaction
from drivers.core.errors import Cancelled, DeviceFault

log = logging.getLogger("hall.drivers.cards")

#: a command is sent at most this often before the module counts as dead
SENDS = 3
#: one look at the carrier; a cancel is seen after this at the latest
READ_SLICE_S = 0.05
#: after a damaged frame a sound one may follow at once; silence of this length means it does not
QUIET_S = 0.25
#: a frame that stops in its middle for so long will not go on
STALL_S = 1.0


class Port(Protocol):
    """A carrier of bytes. All three raise `DeviceAbsent` when it is gone."""

    def write(self, data: bytes) -> None:
        """Send all of `data`."""
        ...

    def read(self, timeout: float) -> bytes:
        """Return what has arrived as soon as anything has, b"" after `timeout` seconds."""
        ...

    def drain(self) -> None:
        """Throw away what has arrived."""
        ...

    def close(self) -> None:
        """Let go of the carrier; never raises."""
        ...


#: opens the carrier, obeying `cancel` should that take longer than a moment; raises `DeviceError`
OpenPort = Callable[[threading.Event], Port]


@dataclass(frozen=True, slots=True)
class _Rule:
    """How long a command may take, and what its good answer looks like."""

    timeout: float
    status: SamStatus = SamStatus.OK
    least: int = 0
    most: int = 16


_RULES = {
    Command.STATUS: _Rule(0.3, most=0),
    Command.SAM_NUMBER: _Rule(0.3, least=16),
    Command.FIND: _Rule(0.5, status=SamStatus.CARD_FOUND),
    Command.SELECT: _Rule(0.5),
    Command.READ_BASE: _Rule(3.0, least=4, most=MAX_LENGTH),
    Command.READ_NEW_ADDRESS: _Rule(1.5, most=280),
    # some modules answer 24 bytes, most 28
    Command.READ_CARD_NUMBER: _Rule(0.5, least=24, most=32),
    Command.RESET: _Rule(0.5, most=0),
    Command.SPEED_115200: _Rule(0.5, most=0),
    Command.SPEED_57600: _Rule(0.5, most=0),
    Command.SPEED_38400: _Rule(0.5, most=0),
    Command.SPEED_19200: _Rule(0.5, most=0),
    Command.SPEED_9600: _Rule(0.5, most=0),
}


class SamLink:
    """A security module behind a carrier that is opened when first needed, and again after it was lost."""

    def __init__(self, open_port: OpenPort) -> None:
        self.open_port = open_port
        self._port: Port | None = None
        # frames as short as a command are taken too: a half-duplex line gives back what was sent
        self._parser = FrameParser(shortest=MIN_COMMAND)

    def close(self) -> None:
        """Let go of the carrier."""
        if self._port is not None:
            self._port.close()
            self._port = None

    def ask(self, command: Command, *, cancel: threading.Event, sends: int = SENDS) -> Answer:
        """Send `command`, again when the line damaged it or its answer, and return the answer.

        Raises `DeviceAbsent`, `Cancelled`, and `DeviceFault` when no sound answer comes; the module is then told to
        reset and the carrier is closed, so that the next command starts afresh.
        """
        for attempt in range(1, sends + 1):
            answer = self._ask_once(command, cancel)
            if answer is None:
                log.info("%s: no sound answer, attempt %d", command.name, attempt)
            elif answer.status is SamStatus.SELF_TEST_FAILED:
                # takes no command but this one, and is not asked again before it has booted
                self._send(Command.RESET, cancel)
                self.close()
                return answer
            elif reaction(answer.status) is not Reaction.RESEND or attempt == sends:
                return answer
        self._send(Command.RESET, cancel)
        self.close()
        raise DeviceFault(
            "读卡器没有应答 · The card reader does not answer",
            "请检查数据线，断电十秒后重新上电 · Check the cable, then power-cycle the reader for ten seconds",
        )

    def _ask_once(self, command: Command, cancel: threading.Event) -> Answer | None:
        rule = _RULES[command]
        self._send(command, cancel)
        deadline = time.monotonic() + rule.timeout
        while (frame := self._next_frame(deadline, cancel)) is not None:
            answer = parse_answer(frame)
            good = reaction(answer.status) is Reaction.PROCEED
            if not good or answer.status is SamStatus.NO_CONTENT:
                return answer
            if answer.status is rule.status and rule.least <= len(answer.data) <= rule.most:
                return answer
            # the late answer to an earlier command that was cancelled or repeated
            log.info("%s: passed over an answer to something else", command.name)
        return None

    def _send(self, command: Command, cancel: threading.Event) -> None:
        if self._port is None:
            self._port = self.open_port(cancel)
        try:
            self._port.drain()
            self._parser.reset()
            self._port.write(build_command(command))
        except Exception:
            self.close()
            raise

    def _next_frame(self, deadline: float, cancel: threading.Event) -> Frame | None:
        last_byte = time.monotonic()
        while (left := deadline - time.monotonic()) > 0:
            if cancel.is_set():
                raise Cancelled()
            data = self._receive(min(READ_SLICE_S, left))
            now = time.monotonic()
            if data:
                last_byte = now
            elif len(self._parser) and now - last_byte > STALL_S:
                return None
            for result in self._parser.feed(data):
                match result:
                    case Frame(body) if len(body) + 1 < MIN_ANSWER:
                        log.debug("an echo of %d bytes passed over", len(body))
                    case Frame():
                        return result
                    case BadFrame(Damage.CHECKSUM):
                        log.info("damaged frame")
                        deadline = min(deadline, time.monotonic() + QUIET_S)
                    case BadFrame():
                        # noise that looks like the head of a frame says nothing of the answer behind it
                        log.info("a head without a frame passed over")
        return None

    def _receive(self, timeout: float) -> bytes:
        assert self._port is not None
        try:
            return self._port.read(timeout)
        except Exception:
            self.close()
            raise
