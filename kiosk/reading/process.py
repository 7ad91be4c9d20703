"""The reading process as the kiosk sees it: a page goes in, its text comes out; it may die and nothing is lost.

`read` blocks and belongs on a worker thread; several threads may call it and are served in turn.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from enum import Enum
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self, assert_never

from kiosk.reading.engine_name import EngineName
from kiosk.reading.errors import EngineMissing, ReadingCancelled, ReadingFailed
from kiosk.reading.messages import Answer, Broken, Done, Job, Loaded, Task, Unloadable, Writing, Written
from kiosk.reading.result import PageText, Stroke

_log = logging.getLogger("hall.kiosk.reading")

#: seconds within which a cancel is seen
_TICK = 0.1
#: seconds for loading the engine and for one page, on a machine ten times slower than the slowest supported
_LOAD_SECONDS, _PAGE_SECONDS = 120.0, 60.0
#: a page that killed the process is tried once more
_ATTEMPTS = 2
#: an engine that cannot be loaded is tried again so often; until then a page is refused at once, not after a load
_RETRY_SECONDS = 60.0
#: processes that may die while they load before the engine counts as one that cannot be loaded
_LOAD_ATTEMPTS = 3


class Readiness(Enum):
    LOADING = "loading"
    READY = "ready"
    #: it was tried, and said why not
    UNABLE = "unable"


class ReadingProcess:
    """Owns the child process. Start it early and `keep` it: loading takes seconds, and `read` waits for it."""

    def __init__(self, models_dir: str | None, cache_dir: Path, engine: EngineName = EngineName.PADDLE) -> None:
        self._models_dir = models_dir
        self._cache_dir = cache_dir
        self._engine = engine
        self._turn = threading.Lock()
        #: guards the two below, which `stop` takes from another thread
        self._guard = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._wire: Connection[Task, Answer] | None = None
        self._stopped = False
        self._loaded: float | None = None
        #: why the engine cannot be loaded, and until when that is believed
        self._unable = ""
        self._unable_until = 0.0
        self._died_loading = 0
        self._number = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def load_seconds(self) -> float | None:
        """Seconds the engine took to load; None while it has not."""
        return self._loaded

    @property
    def pid(self) -> int | None:
        """Process id of the child; None when there is none."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def start(self) -> None:
        """Start the child and return at once; `read` starts it too when it is not there."""
        with self._guard:
            self._stopped = False
            if self._child is None or self._child.poll() is not None:
                self._spawn()

    def keep(self) -> Readiness:
        """See to it that a loaded process waits for the next page; returns at once. Call it every few seconds.

        A process that died while nobody asked anything of it is replaced now, and not by the next visitor's first page.
        """
        if not self._turn.acquire(blocking=False):
            return self.readiness
        try:
            wire = self._wire
            if wire is not None and self._loaded is None and wire.poll(0):
                self._loading_ended(wire.recv())
        except (EOFError, OSError):
            self._died_while_loading()
        finally:
            with self._guard:
                self._replace_dead()
            self._turn.release()
        return self.readiness

    @property
    def readiness(self) -> Readiness:
        """Whether a page handed in now is read without waiting for the engine."""
        if self._unable:
            return Readiness.UNABLE
        return Readiness.LOADING if self._loaded is None else Readiness.READY

    def stop(self) -> None:
        """End the child at once, whatever it does. A `read` under way raises `ReadingCancelled`."""
        with self._guard:
            self._stopped = True
            self._kill()

    def read(self, data: bytes, index: int, cancel: threading.Event) -> PageText:
        """Read one page.

        Raises `ReadingCancelled` within half a second of `cancel`, `EngineMissing` when the engine cannot be loaded,
        `ReadingFailed` when the process died or hung twice on this page. Anything wrong with the page itself is an
        issue of the result.
        """
        answer = self._ask(lambda number: Job(number, data, index), cancel)
        if isinstance(answer, Done):
            return answer.page
        raise ReadingFailed("识别程序两次中断，请重新拍摄或改为手工填写 · reading failed twice on this page")

    def write(self, strokes: tuple[Stroke, ...], cancel: threading.Event) -> tuple[str, ...]:
        """What somebody wrote with a finger may be, the likeliest first; raises as `read`."""
        answer = self._ask(lambda number: Writing(number, strokes), cancel)
        if isinstance(answer, Written):
            return answer.texts
        raise ReadingFailed("手写识别中断，请改用拼音 · reading of handwriting failed, use Pinyin")

    def _ask(self, task: Callable[[int], Task], cancel: threading.Event) -> Done | Written | None:
        """Have one task done, by a second process when the first fails on it; None when both failed."""
        while not self._turn.acquire(timeout=_TICK):
            self._check(cancel)
        try:
            for attempt in range(1, _ATTEMPTS + 1):
                answer = self._attempt(task, cancel)
                if answer is not None:
                    return answer
                _log.warning("reading process failed on a task, attempt %d of %d", attempt, _ATTEMPTS)
            return None
        finally:
            self._turn.release()

    def _attempt(self, task: Callable[[int], Task], cancel: threading.Event) -> Done | Written | None:
        """One try; None when the child died, hung or broke on the task."""
        self._check(cancel)
        if self._unable:
            raise EngineMissing(self._unable)
        with self._guard:
            self._replace_dead()
            wire = self._wire
        if wire is None:
            raise ReadingCancelled("reading was stopped")
        self._number += 1
        try:
            if self._loaded is None:
                self._wait_loaded(wire, cancel)
            wire.send(task(self._number))
            # the previous page may have been abandoned and still be under way
            deadline = time.monotonic() + 2 * _PAGE_SECONDS
            while True:
                match answer := self._receive(wire, cancel, deadline):
                    case Done(number) | Written(number):
                        if number == self._number:
                            return answer
                    case Broken(number, kind):
                        if number == self._number:
                            _log.info("engine raised %s", kind)
                            return None
                    case Loaded() | Unloadable():
                        continue
                    case None:
                        return None
        except (EOFError, OSError):
            self._check(cancel)
            # dead, though the system may not have told yet
            with self._guard:
                self._kill()
            return None

    def _wait_loaded(self, wire: Connection[Task, Answer], cancel: threading.Event) -> None:
        self._loading_ended(self._receive(wire, cancel, time.monotonic() + _LOAD_SECONDS))
        if self._unable:
            raise EngineMissing(self._unable)

    def _loading_ended(self, answer: Answer | None) -> None:
        match answer:
            case Loaded(seconds):
                self._loaded, self._unable, self._died_loading = seconds, "", 0
            case Unloadable(message):
                self._give_up(message)
            case Done() | Written() | Broken() | None:
                raise EOFError
            case _:
                assert_never(answer)

    def _died_while_loading(self) -> None:
        with self._guard:
            self._kill()
        self._died_loading += 1
        if self._died_loading >= _LOAD_ATTEMPTS:
            self._give_up("识别程序启动时中断 · the reading process dies while it loads")

    def _give_up(self, message: str) -> None:
        self._unable, self._unable_until = message, time.monotonic() + _RETRY_SECONDS

    def _receive(self, wire: Connection[Task, Answer], cancel: threading.Event, deadline: float) -> Answer | None:
        """Wait for one message; None, and a killed child, when the deadline passes."""
        while not wire.poll(_TICK):
            self._check(cancel)
            if time.monotonic() > deadline:
                with self._guard:
                    self._kill()
                return None
        return wire.recv()

    def _check(self, cancel: threading.Event) -> None:
        # the child finishes an abandoned page by itself: killing it would cost the next page the loading time
        if cancel.is_set() or self._stopped:
            raise ReadingCancelled("reading was cancelled")

    def _replace_dead(self) -> None:
        dead = self._child is None or self._child.poll() is not None
        if dead and not self._stopped and not (self._unable and time.monotonic() < self._unable_until):
            self._spawn()

    def _spawn(self) -> None:
        self._kill()
        ours, theirs = Pipe()
        command = [sys.executable, "-m", "kiosk.reading.child", "--socket", str(theirs.fileno())]
        command += ["--engine", self._engine.value, "--cache", str(self._cache_dir)]
        command += ["--models", self._models_dir] if self._models_dir else []
        environment = dict(os.environ, PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK="True", PYTHONWARNINGS="ignore")
        # the modules this process found, the child finds too
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        self._loaded = None
        self._child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=environment,
        )
        theirs.close()
        self._wire = ours

    def _kill(self) -> None:
        child = self._child
        # the pipe closes with its last reference: another thread may be waiting on it at this moment
        self._child = self._wire = None
        if child is not None:
            child.kill()
            child.wait(timeout=10)
