"""Runs a driver against a recording: what the device answered then, it answers again.

A driver need not ask exactly as it asked then: each command is looked up in the recording from where the last one was
found, and answered with what followed it.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Any

from drivers.cards.pcscservice import Service
from drivers.cards.samlink import Port
from drivers.cards.winscard import PcscError, ReaderState, Response, Trouble
from drivers.core.errors import DeviceAbsent
from drivers.core.recording import Entry, Recording, What

#: kinds of entry that are answers, in the order in which a driver meets them
_ANSWERS = (What.IN, What.ERROR)
#: what a driver meets by asking
_MET = (What.OUT, What.STATES, What.CONNECT, What.ERROR)
#: a wait in a replay that nobody needs is no longer than this
_LONGEST_WAIT_S = 10.0


class EndOfRecording(DeviceAbsent):
    """The driver asked for something that the recording does not hold any more."""

    cause = "录制到此结束 · The recording ends here"
    remedy = "无需处理 · Nothing to do"


class Replay:
    """A position in a recording; one device, however often it is opened.

    With `real_time` answers take as long as they took, otherwise none.
    """

    def __init__(self, recording: Recording, *, real_time: bool = True) -> None:
        self._entries = recording.entries
        self._at = 0
        self.real_time = real_time

    @property
    def exhausted(self) -> bool:
        """Whether nothing is left that a driver could meet."""
        return not any(entry.what in _MET for entry in self._entries[self._at :])

    @property
    def position(self) -> int:
        """How far the driver has come."""
        return self._at

    def open_port(self, cancel: threading.Event) -> Port:
        """Open the device as `SamCardReader` does; fails where it failed."""
        failure = self.next(What.ERROR)
        if failure is not None:
            _raise_absent(failure)
        return ReplayPort(self)

    def open_service(self) -> Service:
        """Open the device as `PcscCardReader` does."""
        return ReplayService(self)

    def answers_to(self, command: bytes) -> tuple[Entry, list[Entry]]:
        """Find `command` and return it with the answers behind it; raises `EndOfRecording`."""
        for at in range(self._at, len(self._entries)):
            sent = self._entries[at]
            if sent.what is What.OUT and sent.data == command:
                end = at + 1
                while end < len(self._entries) and self._entries[end].what in _ANSWERS:
                    end += 1
                self._at = end
                return sent, list(self._entries[at + 1 : end])
        self._at = len(self._entries)
        raise EndOfRecording()

    def next(self, *wanted: What) -> Entry | None:
        """Take the next entry when it is one of `wanted`, passing over openings and closings; None otherwise."""
        while self._at < len(self._entries):
            entry = self._entries[self._at]
            if entry.what in wanted:
                self._at += 1
                return entry
            if entry.what not in (What.OPEN, What.CLOSE):
                return None
            self._at += 1
        return None

    def until(self, wanted: What) -> Entry:
        """Take the next entry of kind `wanted`, or the failure before it; raises `EndOfRecording`."""
        while self._at < len(self._entries):
            entry = self._entries[self._at]
            self._at += 1
            if entry.what in (wanted, What.ERROR):
                return entry
        raise EndOfRecording()


class ReplayPort:
    """A `Port` that answers from a recording."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self._coming: deque[tuple[float, Entry]] = deque()

    def write(self, data: bytes) -> None:
        """See `Port.write`."""
        sent, answers = self._replay.answers_to(data)
        began = time.monotonic()
        for answer in answers:
            after = min(max(0.0, answer.at - sent.at), _LONGEST_WAIT_S) if self._replay.real_time else 0.0
            self._coming.append((began + after, answer))

    def read(self, timeout: float) -> bytes:
        """See `Port.read`."""
        until = time.monotonic() + timeout
        due, entry = self._coming[0] if self._coming else (until + 1, None)
        threading.Event().wait(max(0.0, min(due, until) - time.monotonic()))
        if entry is None or due > until:
            return b""
        self._coming.popleft()
        _raise_absent(entry)
        return entry.data

    def drain(self) -> None:
        """See `Port.drain`; a carrier that failed then while it was drained fails again."""
        for _, entry in self._coming:
            _raise_absent(entry)
        self._coming.clear()

    def close(self) -> None:
        """See `Port.close`."""
        self._coming.clear()


class ReplayService:
    """A PC/SC `Service` that answers from a recording."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self._names: list[str] = []
        self._states: list[ReaderState] | None = None

    def readers(self) -> list[str]:
        """See `Service.readers`."""
        if not self._names:
            self._advance()
        return self._names

    def states(self, names: list[str]) -> list[ReaderState]:
        """See `Service.states`."""
        if self._states is None:
            self._advance()
        return [state for state in self._states or [] if state.name in names]

    def wait_change(self, known: list[ReaderState], timeout: float) -> None:
        """See `Service.wait_change`; every wait brings the next change, and the end of the recording ends it."""
        if not self._advance():
            if self._replay.exhausted:
                raise PcscError(Trouble.SERVICE, 0)
            threading.Event().wait(min(timeout, 0.01))

    def connect(self, name: str) -> ReplayConnection:
        """See `Service.connect`."""
        raise_recorded(self._replay.until(What.CONNECT))
        return ReplayConnection(self._replay)

    def connect_direct(self, name: str) -> ReplayConnection:
        """See `Service.connect_direct`."""
        return self.connect(name)

    def release(self) -> None:
        """See `Service.release`."""

    def _advance(self) -> bool:
        """Take the changes of readers and states that come next."""
        moved = False
        while (entry := self._replay.next(What.READERS, What.STATES, What.ERROR)) is not None:
            raise_recorded(entry)
            if entry.what is What.READERS:
                names = entry.note.get("names")
                self._names = [str(name) for name in names] if isinstance(names, list) else []
            else:
                self._states = _states_of(entry.note.get("states"))
                return True
            moved = True
        return moved


class ReplayConnection:
    """A PC/SC `Connection` that answers from a recording."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay

    def atr(self) -> bytes:
        """See `Connection.atr`."""
        entry = self._replay.next(What.CONNECT, What.ERROR)
        if entry is None:
            return b""
        raise_recorded(entry)
        return entry.data

    def transmit(self, apdu: bytes) -> Response:
        """See `Connection.transmit`."""
        answer = self._answer(apdu)
        try:
            return Response(answer.data, int(str(answer.note.get("sw", "")), 16))
        except ValueError as error:
            raise PcscError(Trouble.BROKEN_OFF, 0) from error

    def control(self, code: int, data: bytes) -> bytes:
        """See `Connection.control`."""
        return self._answer(data).data

    def disconnect(self) -> None:
        """See `Connection.disconnect`."""

    def _answer(self, command: bytes) -> Entry:
        sent, answers = self._replay.answers_to(command)
        if not answers:
            raise PcscError(Trouble.BROKEN_OFF, 0)
        if self._replay.real_time:
            threading.Event().wait(min(max(0.0, answers[0].at - sent.at), _LONGEST_WAIT_S))
        raise_recorded(answers[0])
        return answers[0]


def raise_recorded(entry: Entry) -> None:
    """Raise the PC/SC failure that `entry` records; nothing when it records none."""
    if entry.what is not What.ERROR:
        return
    name, code = entry.note.get("trouble"), entry.note.get("code")
    trouble = Trouble(name) if name in list(Trouble) else Trouble.OTHER
    raise PcscError(trouble, code if isinstance(code, int) else 0)


def _raise_absent(entry: Entry) -> None:
    if entry.what is What.ERROR:
        raise DeviceAbsent(str(entry.note.get("cause", "")), str(entry.note.get("remedy", "")))


def _states_of(rows: Any) -> list[ReaderState]:
    """Read the states of a line; rows that are none are left out."""
    found = []
    for row in rows if isinstance(rows, list) else []:
        match row:
            case [str(name), bool(present), int(events)]:
                found.append(ReaderState(name, present, events, 0))
            case _:
                continue
    return found
