"""What went over a device's wire, with times: written as JSON lines while it happens, read back to run a driver again.

First line: {"recording": 1, "kind", "driver", "started", "masked"}. Every further line: {"at", "what", "data", …}, `at` in
seconds since the start, `data` in hex, `masked` where identity data were replaced.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

VERSION = 1
#: a recording is for a fault, not for a year; longer ones are refused when read
MAX_ENTRIES = 200_000


class What(StrEnum):
    """What a line records."""

    OPEN = "open"
    #: to the device
    OUT = "out"
    #: from the device
    IN = "in"
    #: the carrier failed
    ERROR = "error"
    CLOSE = "close"
    #: PC/SC: which readers there are, and what lies on them
    READERS = "readers"
    STATES = "states"
    #: PC/SC: a card was powered; the data are its ATR
    CONNECT = "connect"
    #: what the driver was asked to do, with its arguments: a replay asks the same
    CALL = "call"
    #: something the carrier was asked for or told: name and value
    VALUE = "value"
    #: a picture came: its size, length and hash; the data only when nothing is masked
    FRAME = "frame"
    #: a child program: how it was started, a line it wrote, how it ended
    RUN = "run"
    LINE = "line"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line."""

    at: float
    what: What
    data: bytes = b""
    masked: bool = False
    note: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recording:
    """A whole file."""

    kind: str
    driver: str
    started: str
    masked: bool
    #: options of the driver that the replay needs
    options: dict[str, Any]
    entries: tuple[Entry, ...]


class RecordingError(ValueError):
    """A file is no recording; the text names file, line and cause."""


class Recorder:
    """Writes one file, from construction to `close`; safe to use from several threads."""

    def __init__(
        self,
        path: Path,
        *,
        kind: str,
        driver: str,
        started: datetime,
        masked: bool = True,
        options: dict[str, Any] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Raises `OSError` when `path` cannot be written. `started` must be zone-aware."""
        self.masked = masked
        self._clock = clock
        self._began = clock()
        self._lock = threading.Lock()
        # a recording may hold a person's card: for its owner's eyes only
        path.touch(mode=0o600)
        self._file = path.open("w", encoding="utf-8")
        self._line(
            {
                "recording": VERSION,
                "kind": kind,
                "driver": driver,
                "started": started.isoformat(),
                "masked": masked,
                "options": options or {},
            }
        )

    def now(self) -> float:
        """Seconds since the start."""
        return self._clock() - self._began

    def add(self, what: What, data: bytes = b"", *, at: float | None = None, masked: bool = False, **note: Any) -> None:
        """Write one entry."""
        line: dict[str, Any] = {"at": round(self.now() if at is None else at, 6), "what": what.value}
        if data or what in (What.IN, What.OUT):
            line["data"] = data.hex()
        if masked:
            line["masked"] = True
        self._line(line | note)

    def close(self) -> None:
        """Finish the file."""
        with self._lock:
            self._file.close()

    def _line(self, items: dict[str, Any]) -> None:
        with self._lock:
            if not self._file.closed:
                self._file.write(json.dumps(items, ensure_ascii=False) + "\n")
                # a fault may take the program with it
                self._file.flush()


def load(path: Path) -> Recording:
    """Read a file; raises `RecordingError`."""
    try:
        with path.open(encoding="utf-8") as file:
            lines = [line for line, _ in zip(file, range(MAX_ENTRIES + 2), strict=False)]
    except (OSError, UnicodeDecodeError) as error:
        raise RecordingError(f"{path}: {error}") from error
    if len(lines) > MAX_ENTRIES + 1:
        raise RecordingError(f"{path}: 超过 {MAX_ENTRIES} 行 · more than {MAX_ENTRIES} lines")
    head = _object(path, 1, lines[0] if lines else "")
    if head.get("recording") != VERSION:
        raise RecordingError(f"{path}: 不是第 {VERSION} 版录制文件 · not a recording of version {VERSION}")
    options = head.get("options")
    return Recording(
        kind=str(head.get("kind", "")),
        driver=str(head.get("driver", "")),
        started=str(head.get("started", "")),
        masked=head.get("masked") is True,
        options=options if isinstance(options, dict) else {},
        entries=tuple(_entry(path, number, line) for number, line in enumerate(lines[1:], 2) if line.strip()),
    )


def _entry(path: Path, number: int, line: str) -> Entry:
    items = _object(path, number, line)
    try:
        return Entry(
            at=float(items.pop("at")),
            what=What(items.pop("what")),
            data=bytes.fromhex(items.pop("data", "")),
            masked=items.pop("masked", False) is True,
            note=items,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RecordingError(f"{path}:{number}: 读不懂这一行 · cannot read this line: {error!r}") from error


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        items = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RecordingError(f"{path}:{number}: {error}") from error
    if not isinstance(items, dict):
        raise RecordingError(f"{path}:{number}: 应是一个 JSON 对象 · a JSON object is expected")
    return items
