"""How long threads stood in line for a processor, which other programs had: Linux, Documentation/scheduler/sched-stats.rst."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

_TASKS = Path("/proc/self/task")
#: `schedstat`: ns on a processor, ns in line for one, times on one
_IN_LINE = 1


class OfThread:
    """The line of the thread that makes this; any thread may ask. 0 where the kernel does not count it."""

    def __init__(self) -> None:
        try:
            self._file = os.open(_TASKS / str(threading.get_native_id()) / "schedstat", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self._file = -1

    def __call__(self) -> float:
        """Seconds so far."""
        try:
            return _seconds(os.pread(self._file, 80, 0))
        except OSError:
            return 0.0

    def close(self) -> None:
        """Ask no more after this."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


class OfProcess:
    """The lines of all threads together: whichever of them another one waited for was in line no longer than this."""

    def __init__(self) -> None:
        self._known: dict[str, float] = {}
        self._sum = 0.0
        self()

    def __call__(self) -> float:
        """Seconds since this was made; what ended threads had stays in it."""
        now = dict(_lines())
        self._sum += sum(seconds - self._known.get(thread, 0.0) for thread, seconds in now.items())
        self._known = now
        return self._sum


def _lines() -> Iterator[tuple[str, float]]:
    try:
        threads = list(_TASKS.iterdir())
    except OSError:
        return
    for thread in threads:
        try:
            yield thread.name, _seconds((thread / "schedstat").read_bytes())
        except OSError:
            # it ended meanwhile
            continue


def _seconds(line: bytes) -> float:
    figures = line.split()
    return int(figures[_IN_LINE]) / 1e9 if len(figures) > _IN_LINE else 0.0
