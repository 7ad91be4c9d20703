"""Writes down how scanimage was called, every line it wrote and how it ended; the driver notices nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from drivers.core.errors import DeviceError
from drivers.core.recording import Recorder, What
from drivers.imaging.standin import described
from drivers.scanners.child import Line, Run, Start


class RecordedRun:
    """A `Run` that passes everything on to another and records it."""

    def __init__(self, start: Start, command: Sequence[str], environ: dict[str, str], recorder: Recorder) -> None:
        self._recorder = recorder
        recorder.add(What.RUN, command=list(command), environ=environ)
        try:
            self._run = start(command, environ)
        except DeviceError as error:
            self._failed(error)
            raise

    @property
    def said(self) -> str:
        """See `Run.said`."""
        return self._run.said

    def lines(self, *, cancel: threading.Event, silence_s: float) -> Iterator[Line]:
        """See `Run.lines`. A page is described while its file is still there."""
        try:
            for line in self._run.lines(cancel=cancel, silence_s=silence_s):
                self._recorder.add(What.LINE, text=line.text, error=line.is_error)
                if not line.is_error and (page := Path(line.text)).is_absolute():
                    self._page(page)
                yield line
        except DeviceError as error:
            self._failed(error)
            raise

    def exit_code(self) -> int:
        """See `Run.exit_code`."""
        code = self._run.exit_code()
        self._recorder.add(What.EXIT, code=code, said=self._run.said)
        return code

    def _page(self, page: Path) -> None:
        try:
            data = page.read_bytes()
        except OSError as error:
            self._recorder.add(What.FRAME, there=False, reason=error.strerror)
            return
        self._recorder.add(What.FRAME, b"" if self._recorder.masked else data, there=True, **described(data))

    def _failed(self, error: DeviceError) -> None:
        self._recorder.add(What.ERROR, kind=type(error).__name__, cause=error.cause, remedy=error.remedy)

    def __enter__(self) -> Self:
        self._run.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run.__exit__(kind, error, trace)
        self._recorder.add(What.CLOSE)


def recording_start(start: Start, recorder: Recorder) -> Start:
    """Return what starts a run as `start` does, recorded."""

    def started(command: Sequence[str], environ: dict[str, str]) -> Run:
        return RecordedRun(start, command, environ, recorder)

    return started
