"""Runs the real printing against a recording: what the printer answered then, it answers again.

A call need not ask exactly as often as it asked then: each question is looked up from where the last one was found; one
that the recording does not hold any more is answered as it was answered last.
"""

from __future__ import annotations

import tempfile
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, Self

from pydantic import ValidationError

from drivers.core.errors import DeviceError
from drivers.core.recording import Entry, Recording, What
from printers.conversation import Conversation
from printers.journal import Journal
from printers.printing import Job, Patience, print_once
from printers.profiles import Profile
from printers.recorded import KIND
from printers.transport.base import ConnectionLost, PrinterNotFound, Transport

#: without waiting for anything a person or a printer took time for
HASTY = Patience(answer_s=0.05, write_s=1.0, proof_s=0.3, poll_s=0.01, blind_s=0.01, hold_s=0.1, hot_s=0.1)
_QUESTION = b"\x10\x04"
_COMES = (What.IN, What.ERROR, What.VALUE)
_MOST_CALLS = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one call: the name of its outcome or of the printer's state, and its words."""

    call: str
    outcome: str
    cause: str
    remedy: str
    seconds: float = 0.0

    def as_data(self) -> dict[str, Any]:
        """Return plain JSON types."""
        return {name: getattr(self, name) for name in ("call", "outcome", "cause", "remedy", "seconds")}

    def lines(self) -> list[str]:
        """Return lines for people."""
        head = f"{self.call} {self.seconds:.2f} s  {self.outcome}: {self.cause}"
        return [head, f"  → {self.remedy}"] if self.remedy else [head]


def replayed(recording: Recording, *, real_time: bool = True) -> list[Outcome]:
    """Do again what was done, and return what came of each call; raise `ValueError` for another kind of recording."""
    if recording.kind != KIND:
        raise ValueError(f"不是打印机的录制 · Not a recording of a printer: {recording.kind!r}")
    try:
        profile = Profile.model_validate(recording.options.get("profile"))
    except ValidationError as error:
        raise ValueError(f"录制中的打印机型号读不懂 · The profile in it cannot be read: {error}") from error
    printer = ReplayedPrinter(recording, real_time=real_time)
    calls = [entry for entry in recording.entries if entry.what is What.CALL][:_MOST_CALLS]
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal.db")
        return [_again(entry, printer, profile, journal, real_time) for entry in calls]


def _again(call: Entry, printer: ReplayedPrinter, profile: Profile, journal: Journal, real_time: bool) -> Outcome:
    began = monotonic()
    patience = _patience(call.note.get("patience")) if real_time else HASTY
    name = str(call.note.get("call", ""))
    came: Any
    try:
        if name == "print":
            job = Job(str(call.note.get("key", "")), call.data)
            came = print_once(job, printer.open, journal, Event(), profile=profile, patience=patience)
        else:
            with printer.open() as transport:
                came = Conversation(transport, patience.answer_s).status(profile.sensors)
    except DeviceError as error:
        came = error
    return Outcome(name, type(came).__name__, came.cause, came.remedy, round(monotonic() - began, 3))


def _patience(noted: Any) -> Patience:
    known = {name: float(s) for name, s in noted.items() if isinstance(s, int | float)} if noted else {}
    return replace(Patience(), **{name: s for name, s in known.items() if hasattr(HASTY, name)})


class ReplayedPrinter:
    """The printer of a recording, however often it is opened."""

    def __init__(self, recording: Recording, *, real_time: bool) -> None:
        self._entries = recording.entries
        self._at = 0
        self.real_time = real_time

    def open(self) -> Transport:
        """Open it; raises `PrinterNotFound` where it could not be opened then, and at the end of the recording."""
        while self._at < len(self._entries):
            entry = self._entries[self._at]
            self._at += 1
            if entry.what is What.ERROR:
                raise PrinterNotFound(str(entry.note.get("cause", "")), str(entry.note.get("remedy", "")))
            if entry.what is What.OPEN:
                return ReplayedTransport(self._session(), real_time=self.real_time)
        raise PrinterNotFound("录制到此结束 · The recording ends here", "无需处理 · Nothing to do")

    def _session(self) -> list[Entry]:
        began = self._at
        while self._at < len(self._entries) and self._entries[self._at].what not in (What.CLOSE, What.OPEN):
            self._at += 1
        return list(self._entries[began : self._at])


class ReplayedTransport:
    """A `Transport` that answers from one session of a recording."""

    def __init__(self, entries: list[Entry], *, real_time: bool) -> None:
        self._entries = entries
        self._real_time = real_time
        self._at = 0
        self._coming: deque[tuple[float, Entry]] = deque()
        self._last: dict[bytes, list[Entry]] = {}
        self._pending = 0

    def write(self, data: bytes, timeout: float) -> None:
        """See `Transport.write`."""
        found = self._find(data)
        if found is None:
            self._coming.extend((monotonic(), entry) for entry in self._last.get(data, ()))
            return
        sent, answers = found
        self._last[data] = [entry for entry in answers if entry.what is What.IN]
        for entry in answers:
            after = max(entry.at - sent.at, 0.0) if self._real_time else 0.0
            self._coming.append((monotonic() + after, entry))

    def read(self, timeout: float) -> bytes:
        """See `Transport.read`."""
        until = monotonic() + timeout
        while (entry := self._next(until)) is not None:
            if entry.what is What.IN:
                return entry.data
        return b""

    def pending(self) -> int:
        """See `Transport.pending`."""
        while self._coming and self._coming[0][1].what is What.VALUE:
            self._next(monotonic())
        return self._pending

    def close(self) -> None:
        """See `Transport.close`."""
        self._coming.clear()

    def _find(self, data: bytes) -> tuple[Entry, list[Entry]] | None:
        """Find what was sent then, any job for a job, and what came until something else was sent."""
        is_question = data.startswith(_QUESTION)
        for at in range(self._at, len(self._entries)):
            sent = self._entries[at]
            same = sent.data == data if is_question else not sent.data.startswith(_QUESTION)
            if sent.what is What.OUT and same:
                end = at + 1
                while end < len(self._entries) and self._entries[end].what in _COMES:
                    end += 1
                self._at = end
                return sent, self._entries[at + 1 : end]
        return None

    def _next(self, until: float) -> Entry | None:
        """Take what comes next, waiting for it at most `until`; raises `ConnectionLost` where the line broke."""
        due, entry = self._coming[0] if self._coming else (until + 1.0, None)
        Event().wait(max(0.0, min(due, until) - monotonic()))
        if entry is None or due > until:
            return None
        self._coming.popleft()
        if entry.what is What.ERROR:
            raise ConnectionLost(str(entry.note.get("cause", "")), str(entry.note.get("remedy", "")))
        if entry.what is What.VALUE and isinstance(value := entry.note.get("value"), int):
            self._pending = value
        return entry

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
