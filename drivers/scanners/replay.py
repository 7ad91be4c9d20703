"""Runs the scanner driver against a recording: scanimage's lines again, and blank pages of the same size."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from drivers.core.errors import Cancelled, DeviceAbsent, DeviceError, DeviceFault
from drivers.core.recording import Entry, Recording, What
from drivers.imaging import Frame
from drivers.imaging.standin import stand_in
from drivers.scanners import Source
from drivers.scanners.child import Line, Run
from drivers.scanners.sane import SaneScanner

KIND = "scanner"
_LONGEST_WAIT_S = 10.0
_MOST_CALLS = 1000
_ERRORS: dict[str, type[DeviceError]] = {"Cancelled": Cancelled, "DeviceAbsent": DeviceAbsent}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one scan: its pages, and the error that ended it."""

    call: str
    pages: tuple[Frame, ...]
    error: DeviceError | None
    seconds: float

    def as_data(self) -> dict[str, Any]:
        """Return plain JSON types."""
        sizes = [{"width": page.width, "height": page.height} for page in self.pages]
        told: dict[str, Any] = {"call": self.call, "pages": sizes, "seconds": self.seconds}
        if self.error is not None:
            told |= {"error": type(self.error).__name__, "cause": self.error.cause, "remedy": self.error.remedy}
        return told

    def lines(self) -> list[str]:
        """Return lines for people."""
        sign = "✓" if self.error is None else "✗"
        head = f"{sign} {self.call} {self.seconds:.2f} s  {len(self.pages)} 页 pages"
        return [head] if self.error is None else [head, f"  {self.error.cause}", f"  → {self.error.remedy}"]


def replayed(recording: Recording, *, real_time: bool = True) -> list[Outcome]:
    """Scan as was scanned then; raise `ValueError` for another kind of recording, or one with a wrong call."""
    if recording.kind != KIND:
        raise ValueError(f"不是扫描仪的录制 · Not a recording of a scanner: {recording.kind!r}")
    runs = ReplayedRuns(recording, real_time=real_time)
    options = recording.options
    device, resolution = options.get("device"), options.get("resolution")
    with SaneScanner(
        device if isinstance(device, str) else None,
        mode=str(options.get("mode", "Gray")),
        resolution=resolution if isinstance(resolution, int) else 300,
        start=runs.start,
    ) as scanner:
        calls = [entry for entry in recording.entries if entry.what is What.CALL]
        return [_again(scanner, call) for call in calls[:_MOST_CALLS]]


def _again(scanner: SaneScanner, call: Entry) -> Outcome:
    began = time.monotonic()
    limit = call.note.get("limit")
    source = Source(call.note.get("source", "flatbed"))
    pages: list[Frame] = []
    failure = None
    try:
        for page in scanner.scan(
            source, cancel=threading.Event(), limit=limit if isinstance(limit, int) and limit > 0 else None
        ):
            pages.append(page)
    except DeviceError as error:
        failure = error
    return Outcome(f"scan {source.value}", tuple(pages), failure, round(time.monotonic() - began, 3))


class ReplayedRuns:
    """The runs of a recording, in order."""

    def __init__(self, recording: Recording, *, real_time: bool) -> None:
        self._real_time = real_time
        self._runs: deque[list[Entry]] = deque()
        for entry in recording.entries:
            if entry.what is What.RUN:
                self._runs.append([entry])
            elif self._runs:
                self._runs[-1].append(entry)

    def start(self, command: Sequence[str], environ: dict[str, str]) -> Run:
        """Give the next run, whatever the command; raises as it did when it could not be started."""
        if not self._runs:
            raise DeviceAbsent("录制到此结束 · The recording ends here", "无需处理 · Nothing to do")
        entries = self._runs.popleft()
        if len(entries) > 1 and entries[1].what is What.ERROR:
            raise _error(entries[1])
        folder = next((Path(a.removeprefix("--batch=")).parent for a in command if a.startswith("--batch=")), None)
        return ReplayedRun(entries, folder, real_time=self._real_time)


class ReplayedRun:
    """A `Run` that writes the recorded lines."""

    def __init__(self, entries: list[Entry], folder: Path | None, *, real_time: bool) -> None:
        self._entries = entries
        self._folder = folder
        self._real_time = real_time
        end = next((entry for entry in entries if entry.what is What.EXIT), None)
        code, said = (end.note.get("code"), end.note.get("said")) if end else (0, "")
        self._code = code if isinstance(code, int) else 0
        self.said = said if isinstance(said, str) else ""

    def lines(self, *, cancel: threading.Event, silence_s: float) -> Iterator[Line]:
        """See `Run.lines`."""
        last = self._entries[0].at
        for number, entry in enumerate(self._entries[1:], 1):
            if self._real_time:
                cancel.wait(min(max(entry.at - last, 0.0), _LONGEST_WAIT_S))
                last = entry.at
            if cancel.is_set():
                raise Cancelled()
            if entry.what is What.ERROR:
                raise _error(entry)
            if entry.what is What.LINE:
                yield self._line(entry, self._entries[number + 1 : number + 2])

    def _line(self, entry: Entry, behind: list[Entry]) -> Line:
        text, is_error = str(entry.note.get("text", "")), entry.note.get("error") is True
        if self._folder is None or not behind or behind[0].what is not What.FRAME:
            return Line(text, is_error)
        page = self._folder / Path(text).name
        if behind[0].note.get("there") is True:
            page.write_bytes(behind[0].data or stand_in(behind[0].note, int(behind[0].at * 1000)))
        return Line(str(page), is_error)

    def exit_code(self) -> int:
        """See `Run.exit_code`."""
        return self._code

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


def _error(entry: Entry) -> DeviceError:
    kind = _ERRORS.get(str(entry.note.get("kind")), DeviceFault)
    return kind(str(entry.note.get("cause", "")), str(entry.note.get("remedy", "")))
