"""Children of the demo: `hall …` commands that say in JSON lines where they listen and what they did."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

Line = dict[str, Any]

#: a child that was asked to end gets this long before it is killed
STOP_SECONDS = 5.0


class ChildFailed(RuntimeError):
    """A part of the demo did not start, died, or did not answer in time; the message names it and shows its log."""


class Child:
    """One `python -m MODULE ARGS…` with JSON lines on its standard output and commands on its standard input."""

    def __init__(
        self,
        name: str,
        module: str,
        *args: str,
        log: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self._lines: queue.Queue[Line | None] = queue.Queue()
        self._seen: list[Line] = []
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, *args],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
                # a group of its own: stopping it also stops what it started
                start_new_session=True,
            )
        self._reader = threading.Thread(target=self._collect, name=f"{name}-output", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def send(self, command: str) -> None:
        """Write one line to the child's standard input."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(command.encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise self._failure("不再接收命令 · no longer takes commands") from error

    def wait(self, wanted: Callable[[Line], bool], *, seconds: float, what: str) -> Line:
        """Return the first not yet returned line that is `wanted`; raise `ChildFailed` after `seconds`."""
        for line in self._seen:
            if wanted(line):
                self._seen.remove(line)
                return line
        deadline = time.monotonic() + seconds
        while True:
            try:
                line_or_end = self._lines.get(timeout=max(deadline - time.monotonic(), 0.001))
            except queue.Empty:
                raise self._failure(f"{seconds:g} 秒内没有：{what} · did not come in time: {what}") from None
            if line_or_end is None:
                raise self._failure(f"已退出，还在等：{what} · ended while waiting for: {what}")
            if wanted(line_or_end):
                return line_or_end
            self._seen.append(line_or_end)

    def kill(self) -> None:
        """End it at once and without warning, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def stop(self) -> None:
        """Ask it to end; kill it when it does not."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
        self.kill()

    def _collect(self) -> None:
        assert self._process.stdout is not None
        for raw in self._process.stdout:
            try:
                line = json.loads(raw)
            except ValueError:
                continue
            if isinstance(line, dict):
                self._lines.put(line)
        self._lines.put(None)

    def _failure(self, what: str) -> ChildFailed:
        code = self._process.poll()
        ended = "" if code is None else f"（退出码 {code} · exit code {code}）"
        tail = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]
        return ChildFailed("\n".join([f"{self.name}{ended}: {what}", f"日志 · log: {self.log}", *tail]))


def run(name: str, *args: str, seconds: float = 60.0, environment: Mapping[str, str] | None = None) -> Line:
    """Run one short `hall …` command and return the JSON object of its last line."""
    done = subprocess.run(
        [sys.executable, "-m", "installer.command", *args],
        capture_output=True,
        text=True,
        env={**os.environ, **(environment or {})},
        timeout=seconds,
        check=False,
    )
    if done.returncode:
        raise ChildFailed(f"{name}（退出码 {done.returncode} · exit code {done.returncode}）\n{done.stderr.strip()}")
    lines = done.stdout.strip().splitlines()
    try:
        last = json.loads(lines[-1])
    except (ValueError, IndexError):
        raise ChildFailed(f"{name}: 没有可读的结果 · no readable result\n{done.stdout[-500:]}") from None
    assert isinstance(last, dict)
    return last
