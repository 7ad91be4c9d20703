"""The reading process: loads one engine, then answers one page after another until its parent goes away.

Started by `ReadingProcess`; talks over an inherited socket, one pickled message at a time. It never opens a
connection of its own, gives way to the screen, and ends with its parent even in the middle of a page.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import queue
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import assert_never

from kiosk.reading.engine_name import EngineName
from kiosk.reading.messages import Answer, Broken, Done, Job, Loaded, Task, Unloadable, Writing, Written

#: the screen comes first
_NICENESS = 5
#: exit code when the parent went away
_ORPHANED = 3


def main() -> None:
    """Entry of `python -m kiosk.reading.child`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--socket", type=int, required=True)
    parser.add_argument("--engine", type=EngineName, required=True)
    parser.add_argument("--models")
    parser.add_argument("--cache", type=Path, required=True)
    options = parser.parse_args()
    with contextlib.suppress(OSError):
        os.nice(_NICENESS)
    sys.addaudithook(_no_network)
    wire: Connection[Answer, Task] = Connection(options.socket)
    jobs: queue.SimpleQueue[Task] = queue.SimpleQueue()
    # taking pages in beside the reading lets the parent hand over a page while another is read,
    # and lets this process see at once that its parent is gone
    threading.Thread(target=_take_in, args=(wire, jobs), daemon=True).start()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        _serve(wire, jobs, options.engine, options.models, options.cache)


def _serve(
    wire: Connection[Answer, Task],
    jobs: queue.SimpleQueue[Task],
    name: EngineName,
    models_dir: str | None,
    cache_dir: Path,
) -> None:
    begun = time.perf_counter()
    # heavy: here and not above, so that the network is closed before any of it is imported
    from kiosk.reading.engine import open_engine
    from kiosk.reading.errors import ReadingError
    from kiosk.reading.memory import give_back, pictures_apart
    from kiosk.reading.pages import read_page
    from kiosk.reading.strokes import StrokeReader
    from kiosk.reading.warm import warm_up

    pictures_apart()
    try:
        engine = open_engine(name, models_dir, cache_dir)
        warm_up(engine)
    except ReadingError as error:
        wire.send(Unloadable(str(error)))
        return
    strokes = StrokeReader(models_dir)
    wire.send(Loaded(time.perf_counter() - begun))
    while True:
        job = jobs.get()
        try:
            match job:
                case Job():
                    wire.send(Done(job.number, read_page(engine, job.data, job.index)))
                case Writing():
                    wire.send(Written(job.number, strokes.candidates(job.strokes)))
                case _:
                    assert_never(job)
        except (BrokenPipeError, ConnectionResetError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever the engine raises must not cost the next page
            wire.send(Broken(job.number, type(error).__name__))
        # the picture is not kept until the next one comes: that may be another visitor's
        del job
        give_back()


def _take_in(wire: Connection[Answer, Task], jobs: queue.SimpleQueue[Task]) -> None:
    try:
        while True:
            jobs.put(wire.recv())
    except (EOFError, OSError):
        os._exit(_ORPHANED)


def _no_network(event: str, _arguments: tuple[object, ...]) -> None:
    """Audit hook: a page of a petition leaves this process only through its parent."""
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto"):
        raise PermissionError("the reading process has no network")


if __name__ == "__main__":
    main()
