"""A security module with a card in its field: the state machine behind the SAM_V frames.

idle --find--> found --select--> selected --read--> selected; a card once read is found again only after it left.
"""

from __future__ import annotations

import random
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from drivers.cards.sam import MIN_COMMAND, BadFrame, Command, Damage, Frame, FrameParser, build_answer
from drivers.cards.samspeed import SPEEDS
from drivers.cards.samstatus import SamStatus
from drivers.cards.simulator.card import SyntheticCard
from drivers.cards.simulator.faults import Fault, Faults
from drivers.cards.simulator.physics import REAL, Physics

#: a synthetic module number, printed 05.03-20200101-0000012345-0987654321
SAM_NUMBER = struct.pack("<HHIII", 5, 3, 20200101, 12345, 987654321)

#: a driver that asks for fingerprints gets the answer of a card that has none
_READ_WITH_FINGERPRINTS = b"\x30\x10"
#: CMD PARA, and with the one byte that 61 FF carries
_BARE, _WITH_BYTE = 2, 3
#: a preamble without its first AA, and the length
_HEAD = 5
_READS = (Command.READ_BASE, Command.READ_NEW_ADDRESS, Command.READ_CARD_NUMBER)
#: which commands a scripted status can strike; every other status strikes a read
_STRIKES = {
    SamStatus.FIND_FAILED: (Command.FIND,),
    SamStatus.SELECT_FAILED: (Command.SELECT,),
    SamStatus.SELF_TEST_FAILED: tuple(Command),
    SamStatus.NOT_AUTHORISED: tuple(Command),
}


class _State(Enum):
    IDLE = auto()
    FOUND = auto()
    SELECTED = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes to send after a silence of `delay` seconds."""

    delay: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Job:
    """One command at work: wait `seconds`, then call `finish` for what to send (nothing when the module hangs)."""

    seconds: float
    finish: Callable[[], list[Piece]]
    #: called when all of it has been sent
    after: Callable[[], None] = lambda: None


class SimulatedSam:
    """The module. A carrier feeds it bytes; a test or the console lays cards on it and takes them off."""

    supported = frozenset(Fault) - {Fault.WRONG_SW}

    def __init__(
        self, *, physics: Physics = REAL, faults: Faults | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.faults = faults or Faults()
        self.physics = physics
        #: speed of its serial line; kept over a restart, as a real module keeps it
        self.baud = 115200
        #: how often a card came or went
        self.changes = 0
        self._clock = clock
        self._chance = random.Random(0)
        self._lock = threading.RLock()
        self._parser = FrameParser(shortest=MIN_COMMAND)
        self._card: SyntheticCard | None = None
        self._read = False
        self._state = _State.IDLE
        self._silent_until = float("-inf")

    @property
    def occupied(self) -> bool:
        """Whether a card lies in the field."""
        return self._card is not None

    def insert(self, card: SyntheticCard) -> None:
        """Lay a card down, in place of any other."""
        with self._lock:
            self.remove()
            self._card = card
            self.changes += 1

    def remove(self) -> None:
        """Take the card away."""
        with self._lock:
            self.changes += self._card is not None
            self._card = None
            self._read = False
            self._state = _State.IDLE

    def set_baud(self, baud: int) -> None:
        """Change the speed of the serial line, and with it the time a byte takes."""
        self.baud = baud
        self.physics = replace(self.physics, byte=self.physics.byte and 10 / baud)

    def receive(self, data: bytes) -> Iterator[Job]:
        """Take bytes from the line and yield the work they cause, in order."""
        for result in self._parser.feed(data):
            if self._clock() < self._silent_until or not self.faults.free.is_set():
                continue
            match result:
                case BadFrame(Damage.CHECKSUM):
                    yield self._bare(SamStatus.BAD_CHECKSUM)
                case BadFrame():
                    yield self._bare(SamStatus.BAD_LENGTH)
                case Frame(body):
                    yield self._command(body)

    def silence(self) -> Iterator[Job]:
        """Take it that the line has fallen silent: a command that was begun had a wrong length."""
        if len(self._parser) > _HEAD and self.faults.free.is_set():
            self._parser.reset()
            yield self._bare(SamStatus.BAD_LENGTH)

    @property
    def waits(self) -> bool:
        """Whether the rest of a command is still to come."""
        return len(self._parser) > _HEAD

    def _command(self, body: bytes) -> Job:
        if body[:2] == _READ_WITH_FINGERPRINTS:
            return Job(self._seconds_of_read(), self._read_without_fingerprints)
        try:
            command = Command(body[:2])
        except ValueError:
            return self._bare(SamStatus.BAD_COMMAND)
        if len(body) != (_WITH_BYTE if command is Command.MAX_RF_BYTES else _BARE):
            return self._bare(SamStatus.BAD_LENGTH)
        if (scripted := self._scripted(command)) is not None:
            return self._bare(scripted)
        match command:
            case Command.RESET:
                with self._lock:
                    self._state = _State.IDLE
                    self._silent_until = self._clock() + self.physics.boot
                return self._bare(SamStatus.OK)
            case Command.STATUS | Command.MAX_RF_BYTES:
                return self._bare(SamStatus.OK)
            case Command.SAM_NUMBER:
                return Job(0.0, lambda: _whole(build_answer(SamStatus.OK, SAM_NUMBER)))
            case Command.FIND:
                return Job(self.physics.find, self._find)
            case Command.SELECT:
                return Job(self.physics.select, self._select)
            case Command.READ_BASE:
                return Job(self._seconds_of_read(), self._read_base)
            case Command.READ_NEW_ADDRESS:
                added = self._card.added_addresses if self._card else b""
                status = SamStatus.OK if added else SamStatus.NO_CONTENT
                return Job(self.physics.select, lambda: self._small_read(status, added))
            case Command.READ_CARD_NUMBER:
                number = self._card.card_number if self._card else b""
                return Job(self.physics.select, lambda: self._small_read(SamStatus.OK, number))
            case _:
                # the answer still goes out at the old speed
                return Job(0.0, lambda: _whole(build_answer(SamStatus.OK)), lambda: self.set_baud(SPEEDS[command]))

    def _bare(self, status: int) -> Job:
        return Job(0.0, lambda: _whole(build_answer(status)))

    def _scripted(self, command: Command) -> int | None:
        argument = self.faults.peek(Fault.STATUS)
        if argument is None:
            return None
        code = int(argument, 16)
        if command not in _STRIKES.get(SamStatus.of(code), _READS):
            return None
        self.faults.take(Fault.STATUS)
        return code

    def _find(self) -> list[Piece]:
        with self._lock:
            if self._card is None or self._read:
                return _whole(build_answer(SamStatus.FIND_FAILED))
            self._state = _State.FOUND
            return _whole(build_answer(SamStatus.CARD_FOUND, bytes(4)))

    def _select(self) -> list[Piece]:
        with self._lock:
            if self._card is None or self._state is _State.IDLE:
                return self._refused(SamStatus.SELECT_FAILED)
            self._state = _State.SELECTED
            return _whole(build_answer(SamStatus.OK, bytes(8)))

    def _small_read(self, status: SamStatus, data: bytes) -> list[Piece]:
        with self._lock:
            if self._card is None or self._state is not _State.SELECTED:
                return self._refused(SamStatus.READ_FAILED)
            return _whole(build_answer(status, data))

    def _refused(self, status: SamStatus) -> list[Piece]:
        out_of_order = self._card is not None and self.faults.peek(Fault.MULTIPLEXER) is not None
        return _whole(build_answer(SamStatus.UNRECOGNISED if out_of_order else status))

    def _seconds_of_read(self) -> float:
        pulled_at = self.faults.peek(Fault.PULL)
        with self._lock:
            size = len(self._card.virtual_file) if self._card else 0
        jitter = self.physics.jitter
        whole = self.physics.read * self._chance.uniform(1 - jitter, 1 + jitter)
        if pulled_at is None or not size:
            return whole
        return whole * min(1.0, int(pulled_at) / size)

    def _read_base(self) -> list[Piece]:
        return self._read_file(lambda file: file)

    def _read_without_fingerprints(self) -> list[Piece]:
        # the length of the fingerprints, zero, stands behind those of text and photo
        return self._read_file(lambda file: file[:4] + bytes(2) + file[4:])

    def _read_file(self, shaped: Callable[[bytes], bytes]) -> list[Piece]:
        if self.faults.take(Fault.PULL) is not None:
            self.remove()
        with self._lock:
            if self._card is None or self._state is not _State.SELECTED:
                return self._refused(SamStatus.READ_FAILED)
            self._read = True
            frame = build_answer(SamStatus.OK, shaped(self._card.virtual_file))
        return self._spoiled(frame)

    def _spoiled(self, frame: bytes) -> list[Piece]:
        """Apply the armed faults of the line to a base answer."""
        take = self.faults.take
        if take(Fault.BAD_CHECKSUM) is not None:
            frame = frame[:-1] + bytes([frame[-1] ^ 0xFF])
        if take(Fault.DROP_FIRST) is not None:
            frame = frame[1:]
        if (kept := take(Fault.TRUNCATE)) is not None:
            frame = frame[: int(kept)]
        if (noise := take(Fault.GARBAGE)) is not None:
            frame = bytes.fromhex(noise) + frame
        if (silence := take(Fault.PAUSE)) is not None:
            half = len(frame) // 2
            return [Piece(0.0, frame[:half]), Piece(float(silence), frame[half:])]
        return _whole(frame)


def _whole(frame: bytes) -> list[Piece]:
    return [Piece(0.0, frame)]
