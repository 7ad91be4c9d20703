"""A web process, or several behind one socket: who dies is started again, and nobody outlives the one who started them."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.core.settings import ServerSettings

log = logging.getLogger("hall.server.processes")

#: a process that ends is started again, but not faster than this, seconds
_PAUSE = 1.0
_GRACE_SECONDS = 8.0


def serve(settings: ServerSettings, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve in this process until it is told to end; `ready` is called once requests are answered."""
    import uvicorn

    from server.app import create_app
    from server.cases import words
    from server.contract.logs import configure

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            # what was loaded stays: nobody looks through it again for what could be thrown away
            gc.freeze()
            if self.started:
                ready()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.hub.close()
            await super().shutdown(sockets)

    configure("server", settings.log_level)
    app = create_app(settings)
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=3)
    threading.Thread(target=words.prepare, daemon=True, name="dictionary").start()
    Announcing(config).run(sockets=[listening])


def serve_all(settings: ServerSettings, listening: socket.socket, count: int, ready: Callable[[], None]) -> None:
    """Serve with so many processes until this one is told to end."""
    group = _Group(settings, listening)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    members = [group.start() for _ in range(count)]
    announced = False
    try:
        while not stop.is_set():
            # each is asked every time: a line with something left to read would wake this one again and again
            answering = [member.answers() for member in members]
            if not announced and all(answering):
                ready()
                announced = True
            # woken by a process that ends or answers for the first time, and now and then for the signal
            wait([thing for member in members for thing in member.signs()], timeout=0.2)
            for place, member in enumerate(members):
                if not member.process.is_alive():
                    log.error(
                        "web process %d ended with %s; another one starts", member.process.pid, member.process.exitcode
                    )
                    stop.wait(_PAUSE)
                    members[place] = group.start()
    finally:
        for member in members:
            member.process.terminate()
        for member in members:
            member.process.join(_GRACE_SECONDS)
            member.process.kill()


class _Member:
    def __init__(self, process: ForkServerProcess, line: Connection) -> None:
        self.process = process
        self._line = line
        self._answers = False

    def answers(self) -> bool:
        """Tell whether it answers requests by now."""
        if not self._answers and self._line.poll():
            try:
                self._answers = bool(self._line.recv())
            except EOFError:
                return False
        return self._answers

    def signs(self) -> list[int | Connection]:
        return [self.process.sentinel] if self._answers else [self.process.sentinel, self._line]


class _Group:
    def __init__(self, settings: ServerSettings, listening: socket.socket) -> None:
        self._settings = settings
        self._listening = listening
        # what a process imports is imported once, by one that has no threads: another one answers within a second
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["server.app", "uvicorn"])

    def start(self) -> _Member:
        mine, theirs = self._context.Pipe()
        process = self._context.Process(target=_member, args=(self._settings, self._listening, theirs))
        process.start()
        theirs.close()
        return _Member(process, mine)


def _member(settings: ServerSettings, listening: socket.socket, line: Connection) -> None:
    """One of several: says when it answers, and ends when the line to the first process breaks."""

    def watch() -> None:
        try:
            line.recv()
        except (EOFError, OSError):
            os.kill(os.getpid(), signal.SIGTERM)

    def ready() -> None:
        line.send(True)
        threading.Thread(target=watch, daemon=True, name="first-process").start()

    serve(settings, listening, ready)
