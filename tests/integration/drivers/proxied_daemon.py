"""The one PC/SC daemon of the machine, reached through a socket of a test, which the test can close and open again."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DAEMON = "/run/pcscd/pcscd.comm"


@contextmanager
def daemon_at(path: Path) -> Iterator[None]:
    """Let the daemon answer at `path` too, until the end."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    opened: list[socket.socket] = [listener]

    def pump(source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            return
        finally:
            for end in (source, sink):
                hang_up(end)

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            real = socket.socket(socket.AF_UNIX)
            real.connect(DAEMON)
            opened.extend((client, real))
            for pair in ((client, real), (real, client)):
                threads.append(threading.Thread(target=pump, args=pair))
                threads[-1].start()

    threads = [threading.Thread(target=accept)]
    threads[0].start()
    try:
        yield
    finally:
        path.unlink()
        for end in list(opened):
            hang_up(end)
        for thread in list(threads):
            thread.join()
        for end in opened:
            end.close()


def hang_up(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
