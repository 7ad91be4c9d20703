"""Keeps one terminal running: a crash, a kill or a screen that hangs is followed by a fresh start into the first screen.

The terminal beats on an inherited pipe from its GUI thread. Its exit code says what it wants (`kiosk.exits.Exit`).
"""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.exits import Exit

log = logging.getLogger("hall.kiosk.supervisor")

#: a terminal that says nothing for so long after its first screen hangs, s
SILENCE_S = 20.0
#: to the first screen, on a machine ten times slower than the slowest supported, s
STARTING_S = 60.0
#: a terminal that ran for so long began well: the next crash is its first, s
SOUND_S = 60.0
#: before the n-th start after crashes in a row, s: the first two at once, then slower, so that a broken disk is not ground
PAUSES = (0.0, 0.0, 2.0, 5.0, 15.0, 30.0)
#: asked to end, then killed, s
ENDING_S = 10.0

Say = Callable[[dict[str, object]], None]


@dataclass(slots=True)
class Run:
    """One run of the terminal. `code` as `Popen.returncode` has it; `hung`: it was killed because it said nothing."""

    code: int
    seconds: float
    hung: bool = False


class Supervisor:
    """`command` starts the terminal; the number of the pipe is added as `--beat N`."""

    def __init__(self, command: Sequence[str], say: Say = lambda _: None) -> None:
        self._command = list(command)
        self._say = say
        self._ended = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None

    def stop(self) -> None:
        """End the terminal and do not start it again. Safe in a signal handler."""
        self._ended.set()
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()

    def run(self) -> int:
        """Return 0 when the attendant left the kiosk mode or somebody stopped it."""
        crashes = 0
        while not self._ended.is_set():
            run = self._once()
            self._say({"event": "ended", "code": run.code, "hung": run.hung, "seconds": round(run.seconds, 2)})
            if run.code == Exit.LEFT or self._ended.is_set():
                break
            wanted = run.code in (Exit.RESTART, Exit.DONE)
            crashes = 0 if wanted or run.seconds > SOUND_S else crashes + 1
            if not wanted:
                log.error("the terminal ended with code %d%s", run.code, " because it hung" if run.hung else "")
            self._ended.wait(PAUSES[min(crashes, len(PAUSES) - 1)])
        return 0

    def _once(self) -> Run:
        reading, writing = os.pipe()
        began = time.monotonic()
        self._child = subprocess.Popen([*self._command, "--beat", str(writing)], pass_fds=[writing])
        os.close(writing)
        if self._ended.is_set():
            # told to end while it was being started
            self._child.terminate()
        try:
            hung = self._watch(reading, began)
        finally:
            os.close(reading)
        return Run(self._end(), time.monotonic() - began, hung)

    def _watch(self, reading: int, began: float) -> bool:
        """Return once the terminal ended (False) or hangs (True)."""
        assert self._child is not None
        up = False
        while True:
            patience = SILENCE_S if up else STARTING_S
            ready, _, _ = select.select([reading], [], [], patience)
            if not ready:
                return not self._ended.is_set()
            if not os.read(reading, 64):
                return False
            if not up:
                up = True
                self._say({"event": "up", "pid": self._child.pid, "seconds": round(time.monotonic() - began, 2)})

    def _end(self) -> int:
        """The pipe is closed or silent: have it gone, and return its code."""
        assert self._child is not None
        try:
            return self._child.wait(ENDING_S if self._ended.is_set() else 2.0)
        except subprocess.TimeoutExpired:
            self._child.kill()
            return self._child.wait()


def keep(arguments: Sequence[str], *, as_json: bool) -> int:
    """Run the terminal with these arguments of `hall kiosk` until the attendant leaves or this process is told to end."""

    def say(line: dict[str, object]) -> None:
        if as_json:
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()

    supervisor = Supervisor([sys.executable, "-m", "kiosk.cli", *arguments], say)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: supervisor.stop())
    return supervisor.run()
