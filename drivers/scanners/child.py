"""`scanimage` as a child process: SANE backends crash, hang and block, and none of it may reach us."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Protocol, Self

from drivers.core.errors import Cancelled, DeviceAbsent, DeviceFault

#: how often a wait looks at the cancel event
CANCEL_SLICE_S = 0.05
#: after SIGINT scanimage stops the lamp and parks the head; then it is killed
STOP_GRACE_S = 3.0
#: a line longer than this is noise
MAX_LINE = 4096
#: what is kept of stderr to find the cause in
MAX_SAID = 16_384


@dataclass(frozen=True, slots=True)
class Line:
    """One line the child wrote."""

    text: str
    is_error: bool


class Run(Protocol):
    """One run of scanimage, as the driver sees it."""

    @property
    def said(self) -> str:
        """The last of what it wrote to stderr, without progress."""
        ...

    def lines(self, *, cancel: threading.Event, silence_s: float) -> Iterator[Line]:
        """Yield lines as they come, until it ends. Raises `Cancelled`, `DeviceFault`."""
        ...

    def exit_code(self) -> int:
        """Return how it ended: 0, a SANE status, or minus the signal. Stops it if it still runs."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


#: starts a command with more environment; raises `DeviceAbsent`, `DeviceFault`
Start = Callable[[Sequence[str], dict[str, str]], Run]


class Child:
    """One run of scanimage. Leaving the `with` block stops it, cleanly if it can be."""

    def __init__(self, command: Sequence[str], environ: dict[str, str], grace_s: float = STOP_GRACE_S) -> None:
        self._grace_s = grace_s
        try:
            self._process = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                # the messages are read by us, hence not translated
                env=os.environ | {"LC_ALL": "C"} | environ,
                start_new_session=True,
            )
        except FileNotFoundError as error:
            raise DeviceAbsent(
                "没有安装扫描软件 sane-utils · The scanning software sane-utils is not installed",
                "请运行 sudo apt-get install sane-utils · Run: sudo apt-get install sane-utils",
            ) from error
        except OSError as error:
            raise DeviceFault(f"无法启动 {command[0]} · {command[0]} cannot be started ({error.strerror})") from error
        self._said = ""

    @property
    def said(self) -> str:
        """See `Run.said`."""
        return self._said

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def lines(self, *, cancel: threading.Event, silence_s: float) -> Iterator[Line]:
        """Yield lines as they come; a progress line ends with CR. Ends with the child.

        Raises `Cancelled`, and `DeviceFault` when nothing came for `silence_s`. Both stop the child first.
        """
        with selectors.DefaultSelector() as selector:
            buffers: dict[int, tuple[bytearray, bool]] = {}
            for stream, is_error in ((self._stdout, False), (self._stderr, True)):
                os.set_blocking(stream.fileno(), False)
                selector.register(stream, selectors.EVENT_READ)
                buffers[stream.fileno()] = (bytearray(), is_error)
            heard = time.monotonic()
            while selector.get_map():
                if cancel.is_set():
                    self.stop()
                    raise Cancelled()
                ready = selector.select(CANCEL_SLICE_S)
                # babble without a line end is silence too
                if time.monotonic() - heard > silence_s:
                    self.stop()
                    raise DeviceFault(
                        "扫描仪没有反应 · The scanner does not react",
                        "请关掉扫描仪电源十秒后重新打开 · Switch the scanner off for ten seconds, then on again",
                    )
                for key, _ in ready:
                    data = os.read(key.fd, 65_536)
                    buffer, is_error = buffers[key.fd]
                    if not data:
                        selector.unregister(key.fileobj)
                    for text in _complete(buffer, data):
                        yield self._heard(Line(text, is_error))
                        # the time the caller took for a page is none of the scanner's
                        heard = time.monotonic()

    def exit_code(self) -> int:
        """Return how it ended: 0, a SANE status, or minus the signal. Stops it if it still runs."""
        self.stop(first=None)
        return self._process.returncode

    def stop(self, *, first: signal.Signals | None = signal.SIGINT) -> None:
        """Ask it to stop (`first`), then kill it with all it started. Returns within the grace."""
        if self._process.returncode is None:
            if first is not None and not self._ended(0):
                self._signal(first)
            self._ended(self._grace_s)
            # a backend may have started helpers of its own; they share its session, which is ours until we wait for it
            self._signal(signal.SIGKILL)
            self._process.wait()
        for stream in (self._stdout, self._stderr):
            stream.close()

    def _ended(self, within_s: float) -> bool:
        pause, end = threading.Event(), time.monotonic() + within_s
        # not reaped yet: its number must stay taken until its group was signalled
        while os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            if time.monotonic() >= end:
                return False
            pause.wait(0.01)
        return True

    @property
    def _stdout(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    @property
    def _stderr(self) -> IO[bytes]:
        assert self._process.stderr is not None
        return self._process.stderr

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def _heard(self, line: Line) -> Line:
        if line.is_error and not line.text.startswith("Progress:"):
            self._said = (self._said + line.text + "\n")[-MAX_SAID:]
        return line


def _complete(buffer: bytearray, data: bytes) -> Iterator[str]:
    """Add `data` to `buffer` and take the finished lines out; no data means the end."""
    buffer += data
    *done, rest = bytes(buffer).replace(b"\r", b"\n").split(b"\n")
    buffer[:] = rest[-MAX_LINE:]
    if not data and rest:
        done.append(rest)
        buffer.clear()
    for line in done:
        if line.strip():
            yield line[:MAX_LINE].decode("utf-8", "replace").rstrip()
